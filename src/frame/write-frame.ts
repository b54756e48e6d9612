/**
 * Frames into memory that is there (RFC 6455 §5.2): the one way in which whole frames are written.
 *
 * The payload goes first and the header in front of it afterwards, so that a payload may lie anywhere, in the
 * memory that is written too.
 */

import { encodeUtf8Into, MAX_BYTES_PER_UNIT, writeUtf8 } from '../bytes/utf8-encode.js';
import { headerLength, shortestForm, writeFrameHeader } from './encode-frame-header.js';
import { copyByBytes, maskWords, rotateKey } from './mask-loops.js';
import { maskPayload, SIMD_FROM_BYTES } from './mask-payload.js';
import type { SimdMask } from './mask-simd.js';

/** The longest header: a length of 64 bits and a masking key. */
export const MAX_HEADER_BYTES = 14;

/** Below so many bytes a loop copies faster than `set`, which is a call (measured: bench/encode). */
const SET_FROM_BYTES = 32;

/** The same where the loop masks what it copies: words would be a second pass. */
const WORDS_FROM_BYTES = 48;

/** And where a view of the words would have to be made. */
const NEW_WORDS_FROM_BYTES = 96;

/** From so many units on text goes through the runtime's encoder (measured: bench/encode). */
const NATIVE_FROM_UNITS = 64;

/** The longest that the frame of a payload can become, in bytes. */
export function maxFrameBytes(payload: Uint8Array | string): number {
  const most = typeof payload === 'string' ? payload.length * MAX_BYTES_PER_UNIT : payload.length;
  return MAX_HEADER_BYTES + most;
}

/**
 * Writes a frame of bytes and returns the offset behind it. The room must be there.
 *
 * @param key null: no mask
 * @param words a view of all whole words of the target, if there is one and it begins on a word
 * @param mayOverlap the payload may lie where the frame goes
 */
export function writeBinaryFrame(
  target: Uint8Array,
  offset: number,
  byte0: number,
  payload: Uint8Array,
  key: number | null,
  words: Int32Array | null,
  simd: SimdMask | null,
  mayOverlap: boolean,
): number {
  const { length } = payload;
  const form = shortestForm(length);
  const at = offset + headerLength(form, key !== null);
  placePayload(target, at, payload, key ?? 0, words, simd, mayOverlap);
  writeFrameHeader(target, offset, byte0, form, length, key);
  return at + length;
}

/**
 * Writes a frame of text and returns the offset behind it. The room must be there: for the longest that the text can
 * become, or for what it does become if `length` says that.
 *
 * @param length how many bytes the text takes, or a guess that is not too long
 */
export function writeTextFrame(
  target: Uint8Array,
  offset: number,
  byte0: number,
  text: string,
  length: number,
  key: number | null,
  words: Int32Array | null,
  simd: SimdMask | null,
): number {
  const guess = shortestForm(length);
  const masked = key !== null;
  let at = offset + headerLength(guess, masked);
  let end: number;
  if (text.length < NATIVE_FROM_UNITS) {
    end = placeText(target, at, text, key ?? 0);
  } else {
    end = encodeUtf8Into(text, target, at);
    if (masked) mask(target, at, end, key, words, simd);
  }
  const form = shortestForm(end - at);
  if (form !== guess) {
    const from = at;
    at = offset + headerLength(form, masked);
    target.copyWithin(at, from, end);
    end += at - from;
  }
  writeFrameHeader(target, offset, byte0, form, end - at, key);
  return end;
}

/** Copies a payload, masked on the way; key 0 only copies. */
function placePayload(
  target: Uint8Array,
  at: number,
  payload: Uint8Array,
  key: number,
  words: Int32Array | null,
  simd: SimdMask | null,
  mayOverlap: boolean,
): void {
  const { length } = payload;
  if (length >= SIMD_FROM_BYTES && simd !== null && key !== 0) {
    if (!mayOverlap || isApart(payload, target, at)) {
      simd.copy(payload, 0, length, target, at, key);
      return;
    }
  } else if (!mayOverlap) {
    const few =
      key === 0 ? SET_FROM_BYTES : words === null ? NEW_WORDS_FROM_BYTES : WORDS_FROM_BYTES;
    if (length < few) {
      copyByBytes(payload, 0, length, target, at, key);
      return;
    }
  }
  // `set` reads everything before it writes, as far as anyone can tell. To find out whether that matters costs
  // more than it does for short payloads (measured: bench/encode).
  target.set(payload, at);
  if (key !== 0) mask(target, at, at + length, key, words, simd);
}

/** Whether a payload lies apart from its place: by its numbers, which is enough in any buffer. */
function isApart(payload: Uint8Array, target: Uint8Array, at: number): boolean {
  return Math.abs(payload.byteOffset - target.byteOffset - at) >= payload.length;
}

/** Writes a short text, masked on the way, and returns the offset behind it. */
function placeText(target: Uint8Array, at: number, text: string, key: number): number {
  const { length } = text;
  let phase = key;
  let unit = 0;
  for (; unit < length; unit++) {
    const code = text.charCodeAt(unit);
    if (code >= 0x80) break;
    target[at++] = code ^ phase;
    phase = (phase >>> 8) | (phase << 24);
  }
  if (unit === length) return at;
  const end = writeUtf8(text, target, at, unit);
  copyByBytes(target, at, end, target, at, rotateKey(key, unit));
  return end;
}

/** Masks where it lies. */
function mask(
  target: Uint8Array,
  start: number,
  end: number,
  key: number,
  words: Int32Array | null,
  simd: SimdMask | null,
): void {
  const isLong = end - start >= SIMD_FROM_BYTES && simd !== null;
  if (words === null || isLong) maskPayload(target, start, end, key, simd);
  else maskWords(target, start, end, key, words, 0);
}
