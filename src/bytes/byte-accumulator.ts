/**
 * Collecting pieces into one array: each byte is copied once into a block and once out of it, and what is
 * held stays within twice what was put in, whether the pieces are a byte or a megabyte.
 */

import { copyRange, pieceOf, viewOf } from './piece.js';

const MIN_BLOCK_BYTES = 64;
const MAX_BLOCK_BYTES = 65_536;

/** A piece that is nobody else's is kept as it is from this many bytes on (measured: bench/curves). */
const KEEP_FROM_BYTES = 4096;

/** So many bytes in front of a piece are its header, so that nobody else has a view of its memory. */
const HEADER_BYTES = 14;

const EMPTY = /* @__PURE__ */ new Uint8Array(0);

/** Below this a loop is faster than `set`, which needs a view (measured: bench/drip). */
const LOOP_BELOW_BYTES = 32;

export class ByteAccumulator {
  /** Bytes collected so far. */
  length = 0;
  /** All blocks but the last, as far as they were filled. */
  readonly #blocks: Uint8Array[] = [];
  #last: Uint8Array = EMPTY;
  #used = 0;

  /** Adds a copy of a range. */
  append(bytes: Uint8Array, start: number = 0, end: number = bytes.length): void {
    const room = Math.min(this.#last.length - this.#used, end - start);
    this.#put(bytes, start, start + room);
    if (start + room === end) return;
    this.#openBlock(end - start - room);
    this.#put(bytes, start + room, end);
  }

  /** Adds an array that is nobody else's; a large one is kept as it is, unless a block is still filling. */
  adopt(bytes: Uint8Array): void {
    if (bytes.length < MAX_BLOCK_BYTES || this.#used < this.#last.length) this.append(bytes);
    else this.#keep(bytes);
  }

  /**
   * Adds a range that nobody will write to any more. A long one that fills its memory is kept where it lies, unless
   * a block is still filling of which more than half is free.
   */
  take(bytes: Uint8Array, start: number, end: number): void {
    const before = bytes.byteOffset + start;
    const isAlone = before <= HEADER_BYTES && bytes.byteOffset + end === bytes.buffer.byteLength;
    if (!isAlone || end - start < KEEP_FROM_BYTES || this.#used * 2 < this.#last.length) {
      this.append(bytes, start, end);
    } else {
      this.#keep(viewOf(bytes, start, end));
    }
  }

  /** All bytes in one fresh array, and a range behind them. */
  concat(bytes: Uint8Array = EMPTY, start: number = 0, end: number = bytes.length): Uint8Array {
    const result = new Uint8Array(this.length + end - start);
    let offset = 0;
    for (const block of this.#blocks) {
      result.set(block, offset);
      offset += block.length;
    }
    result.set(viewOf(this.#last, 0, this.#used), offset);
    if (start < end) result.set(viewOf(bytes, start, end), this.length);
    return result;
  }

  #keep(bytes: Uint8Array): void {
    if (this.#used > 0) this.#blocks.push(viewOf(this.#last, 0, this.#used));
    this.#last = bytes;
    this.#used = bytes.length;
    this.length += bytes.length;
  }

  /** Starts a block about as large as all before it together, and for `least` bytes. */
  #openBlock(least: number): void {
    if (this.#used > 0) this.#blocks.push(this.#last);
    const size = Math.min(Math.max(this.length, MIN_BLOCK_BYTES), MAX_BLOCK_BYTES);
    this.#last = new Uint8Array(Math.max(size, least));
    this.#used = 0;
  }

  /** Copies a range for which the block has room. */
  #put(bytes: Uint8Array, start: number, end: number): void {
    if (end - start < LOOP_BELOW_BYTES) copyRange(bytes, start, end, this.#last, this.#used);
    else this.#last.set(pieceOf(bytes, start, end), this.#used);
    this.#used += end - start;
    this.length += end - start;
  }
}
