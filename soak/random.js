/**
 * Chance from a seed, so that a run can be repeated as far as the network allows.
 */

import { Random } from '../fuzz/engine/random.js';

/** The generator of the fuzzer, with what messages and clients are made of on top. */
export class SoakRandom extends Random {
  /** @param {number} probability from 0 to 1 */
  happens(probability) {
    return this.next() < probability * 2 ** 32;
  }

  /** A number up to so many, those of every magnitude as often as others. @param {number} most */
  magnitude(most) {
    return Math.floor((most + 1) ** (this.next() / 2 ** 32)) - 1;
  }

  /** @param {number} length */
  bytes(length) {
    const bytes = new Uint8Array(Math.ceil(length / 4) * 4);
    const words = new Int32Array(bytes.buffer);
    for (let at = 0; at < words.length; at++) words[at] = this.next();
    return bytes.subarray(0, length);
  }

  /** A generator of its own, whatever others draw. */
  fork() {
    return new SoakRandom(this.next());
  }
}
