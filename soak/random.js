/**
 * Chance from a seed, so that a run can be repeated as far as the network allows.
 */

/** @typedef {ReturnType<typeof randomFrom>} Random */

/**
 * The generator sfc32, which passes the usual statistical tests. Not for secrets.
 *
 * @param {number} seed
 */
export function randomFrom(seed) {
  let [a, b, c, counter] = [0x9e3779b9, 0x243f6a88, seed | 0, 1];
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round++) next();

  /** An integer from 0 up to but not including the limit. @param {number} limit */
  const below = (limit) => Math.floor((next() / 2 ** 32) * limit);
  return {
    below,
    /** From the first up to and including the last. @param {number} first @param {number} last */
    between: (first, last) => first + below(last - first + 1),
    /** @template T @param {readonly T[]} items @returns {T} */
    pick: (items) => /** @type {T} */ (items[below(items.length)]),
    /** @param {number} probability */
    happens: (probability) => next() < probability * 2 ** 32,
    /** Sizes of every magnitude alike, up to so many. @param {number} most */
    size: (most) => Math.floor((most + 1) ** (next() / 2 ** 32)) - 1,
    /** @param {number} length */
    bytes: (length) => {
      const bytes = new Uint8Array(Math.ceil(length / 4) * 4);
      const words = new Int32Array(bytes.buffer);
      for (let at = 0; at < words.length; at++) words[at] = next();
      return bytes.subarray(0, length);
    },
    /** A generator of its own, whatever others draw. */
    fork: () => randomFrom(next()),
  };
}
