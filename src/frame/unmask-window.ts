/**
 * Unmasking what lies in a window of received bytes: many short frames at once, and while a chunk is copied,
 * where there is SIMD (RFC 6455 §5.3).
 */

import type { InputWindow } from '../bytes/input-window.js';
import { viewOf } from '../bytes/piece.js';
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
 * @returns false when nothing has been done, because it would not pay
 */
export function pushFrames(input: InputWindow, chunk: Uint8Array, simd: SimdMask): boolean {
  const unread = input.length;
  if (chunk.length < AHEAD_FROM_BYTES || unread > TILE_BYTES || unread > chunk.length) return false;
  // Frames that wait and are unmasked already must not be masked again.
  if (input.preparedTo > input.at) return false;
  const bytes = new Uint8Array(unread + chunk.length);
  const head = viewOf(input.bytes, input.at, input.end);
  input.replace(bytes, simd.copyFrames(head, chunk, bytes));
  return true;
}

/**
 * Copies a chunk into the empty window, its first `rest` bytes unmasked: they belong to the payload of a frame.
 *
 * @returns false when nothing has been done, because it would not pay
 */
export function pushPayload(
  input: InputWindow,
  chunk: Uint8Array,
  rest: number,
  key: number,
  simd: SimdMask,
): boolean {
  if (rest < SIMD_FROM_BYTES) return false;
  const bytes = new Uint8Array(chunk.length);
  simd.copy(chunk, 0, rest, bytes, 0, key);
  if (rest < chunk.length) bytes.set(viewOf(chunk, rest, chunk.length), rest);
  input.replace(bytes, rest);
  return true;
}

/**
 * Unmasks the payload from `start` to `end` in the window, and frames behind it when they are many.
 *
 * @param frameAt where the frame begins whose whole payload this is; −1 for a part
 * @param isCopied whether the window has cost a copy: with the way through SIMD's memory and into the whole payload,
 *   a part would be copied more than three times
 */
export function unmaskWindow(
  input: InputWindow,
  frameAt: number,
  start: number,
  end: number,
  key: number,
  simd: SimdMask | null,
  isCopied: boolean,
): void {
  const { bytes } = input;
  const length = end - start;
  const mayUseSimd = simd !== null && (frameAt >= 0 || !isCopied);
  if (mayUseSimd && length >= SIMD_FROM_BYTES) {
    simd.inPlace(bytes, start, end, key);
  } else if (mayUseSimd && frameAt >= 0 && input.end - end >= AHEAD_FROM_BYTES) {
    input.preparedTo = simd.framesInPlace(bytes, frameAt, input.end);
  } else if (length < WORDS_FROM_BYTES) {
    copyByBytes(bytes, start, end, bytes, start, key);
  } else {
    maskWords(bytes, start, end, key, input.allWords(), input.wordsBase);
  }
}
