/**
 * An input in the making: bytes that grow in memory which is used again and again, and marks where a unit of
 * the format begins, so that mutations can go by them.
 */

const FIRST_CAPACITY = 1 << 16;
/** More units than this are not told apart. */
const MAX_MARKS = 256;

export class Draft {
  /** @type {Uint8Array} */
  bytes = new Uint8Array(FIRST_CAPACITY);
  length = 0;
  marks = new Int32Array(MAX_MARKS);
  markCount = 0;

  clear() {
    this.length = 0;
    this.markCount = 0;
  }

  /** The input, in memory that the next one will overwrite. */
  view() {
    return this.bytes.subarray(0, this.length);
  }

  /** Says that a unit begins here. */
  mark() {
    if (this.markCount < MAX_MARKS) this.marks[this.markCount++] = this.length;
  }

  /** @param {number} count bytes that must fit behind the end */
  reserve(count) {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    const grown = new Uint8Array(2 * needed);
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  /** @param {number} value its lowest eight bits */
  byte(value) {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** @param {ArrayLike<number>} source */
  append(source) {
    this.reserve(source.length);
    this.bytes.set(source, this.length);
    this.length += source.length;
  }

  /** @param {string} text characters up to U+00FF, a byte each */
  latin1(text) {
    this.reserve(text.length);
    for (let at = 0; at < text.length; at++) this.bytes[this.length++] = text.charCodeAt(at);
  }

  /**
   * @param {import('./random.js').Random} random
   * @param {number} count
   */
  noise(random, count) {
    this.reserve(count);
    const { bytes } = this;
    const end = this.length + count;
    let at = this.length;
    for (; at + 4 <= end; at += 4) {
      const word = random.next();
      bytes[at] = word;
      bytes[at + 1] = word >>> 8;
      bytes[at + 2] = word >>> 16;
      bytes[at + 3] = word >>> 24;
    }
    for (; at < end; at++) bytes[at] = random.next();
    this.length = end;
  }

  /**
   * Puts other bytes into the place of some; marks behind them move along.
   *
   * @param {number} start
   * @param {number} end
   * @param {Uint8Array} by may lie in the draft itself
   */
  replace(start, end, by) {
    const source = by.buffer === this.bytes.buffer ? by.slice() : by;
    const growth = source.length - (end - start);
    if (growth > 0) this.reserve(growth);
    this.bytes.copyWithin(end + growth, end, this.length);
    this.bytes.set(source, start);
    this.length += growth;
    for (let index = 0; index < this.markCount; index++) {
      if (this.marks[index] >= end) this.marks[index] += growth;
      else if (this.marks[index] > start) this.marks[index] = start;
    }
  }
}
