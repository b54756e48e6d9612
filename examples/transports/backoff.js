/**
 * How long to wait before connecting again (RFC 6455 §7.2.3): longer with each failure, and never the same
 * for all clients that lost their server at once.
 */

/**
 * @typedef {object} BackoffOptions
 * @property {number} [minMs] the first wait
 * @property {number} [maxMs] the longest wait
 * @property {number} [factor] how much longer each wait is than the one before
 * @property {number} [jitter] how much of a wait is left to chance, from 0 to 1
 */

export class Backoff {
  #minMs;
  #maxMs;
  #factor;
  #jitter;
  #random;
  #nextMs;

  /**
   * @param {BackoffOptions} [options]
   * @param {() => number} [random] from 0 to 1
   */
  constructor(
    { minMs = 500, maxMs = 30_000, factor = 2, jitter = 0.5 } = {},
    random = Math.random,
  ) {
    this.#minMs = minMs;
    this.#maxMs = maxMs;
    this.#factor = factor;
    this.#jitter = jitter;
    this.#random = random;
    this.#nextMs = minMs;
  }

  /**
   * @param {number} lastedMs how long the connection lasted that has just ended. One that lasted longer than
   *   its client would now wait starts the count anew; one that was dropped at once does not
   * @returns {number} milliseconds
   */
  next(lastedMs) {
    if (lastedMs > this.#nextMs) this.#nextMs = this.#minMs;
    const waitMs = Math.min(this.#nextMs, this.#maxMs);
    this.#nextMs = Math.min(waitMs * this.#factor, this.#maxMs);
    return waitMs * (1 - this.#jitter * this.#random());
  }
}
