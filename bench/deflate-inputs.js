/**
 * Messages to compress: no two alike, all made of what such messages are made of, the same in every run.
 */

import { numbers } from './inputs.js';

/** @typedef {'JSON' | 'text'} Kind */

/** @type {readonly Kind[]} */
export const kinds = ['JSON', 'text'];

const COMMON_WORDS = `the of and to a in is it that for was on as with be at by this are from or had not
  have but an they which you were all her she there would their we him been has when who will more no if
  out so said what up its about into than them can only other new some could time these two may then do
  first any my now such like our over man me even most made after also did many before must through back
  years where much your way well down should because each just those people how too little state good
  very make world still own see men work long get here between both life being under never day same
  another know while last might us great old year off come since against go came right used take three`;
const SYLLABLES = `an ber cor dal en fir gan har in jor kel lin mon nar or pel quin ros sel tan un ver wen
  yar zel ing tion ment ly er est ous al ive`;
const common = wordsOf(COMMON_WORDS);
const syllables = wordsOf(SYLLABLES);
const RARE_WORDS = 3_000;
const vocabulary = [...common, ...Array.from({ length: RARE_WORDS }, (_, i) => rareWord(i))];

const actions = ['created', 'updated', 'deleted', 'viewed', 'shared', 'archived'];
const places = ['berlin', 'lagos', 'lima', 'osaka', 'pune', 'quebec', 'tromso', 'wellington'];

/** A window of 32 KiB must have forgotten a message when its turn comes again. */
const ROTATION_BYTES = 1 << 18;

/**
 * How many messages of a length to rotate over: a power of two, several times a window.
 *
 * @param {number} length
 */
export function messageCountFor(length) {
  return Math.max(4, ROTATION_BYTES / length);
}

/**
 * @param {Kind} kind
 * @param {number} length
 * @param {number} [count]
 * @returns {Uint8Array[]} each of `length` bytes
 */
export function messages(kind, length, count = messageCountFor(length)) {
  const make = kind === 'JSON' ? jsonMessage : textMessage;
  // Copies, because a small Buffer is a piece of a memory that others share.
  return Array.from({ length: count }, (_, seed) => {
    const bytes = Uint8Array.from(Buffer.from(make(length, seed)));
    if (bytes.length !== length) throw new Error(`${kind} of ${length} bytes has ${bytes.length}`);
    return bytes;
  });
}

/** Below this a message is one flat object, from here on a list of records. */
const LIST_FROM_BYTES = 512;

/**
 * An object or a list of objects; what is left goes into a text.
 *
 * @param {number} length
 * @param {number} seed
 */
function jsonMessage(length, seed) {
  const next = mixedNumbers(seed);
  const isList = length >= LIST_FROM_BYTES;
  let json = isList ? `{"page":${next() % 1000},"items":[` : '{';
  const end = `${isList ? ']' : ''},"note":""}`;
  const parts = function* () {
    if (!isList) yield* recordFields(next);
    else for (;;) yield `{${recordFields(next).join(',')}}`;
  };
  let separator = '';
  for (const part of parts()) {
    if (json.length + separator.length + part.length + end.length > length) break;
    json += separator + part;
    separator = ',';
  }
  const note = words(next, length - json.length - end.length);
  return json + end.replace('""', `"${note}"`);
}

/**
 * @param {() => number} next
 * @returns {string[]}
 */
function recordFields(next) {
  const at = new Date(1_700_000_000_000 + (next() % 31_536_000) * 1000 + (next() % 1000));
  return [
    `"id":${next() % 10_000_000}`,
    `"price":${(next() % 100_000) / 100}`,
    `"action":"${pick(actions, next)}"`,
    `"at":"${at.toISOString()}"`,
    `"user":"${pick(vocabulary, next)}.${pick(vocabulary, next)}"`,
    `"ok":${next() % 8 !== 0}`,
    `"place":{"city":"${pick(places, next)}","lat":${degrees(next, 90)},"lon":${degrees(next, 180)}}`,
    `"tags":["${pick(common, next)}","${pick(vocabulary, next)}"]`,
    `"token":"${next().toString(16).padStart(8, '0')}${next().toString(16).padStart(8, '0')}"`,
    `"title":"${words(next, 20 + (next() % 60))}"`,
  ];
}

/**
 * Sentences.
 *
 * @param {number} length
 * @param {number} seed
 */
function textMessage(length, seed) {
  return words(mixedNumbers(seed), length);
}

/**
 * Exactly `length` letters of sentences, the last word cut off. Of `n` words the k-th comes about 1/k times
 * as often as the first, as in a language.
 *
 * @param {() => number} next
 * @param {number} length
 */
function words(next, length) {
  const parts = [];
  let left = length;
  for (let isFirst = true; left > 0; ) {
    const rank = Math.floor(vocabulary.length ** (next() / 2 ** 32)) - 1;
    const word = /** @type {string} */ (vocabulary[rank]);
    const isLast = next() % 12 === 0;
    const part = (isFirst ? capitalised(word) : word) + (isLast ? '. ' : ' ');
    parts.push(part);
    left -= part.length;
    isFirst = isLast;
  }
  return parts.join('').slice(0, length);
}

/**
 * The first numbers of neighbouring seeds resemble each other in their lower bits.
 *
 * @param {number} seed
 */
function mixedNumbers(seed) {
  const next = numbers(seed);
  for (let i = 0; i < 16; i++) next();
  return next;
}

/** @param {number} seed */
function rareWord(seed) {
  const next = mixedNumbers(seed + 1_000_003);
  return Array.from({ length: 2 + (next() % 3) }, () => pick(syllables, next)).join('');
}

/** @param {string} word */
function capitalised(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/**
 * @param {() => number} next
 * @param {number} limit
 */
function degrees(next, limit) {
  return ((next() / 2 ** 31 - 1) * limit).toFixed(5);
}

/**
 * @template T
 * @param {readonly T[]} list
 * @param {() => number} next
 */
function pick(list, next) {
  return /** @type {T} */ (list[next() % list.length]);
}

/** @param {string} text */
function wordsOf(text) {
  return text.split(/\s+/);
}
