/**
 * Where a payload is masked, or a text encoded, before it goes to its place. There are views of it that need not be
 * made: a view of words, and one of bytes for every sixteenth length. To make one costs more than to copy and
 * mask a hundred bytes (measured: bench/frame).
 *
 * Nobody ever sees it, and nothing stays in use behind a call.
 */

import { copyRange, viewOf } from '../bytes/piece.js';
import { maskWords } from './mask-loops.js';

/** Longer payloads are worth a view. */
export const DRAFT_BYTES = 4096;

/** Lengths are rounded down to a multiple of this, and the rest is copied byte by byte. */
const STEP_BYTES = 16;

class Draft {
  readonly bytes: Uint8Array = new Uint8Array(DRAFT_BYTES);
  readonly #words = new Int32Array(this.bytes.buffer);
  readonly #views: (Uint8Array | undefined)[] = new Array(DRAFT_BYTES / STEP_BYTES + 1).fill(
    undefined,
  );

  /** Masks what lies in front. */
  mask(length: number, key: number): void {
    maskWords(this.bytes, 0, length, key, this.#words, 0);
  }

  /** Copies what lies in front to its place. */
  copyTo(target: Uint8Array, at: number, length: number): void {
    const steps = Math.floor(length / STEP_BYTES);
    const whole = steps * STEP_BYTES;
    let view = this.#views[steps];
    if (view === undefined) this.#views[steps] = view = viewOf(this.bytes, 0, whole);
    target.set(view, at);
    copyRange(this.bytes, whole, length, target, at + whole);
  }
}

let draft: Draft | null = null;

/** The draft, which is made when the first long payload comes. */
export function useDraft(): Draft {
  draft ??= new Draft();
  return draft;
}
