/**
 * Chance that everybody gets alike: a 32-bit state that is shifted and XORed (the xorshift of 13, 17 and 5), as the
 * cases' `random` is defined.
 */

export class SeededBytes {
  #state: number;

  /** @param seed a whole number above 0; of 0 nothing but zeros would come */
  constructor(seed: number) {
    this.#state = seed >>> 0 || 1;
  }

  /** The next state, 1 to 2^32 − 1. */
  next(): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x >>> 0;
    return this.#state;
  }

  /** Fresh bytes; with `from`, each is one of those. */
  take(length: number, from: Uint8Array | null = null): Uint8Array {
    const bytes = new Uint8Array(length);
    const size = from?.length ?? 0;
    for (let i = 0; i < length; i++) {
      const x = this.next();
      bytes[i] = from === null ? x & 0xff : (from[x % size] as number);
    }
    return bytes;
  }
}
