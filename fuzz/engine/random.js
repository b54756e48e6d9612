/**
 * Chance that a seed decides: the generator sfc32 (Chris Doty-Humphrey, public domain), with what inputs are
 * made of on top.
 */

/** Steps after which nothing of the seed shows. */
const WARM_UP = 15;

export class Random {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;

  /** @param {number} seed a number from 0 to 2^53 - 1 */
  constructor(seed) {
    this.#b = seed | 0;
    this.#c = Math.floor(seed / 2 ** 32) | 0;
    for (let step = 0; step < WARM_UP; step++) this.next();
  }

  /** A number from 0 to 2^32 - 1. */
  next() {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /**
   * A number from 0 to `end` - 1; the small bias of a remainder does not matter here.
   *
   * @param {number} end
   */
  below(end) {
    return this.next() % end;
  }

  /**
   * @param {number} from
   * @param {number} to inclusive
   */
  between(from, to) {
    return from + this.below(to - from + 1);
  }

  /**
   * True once in so many times.
   *
   * @param {number} times
   */
  oneIn(times) {
    return this.next() % times === 0;
  }

  /**
   * @template T
   * @param {readonly T[]} list not empty
   * @returns {T}
   */
  pick(list) {
    return /** @type {T} */ (list[this.next() % list.length]);
  }

  /** A length: mostly small, now and then at a border of the format. */
  size() {
    const kind = this.next() & 31;
    if (kind < 20) return this.below(24);
    if (kind < 29) return this.below(200);
    if (kind < 31) return this.pick(borders);
    return this.below(3000);
  }
}

const borders = [0, 1, 123, 124, 125, 126, 127, 128, 255, 256, 257, 2047, 2048, 2049, 4096];
