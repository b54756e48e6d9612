/**
 * The XOR loops behind masking (RFC 6455 §5.3). All take the key as a 32-bit number whose lowest byte
 * meets the first byte of the range, so the phase is settled before a loop begins.
 */

import { viewOf } from '../bytes/piece.js';

/** Whether 32-bit words lie in memory with their lowest byte first, as on nearly every machine. */
const littleEndian = /* @__PURE__ */ isLittleEndian();

/** Stands for a view of nothing. */
const NO_WORDS = /* @__PURE__ */ new Int32Array(0);

/**
 * From this many bytes on a view of 32-bit words pays for its allocation (measured: bench/mask). Never 64
 * or less: V8 keeps arrays of up to 64 bytes on its heap, and a view moves them off it.
 */
const WORDS_FROM_BYTES = 96;

/** The four bytes of a key at `at`, as a number with the first of them lowest. */
export function readKey(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

/** Writes the four bytes of a key. */
export function writeKey(bytes: Uint8Array, at: number, key: number): void {
  bytes[at] = key;
  bytes[at + 1] = key >>> 8;
  bytes[at + 2] = key >>> 16;
  bytes[at + 3] = key >>> 24;
}

/** The four bytes of a key in fresh memory. */
export function keyToBytes(key: number): Uint8Array {
  const bytes = new Uint8Array(4);
  writeKey(bytes, 0, key);
  return bytes;
}

/** The key as it meets the byte `steps` further on. */
export function rotateKey(key: number, steps: number): number {
  const bits = (steps % 4) * 8;
  return bits === 0 ? key : (key >>> bits) | (key << (32 - bits));
}

/** Masks `bytes` from `start` to `end` in place, with the loop that is fastest for so many. */
export function maskRange(bytes: Uint8Array, start: number, end: number, key: number): void {
  if (key === 0) return;
  if (end - start < WORDS_FROM_BYTES) copyByBytes(bytes, start, end, bytes, start, key);
  else maskByWords(bytes, start, end, key);
}

/** Copies `source` from `start` to `end` into `target` at `offset`, masked on the way; key 0 only copies. */
export function copyMasked(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  offset: number,
  key: number,
): void {
  const length = end - start;
  if (length < WORDS_FROM_BYTES) {
    copyByBytes(source, start, end, target, offset, key);
    return;
  }
  // Copy, then mask: source and target need not share an alignment, and the copy is cheap.
  const isWhole = start === 0 && end === source.length;
  target.set(isWhole ? source : viewOf(source, start, end), offset);
  if (key !== 0) maskByWords(target, offset, offset + length, key);
}

/** Eight bytes a turn, each with its own byte of the key. Source and target may be the same range. */
export function copyByBytes(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  offset: number,
  key: number,
): void {
  const key1 = key >>> 8;
  const key2 = key >>> 16;
  const key3 = key >>> 24;
  for (const last = end - 8; start <= last; start += 8, offset += 8) {
    target[offset] = (source[start] as number) ^ key;
    target[offset + 1] = (source[start + 1] as number) ^ key1;
    target[offset + 2] = (source[start + 2] as number) ^ key2;
    target[offset + 3] = (source[start + 3] as number) ^ key3;
    target[offset + 4] = (source[start + 4] as number) ^ key;
    target[offset + 5] = (source[start + 5] as number) ^ key1;
    target[offset + 6] = (source[start + 6] as number) ^ key2;
    target[offset + 7] = (source[start + 7] as number) ^ key3;
  }
  for (; start < end; start++, offset++) {
    target[offset] = (source[start] as number) ^ key;
    key = (key >>> 8) | (key << 24);
  }
}

/** Masks in words, of which the view is made here. */
export function maskByWords(bytes: Uint8Array, start: number, end: number, key: number): void {
  const base = start + (-(bytes.byteOffset + start) & 3);
  const count = Math.max(0, Math.floor((end - base) / 4));
  const words = count === 0 ? NO_WORDS : wordsOf(bytes, base, count);
  maskWords(bytes, start, end, key, words, base);
}

/** A view of `count` words that begin at the aligned index `base` of `bytes`. */
export function wordsOf(bytes: Uint8Array, base: number, count: number): Int32Array {
  return new Int32Array(bytes.buffer, bytes.byteOffset + base, count);
}

/**
 * Sixteen words a turn, with the bytes in front of and behind them on their own.
 *
 * @param words a view of the same memory that covers the whole words from `start` to `end`
 * @param base the index in `bytes` at which the view begins
 */
export function maskWords(
  bytes: Uint8Array,
  start: number,
  end: number,
  key: number,
  words: Int32Array,
  base: number,
): void {
  const head = Math.min((base - start) & 3, end - start);
  copyByBytes(bytes, start, start + head, bytes, start, key);
  start += head;
  key = rotateKey(key, head);

  const wordKey = littleEndian ? key : swapBytes(key);
  let at = (start - base) / 4;
  const stop = at + Math.floor((end - start) / 4);
  for (const last = stop - 16; at <= last; at += 16) {
    words[at] = (words[at] as number) ^ wordKey;
    words[at + 1] = (words[at + 1] as number) ^ wordKey;
    words[at + 2] = (words[at + 2] as number) ^ wordKey;
    words[at + 3] = (words[at + 3] as number) ^ wordKey;
    words[at + 4] = (words[at + 4] as number) ^ wordKey;
    words[at + 5] = (words[at + 5] as number) ^ wordKey;
    words[at + 6] = (words[at + 6] as number) ^ wordKey;
    words[at + 7] = (words[at + 7] as number) ^ wordKey;
    words[at + 8] = (words[at + 8] as number) ^ wordKey;
    words[at + 9] = (words[at + 9] as number) ^ wordKey;
    words[at + 10] = (words[at + 10] as number) ^ wordKey;
    words[at + 11] = (words[at + 11] as number) ^ wordKey;
    words[at + 12] = (words[at + 12] as number) ^ wordKey;
    words[at + 13] = (words[at + 13] as number) ^ wordKey;
    words[at + 14] = (words[at + 14] as number) ^ wordKey;
    words[at + 15] = (words[at + 15] as number) ^ wordKey;
  }
  for (; at < stop; at++) words[at] = (words[at] as number) ^ wordKey;

  // Whole words are whole turns of the key: the phase behind them is the one in front.
  start = base + stop * 4;
  copyByBytes(bytes, start, end, bytes, start, key);
}

export function swapBytes(word: number): number {
  return ((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}

function isLittleEndian(): boolean {
  return new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
}
