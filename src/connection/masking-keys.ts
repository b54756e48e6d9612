/**
 * Masking keys, fresh for every frame (RFC 6455 §5.3).
 */

import type { RandomSource } from '../bytes/random.js';
import { readKey } from '../frame/mask-loops.js';

/** Keys are drawn sixteen at a time: a call of the random source costs more than a short frame. */
const BLOCK_BYTES = 64;

export class MaskingKeys {
  readonly #random: RandomSource;
  #block: Uint8Array | null = null;
  #at = BLOCK_BYTES;

  constructor(random: RandomSource) {
    this.#random = random;
  }

  /** The next key as a number with its first byte lowest. */
  next(): number {
    this.#block ??= new Uint8Array(BLOCK_BYTES);
    if (this.#at === BLOCK_BYTES) {
      const result = this.#random(this.#block);
      if (isThenable(result)) {
        throw new TypeError(
          'the random source is asynchronous; it must fill the array before it returns',
        );
      }
      this.#at = 0;
    }
    const key = readKey(this.#block, this.#at);
    this.#at += 4;
    return key;
  }
}

function isThenable(value: unknown): boolean {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
