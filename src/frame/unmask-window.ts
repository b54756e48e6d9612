/**
 * Unmasking what lies in a window of received bytes: many short frames at once, and while a chunk is copied,
 * where there is SIMD (RFC 6455 §5.3).
 */

import { readUint16 } from '../bytes/big-endian.js';
import type { InputWindow } from '../bytes/input-window.js';
import { viewOf } from '../bytes/piece.js';
import { LENGTH_BITS, LENGTH_IS_16_BIT, MASK_BIT } from './check-frame-header.js';
import { copyByBytes, maskWords } from './mask-loops.js';
import { type SimdMask, TILE_BYTES } from './mask-simd.js';

/** From this many bytes on words beat bytes when their view is there already (measured: bench/stream). */
const WORDS_FROM_BYTES = 32;

/** From this many bytes on SIMD beats words (measured: bench/stream). */
const SIMD_FROM_BYTES = 2048;

/** From this many unread bytes on it pays to unmask all frames among them at once (measured: bench/curves). */
const AHEAD_FROM_BYTES = 512;

/**
 * Copies a chunk into the window and unmasks on the way, for a reader that waits for the beginning of a frame.
 *
 * @param wanted the length at which the reader can go on, when it knows
 * @returns false when nothing has been done, because it would not pay
 */
export function pushFrames(
  input: InputWindow,
  chunk: Uint8Array,
  wanted: number,
  simd: SimdMask,
): boolean {
  const unread = input.length;
  const available = unread + chunk.length;
  if (chunk.length < AHEAD_FROM_BYTES || unread > chunk.length) return false;
  // What is not whole goes through the memory of SIMD for nothing.
  const firstBytes = unread === 0 ? shortFrameBytes(chunk) : wanted;
  if (firstBytes > Math.min(available, TILE_BYTES)) return false;
  // Frames that wait and are unmasked already must not be masked again.
  if (input.preparedTo > input.at || unread > TILE_BYTES) return false;
  const bytes = new Uint8Array(available);
  const head = viewOf(input.bytes, input.at, input.end);
  input.replace(bytes, simd.copyFrames(head, chunk, bytes));
  return true;
}

/** The length of the frame at the beginning, or more than any chunk's when it takes more than 16 bits to say. */
function shortFrameBytes(bytes: Uint8Array): number {
  const second = bytes[1] as number;
  const length = second & LENGTH_BITS;
  const keyBytes = second < MASK_BIT ? 0 : 4;
  if (length < LENGTH_IS_16_BIT) return 2 + keyBytes + length;
  if (length > LENGTH_IS_16_BIT) return Number.POSITIVE_INFINITY;
  return 4 + keyBytes + readUint16(bytes, 2);
}

/**
 * Copies a chunk that is all payload of one frame into the empty window, unmasked.
 *
 * @returns false when nothing has been done, because it would not pay
 */
export function pushPayload(
  input: InputWindow,
  chunk: Uint8Array,
  key: number,
  simd: SimdMask,
): boolean {
  const { length } = chunk;
  if (length < SIMD_FROM_BYTES) return false;
  const bytes = new Uint8Array(length);
  simd.copy(chunk, 0, length, bytes, 0, key);
  input.replace(bytes, length);
  return true;
}

/**
 * Unmasks the payload from `start` to `end` in the window, and frames behind it when they are many.
 *
 * @param frameAt where the frame begins whose whole payload this is; −1 for a part
 */
export function unmaskWindow(
  input: InputWindow,
  frameAt: number,
  start: number,
  end: number,
  key: number,
  simd: SimdMask | null,
): void {
  const { bytes } = input;
  const length = end - start;
  if (simd !== null && length >= SIMD_FROM_BYTES) {
    simd.inPlace(bytes, start, end, key);
  } else if (simd !== null && frameAt >= 0 && input.end - end >= AHEAD_FROM_BYTES) {
    input.preparedTo = simd.framesInPlace(bytes, frameAt, input.end);
  } else if (length < WORDS_FROM_BYTES) {
    copyByBytes(bytes, start, end, bytes, start, key);
  } else {
    maskWords(bytes, start, end, key, input.allWords(), input.wordsBase);
  }
}
