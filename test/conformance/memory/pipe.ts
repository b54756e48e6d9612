/**
 * One direction of a connection in memory: octets go in as they are written and come out as the cut says,
 * one piece in each turn of the clock.
 */

import type { Clock } from '../model/clock.js';
import type { Random } from '../model/random.js';

export type Cut = 'as written' | 'octet by octet' | 'at random';

export class Pipe {
  readonly #clock: Clock;
  readonly #cut: Cut;
  readonly #random: Random;
  readonly #deliver: (piece: Uint8Array) => void;
  #chunks: Uint8Array[] = [];
  #offset = 0;
  #scheduled = false;
  #onEnd: (() => void) | null = null;
  #closed = false;

  constructor(clock: Clock, cut: Cut, random: Random, deliver: (piece: Uint8Array) => void) {
    this.#clock = clock;
    this.#cut = cut;
    this.#random = random;
    this.#deliver = deliver;
  }

  write(bytes: Uint8Array): void {
    if (this.#closed || this.#onEnd !== null) return;
    this.#chunks.push(bytes);
    this.#schedule();
  }

  /** Tells the other side that nothing follows, behind what was written. */
  end(onEnd: () => void): void {
    if (this.#closed || this.#onEnd !== null) return;
    this.#onEnd = onEnd;
    this.#schedule();
  }

  /** Loses everything that is under way. */
  close(): void {
    this.#closed = true;
    this.#chunks = [];
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#clock.soon(() => this.#turn());
  }

  #turn(): void {
    this.#scheduled = false;
    if (this.#closed) return;
    const first = this.#chunks[0];
    if (first === undefined) {
      this.#closed = this.#onEnd !== null;
      this.#onEnd?.();
      return;
    }
    // Now and then nothing is delivered, so that separate writes arrive joined.
    const waits = this.#cut === 'at random' && this.#random() < 0.25;
    if (!waits) this.#deliver(this.#take(first));
    if (this.#chunks.length > 0 || this.#onEnd !== null) this.#schedule();
  }

  /** The next piece in octets of its own: the subject gets nothing that it could share. */
  #take(first: Uint8Array): Uint8Array {
    if (this.#cut === 'as written') {
      this.#chunks.shift();
      return first;
    }
    // Sizes of every magnitude: most cases are shorter than 100 octets, some are megabytes.
    const wanted = this.#cut === 'octet by octet' ? 1 : Math.floor(2 ** (this.#random() * 17));
    const parts: Uint8Array[] = [];
    let missing = wanted;
    while (missing > 0) {
      const chunk = this.#chunks[0];
      if (chunk === undefined) break;
      const part = chunk.subarray(this.#offset, this.#offset + missing);
      parts.push(part);
      missing -= part.length;
      this.#offset += part.length;
      if (this.#offset < chunk.length) break;
      this.#chunks.shift();
      this.#offset = 0;
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined
      ? only.slice()
      : new Uint8Array(Buffer.concat(parts));
  }
}
