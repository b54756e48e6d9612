/**
 * The inputs that are kept: a text file for each target, one input a line, in hexadecimal digits, and behind a
 * `#` what comes of it. A replay fails when something else comes of it.
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** @typedef {{ readonly input: Uint8Array, readonly note: string }} Kept */

/** @param {string} target */
export function corpusPath(target) {
  return fileURLToPath(new URL(`../corpus/${target}.txt`, import.meta.url));
}

/**
 * @param {string} target
 * @returns {Kept[]} none where there is no file
 */
export function readCorpus(target) {
  const path = corpusPath(target);
  return existsSync(path) ? parseCorpus(readFileSync(path, 'utf8')) : [];
}

/**
 * @param {string} target
 * @param {readonly Kept[]} corpus
 */
export function writeCorpus(target, corpus) {
  writeFileSync(corpusPath(target), formatCorpus(corpus));
}

/**
 * @param {string} text
 * @returns {Kept[]}
 */
export function parseCorpus(text) {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [digits = '', note = ''] = line.split('#', 2);
      return { input: fromHex(digits.trim()), note: note.trim() };
    });
}

/**
 * Sorted by what comes of them, short ones first, so that a change of one is a change of one line.
 *
 * @param {readonly Kept[]} corpus
 */
export function formatCorpus(corpus) {
  const lines = corpus.map(({ input, note }) => ({ digits: toHex(input), note }));
  lines.sort(
    (a, b) =>
      compare(a.note, b.note) || a.digits.length - b.digits.length || compare(a.digits, b.digits),
  );
  return lines.map(({ digits, note }) => `${digits} # ${note}\n`).join('');
}

/**
 * @param {string} digits
 * @returns {Uint8Array}
 */
export function fromHex(digits) {
  if (!/^([0-9a-f]{2})*$/i.test(digits)) throw new Error(`not hexadecimal: ${digits.slice(0, 40)}`);
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

/** @param {Uint8Array} bytes */
export function toHex(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}

/**
 * @param {string} a
 * @param {string} b
 */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
