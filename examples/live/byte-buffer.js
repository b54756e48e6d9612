/**
 * Bytes that wait for more bytes. Appending copies and capacity doubles, so a peer that sends one byte at
 * a time costs neither an array for each of them nor another look at those already here.
 */

const FIRST_CAPACITY = 1024;
/** A larger store is given back as soon as it is empty: most connections are idle most of the time. */
const KEPT_CAPACITY = 65_536;

export class ByteBuffer {
  #store = new Uint8Array(0);
  #start = 0;
  #end = 0;

  /** How many bytes are waiting. */
  get length() {
    return this.#end - this.#start;
  }

  /**
   * Copies a chunk behind the waiting bytes.
   *
   * @param {Uint8Array} chunk
   */
  append(chunk) {
    if (this.#end + chunk.length > this.#store.length) this.#makeRoom(this.length + chunk.length);
    this.#store.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /**
   * The first waiting bytes, at most `count`: a view that is good until the next call of another method.
   *
   * @param {number} count
   */
  peek(count) {
    return this.#store.subarray(this.#start, Math.min(this.#start + count, this.#end));
  }

  /**
   * Drops the first `count` bytes.
   *
   * @param {number} count
   */
  discard(count) {
    this.#start += count;
    if (this.#start < this.#end) return;
    this.#start = 0;
    this.#end = 0;
    if (this.#store.length > KEPT_CAPACITY) this.#store = new Uint8Array(0);
  }

  /** Moves everything that waits into an array of its own. */
  takeAll() {
    const bytes = this.#store.slice(this.#start, this.#end);
    this.discard(bytes.length);
    return bytes;
  }

  /** @param {number} needed */
  #makeRoom(needed) {
    const waiting = this.#store.subarray(this.#start, this.#end);
    // Moving to the front is paid for by the half of the store that has been read since the last move.
    if (needed <= this.#store.length / 2) {
      this.#store.copyWithin(0, this.#start, this.#end);
    } else {
      const grown = new Uint8Array(Math.max(needed, 2 * this.#store.length, FIRST_CAPACITY));
      grown.set(waiting);
      this.#store = grown;
    }
    this.#start = 0;
    this.#end = waiting.length;
  }
}
