/**
 * Masking a payload by the fastest way for its length: bytes, words, or SIMD where there is any.
 */

import { copyMasked, maskRange } from './mask-loops.js';
import type { SimdMask } from './mask-simd.js';

/** From this many bytes on SIMD pays for the way into its memory and back (measured: bench/mask). */
export const SIMD_FROM_BYTES = 1024;

/** Masks `bytes` from `start` to `end` in place. */
export function maskPayload(
  bytes: Uint8Array,
  start: number,
  end: number,
  key: number,
  simd: SimdMask | null,
): void {
  if (simd === null || end - start < SIMD_FROM_BYTES) maskRange(bytes, start, end, key);
  else if (key !== 0) simd.inPlace(bytes, start, end, key);
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
  if (simd === null || key === 0 || length < SIMD_FROM_BYTES) {
    copyMasked(source, 0, length, target, offset, key);
  } else {
    simd.copy(source, 0, length, target, offset, key);
  }
}
