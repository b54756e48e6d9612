/**
 * Masking a payload by the fastest way for its length: bytes, words, or SIMD where there is any.
 */

import { copyMasked, maskRange } from './mask-loops.js';
import { SHORT_BYTES, type SimdMask } from './mask-simd.js';

/** From this many bytes on SIMD pays for the way into its memory and back (measured: bench/mask). */
export const SIMD_FROM_BYTES = 1024;

/** And from so many on when no view is needed. */
export const SHORT_FROM_BYTES = 64;

/** Masks `bytes` from `start` to `end` in place. */
export function maskPayload(
  bytes: Uint8Array,
  start: number,
  end: number,
  key: number,
  simd: SimdMask | null,
): void {
  const length = end - start;
  if (simd !== null && length === bytes.length && isShort(length)) {
    if (key !== 0) simd.copyShort(bytes, bytes, 0, key);
  } else if (simd === null || length < SIMD_FROM_BYTES) {
    maskRange(bytes, start, end, key);
  } else if (key !== 0) {
    simd.inPlace(bytes, start, end, key);
  }
}

/** Copies `source` into `target` at `offset`, masked on the way; key 0 only copies. */
export function copyMaskedPayload(
  source: Uint8Array,
  target: Uint8Array,
  offset: number,
  key: number,
  simd: SimdMask | null,
): void {
  const { length } = source;
  if (simd !== null && key !== 0 && isShort(length)) simd.copyShort(source, target, offset, key);
  else if (simd === null || key === 0 || length < SIMD_FROM_BYTES) {
    copyMasked(source, 0, length, target, offset, key);
  } else {
    simd.copy(source, 0, length, target, offset, key);
  }
}

/** Whether a whole array of this length goes through SIMD's memory without a view. */
export function isShort(length: number): boolean {
  return length >= SHORT_FROM_BYTES && length <= SHORT_BYTES;
}
