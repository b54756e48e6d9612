/**
 * Bytes and text to send, of lengths that are worth trying.
 */

import fc from 'fast-check';
import { utf8Length } from '../../bytes/utf8-encode.js';
import { limitOption } from '../../vocabulary/argument.js';

/** Somewhat above the length that takes a header of ten bytes. */
export const DEFAULT_MAX_BYTES = 70_000;

export interface LengthOptions {
  /** The most bytes; 70 000 unless given. */
  readonly maxBytes?: number;
}

/**
 * Draws bytes: few most of the time, and as many as lie around the edges of the three forms of a length (125,
 * 126, 65 535 and 65 536), as far as `maxBytes` allows.
 *
 * @throws TypeError or RangeError if `maxBytes` is no length
 */
export function payload(options: LengthOptions = {}): fc.Arbitrary<Uint8Array> {
  const maxBytes = limitOption(options.maxBytes, 'maxBytes', DEFAULT_MAX_BYTES);
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: fc.uint8Array({ maxLength: Math.min(40, maxBytes) }) },
    {
      weight: 2,
      arbitrary: fc.tuple(interestingLength(maxBytes), fc.nat(255)).map(scatter),
    },
  );
}

/**
 * Draws text without lone surrogates, so that it comes back as it was: ASCII, all planes, a byte order mark,
 * NUL, and lengths in UTF-8 as those of `payload`.
 *
 * @param options `maxBytes` counts UTF-8
 * @throws TypeError or RangeError if `maxBytes` is no length
 */
export function text(options: LengthOptions = {}): fc.Arbitrary<string> {
  const maxBytes = limitOption(options.maxBytes, 'maxBytes', DEFAULT_MAX_BYTES);
  const units = (of: fc.Arbitrary<string>) =>
    fc.array(of, { maxLength: Math.min(60, maxBytes) }).map((all) => joinUpTo(all, maxBytes));
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 2, arbitrary: units(asciiCharacter()) },
    { weight: 2, arbitrary: units(fc.constantFrom(...tellingCharacters)) },
    { weight: 2, arbitrary: units(anyCharacter()) },
    { weight: 4, arbitrary: fc.tuple(interestingLength(maxBytes), fc.nat(3)).map(textOfLength) },
  );
}

/** One to four bytes of UTF-8, and what decoders like to lose or change. */
const tellingCharacters = ['a', 'é', '€', '\u{1f600}', '\u{10ffff}', '\ufeff', '\ufffd', '\0'];

// `fc.string` prepares much more each time that it is made (measured: a thousandth of a second).
function asciiCharacter(): fc.Arbitrary<string> {
  return fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code));
}

/** Any character of Unicode; the surrogates are none. */
function anyCharacter(): fc.Arbitrary<string> {
  return fc
    .nat(0x10ffff - 0x800)
    .map((code) => String.fromCodePoint(code < 0xd800 ? code : code + 0x800));
}

/**
 * Draws lengths of payloads: short ones, those around the edges of the three forms, and the limit itself. They are
 * drawn from a sorted list, so that every one shrinks through all that are shorter.
 */
export function interestingLength(maxBytes: number): fc.Arbitrary<number> {
  const range = (first: number, last: number, times: number): number[] =>
    Array.from({ length: (last - first + 1) * times }, (_, at) => first + Math.floor(at / times));
  const lengths = [
    ...range(0, 300, 1),
    ...range(123, 128, 40),
    ...range(65_533, 65_538, 5),
    ...Array.from({ length: 15 }, () => Math.min(maxBytes, DEFAULT_MAX_BYTES)),
  ]
    .filter((length) => length <= maxBytes)
    .sort((a, b) => a - b);
  // Without bias, which would draw the longest far too often.
  return fc.noBias(fc.nat(lengths.length - 1)).map((at) => lengths[at] as number);
}

/** Bytes without a short period: a wrong stride shows. */
function scatter([length, seed]: readonly [length: number, seed: number]): Uint8Array {
  let state = 0x9e3779b9 ^ seed;
  return new Uint8Array(length).map(() => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5;
    return state >>> 24;
  });
}

const characters = ['a', 'é', '€', '\u{1f600}'] as const;

/** Text of exactly so many bytes, with characters of one to four bytes that begin at any phase. */
function textOfLength([length, first]: readonly [length: number, first: number]): string {
  let left = length;
  let all = '';
  for (let at = first; left > 0; at++) {
    const character = characters[at % characters.length] as string;
    const size = (at % characters.length) + 1;
    all += size <= left ? character : 'a'.repeat(left);
    left -= Math.min(size, left);
  }
  return all;
}

/** As much of the beginning as fits. */
function joinUpTo(all: readonly string[], maxBytes: number): string {
  let left = maxBytes;
  let joined = '';
  for (const character of all) {
    left -= utf8Length(character);
    if (left < 0) break;
    joined += character;
  }
  return joined;
}
