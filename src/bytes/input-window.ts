/**
 * The bytes that have been received and not yet read, always in one piece.
 *
 * A chunk is copied in once, into memory that nobody else writes to, so that what is read can be views of
 * it. When a read does not find enough, the rest is carried over into the memory of the next chunk; that
 * memory is four times what it carries, so carrying copies no more than 4/3 of the stream once more.
 * No allocation follows a length that a peer only declares.
 */

import { viewOf } from './piece.js';

const EMPTY = /* @__PURE__ */ new Uint8Array(0);

/** Memory for a rest that is carried over is so many times the rest. */
const GROWTH = 4;

/** Memory below this is not worth giving back. */
const COMPACT_FROM_BYTES = 1024;

/** A carried-over rest gets at least this much room, so that a byte drip does not allocate each time. */
const MIN_CARRY_BYTES = 64;

export class InputWindow {
  /** The unread bytes lie from `at` to `end`. Views of what was read may outlive a push: it only appends. */
  bytes: Uint8Array = EMPTY;
  at = 0;
  end = 0;
  /** How far the reader has prepared what it has not read yet: no more than a mark that moves with the bytes. */
  preparedTo = 0;
  /** The same memory as 32-bit words from `wordsBase` on, once somebody has asked for it. */
  words: Int32Array | null = null;
  wordsBase = 0;

  /** Unread bytes. */
  get length(): number {
    return this.end - this.at;
  }

  /**
   * Appends a chunk.
   *
   * @param owned the chunk was handed over: it may become the window instead of being copied
   * @param wanted the length at which the reader can go on, when it knows; memory grows towards it but
   *   never past four times what has been received
   */
  push(chunk: Uint8Array, owned: boolean, wanted: number): void {
    if (chunk.length === 0) return;
    const unread = this.end - this.at;
    if (unread === 0) {
      // Not the chunk itself: of a Buffer the window would be a Buffer too.
      this.replace(owned ? viewOf(chunk, 0, chunk.length) : new Uint8Array(chunk), 0);
      return;
    }
    if (this.end + chunk.length > this.bytes.length) this.#carry(unread, chunk.length, wanted);
    this.bytes.set(chunk, this.end);
    this.end += chunk.length;
  }

  /** Takes other memory that is nobody else's, with nothing of it read. */
  replace(bytes: Uint8Array, preparedTo: number): void {
    this.bytes = bytes;
    this.words = null;
    this.at = 0;
    this.end = bytes.length;
    this.preparedTo = preparedTo;
  }

  /** The whole words of the window, made once for all that is read from it. */
  allWords(): Int32Array {
    if (this.words === null) {
      const { bytes } = this;
      this.wordsBase = -bytes.byteOffset & 3;
      const count = Math.max(0, Math.floor((bytes.length - this.wordsBase) / 4));
      this.words = new Int32Array(bytes.buffer, bytes.byteOffset + this.wordsBase, count);
    }
    return this.words;
  }

  /** Gives memory back of which only a small rest is still needed. */
  compact(): void {
    const unread = this.end - this.at;
    if (unread === 0) this.clear();
    else if (this.bytes.length >= COMPACT_FROM_BYTES && unread * GROWTH < this.bytes.length) {
      this.#carry(unread, 0, 0);
    }
  }

  /** Forgets everything. */
  clear(): void {
    this.replace(EMPTY, 0);
  }

  /** Moves the unread rest to the front of new memory with room for `more` bytes. */
  #carry(unread: number, more: number, wanted: number): void {
    const least = unread + more;
    const grown = Math.max(GROWTH * unread, MIN_CARRY_BYTES);
    // What is wanted and a chunk more: the end of a frame often comes with the beginning of the next.
    const enough = wanted > least ? Math.min(wanted + more + MIN_CARRY_BYTES, grown) : grown;
    const bytes = new Uint8Array(Math.max(least, enough));
    bytes.set(viewOf(this.bytes, this.at, this.end));
    const preparedTo = Math.max(0, this.preparedTo - this.at);
    this.replace(bytes, preparedTo);
    this.end = unread;
  }
}
