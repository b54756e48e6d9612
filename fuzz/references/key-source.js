/**
 * A random source that knows its keys: each is drawn once, none is zero, and a frame must have one of them for itself
 * (RFC 6455 §5.3).
 */

import { check } from '../engine/finding.js';

/** Odd, so that a multiple of it is zero, or comes again, only after 2^32 others. */
const STEP = 0x9e37_79b1;

export class KeySource {
  #drawn = 0;
  /** @type {Set<number>} */
  #free = new Set();

  /** @param {Uint8Array} target */
  fill = (target) => {
    for (let at = 0; at < target.length; at++) {
      if (at % 4 === 0) this.#free.add(Math.imul(++this.#drawn, STEP) >>> 0);
      target[at] = Math.imul(this.#drawn, STEP) >>> (24 - 8 * (at % 4));
    }
  };

  /** Takes note that a frame is masked with it. @param {number} key its first byte highest */
  use(key) {
    check(this.#free.delete(key), 'masking-key', 'a masking key was not drawn for this frame');
  }
}
