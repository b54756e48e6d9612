/**
 * What the tester has still to write, in order.
 */

import type { CutData } from './case-data.js';
import { cutUp } from './cut-up.js';

export class Outbox {
  readonly #maxPieceBytes: number;
  #queue: Iterator<Uint8Array>[] = [];
  /** Those in front of it are used up. */
  #first = 0;

  constructor(maxPieceBytes: number) {
    this.#maxPieceBytes = maxPieceBytes;
  }

  /** Iterated when their turn comes. */
  add(pieces: Iterable<Uint8Array>, cut: CutData = 'frames'): void {
    this.#queue.push(cutUp(cutUp(pieces, cut), this.#maxPieceBytes));
  }

  /** The next write; null: there is none. */
  next(): Uint8Array | null {
    for (; this.#first < this.#queue.length; this.#first++) {
      const { done, value } = (this.#queue[this.#first] as Iterator<Uint8Array>).next();
      if (done !== true) return value;
    }
    this.clear();
    return null;
  }

  clear(): void {
    this.#queue = [];
    this.#first = 0;
  }
}
