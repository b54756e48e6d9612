/**
 * Collecting a head from chunks at linear cost.
 */

import { limitOption, requireBytes } from '../vocabulary/argument.js';
import { defaultLimits } from '../vocabulary/limits.js';

const CR = 0x0d;
const LF = 0x0a;
const FIRST_CAPACITY = 1024;

/**
 * Collects chunks until they hold the end of an HTTP head, so that a head which comes byte by byte is
 * parsed once and not at every byte. Works for either side.
 *
 * Chunks are copied: they are neither changed nor kept. What `push` returns is a fresh array that the
 * caller may keep.
 *
 * @example
 * const bytes = head.push(chunk);
 * if (bytes === null) return;             // wait for more
 * const result = parseHandshake(bytes);   // what lies behind result.bytesRead belongs to the frame layer
 * @see RFC 9112 §2.1
 */
export class HeadBuffer {
  readonly #maxHeadBytes: number;
  #bytes: Uint8Array = new Uint8Array(0);
  #length = 0;
  /** Everything in front of it has been searched for the end of a head. */
  #searched = 0;

  /**
   * @param options `maxHeadBytes`, inclusive, 16 384 unless given; pass the same to the parser
   * @throws RangeError if the limit is not a non-negative integer
   */
  constructor(options: { readonly maxHeadBytes?: number } = {}) {
    this.#maxHeadBytes = limitOption(
      options.maxHeadBytes,
      'maxHeadBytes',
      defaultLimits.maxHeadBytes,
    );
  }

  /**
   * Takes a chunk.
   *
   * @returns null while neither CRLF CRLF nor the limit has been reached; then everything received, for
   *   the parser to judge. A client whose parser still says `incomplete` (an interim 1xx response came
   *   first) pushes on: the next result comes with the next CRLF CRLF. Past the limit nothing more is
   *   collected.
   * @throws TypeError if the chunk is not a Uint8Array
   */
  push(chunk: Uint8Array): Uint8Array | null {
    requireBytes(chunk, 'chunk');
    if (this.#length < this.#maxHeadBytes) this.#append(chunk);
    const found = this.#findEnd();
    if (!found && this.#length < this.#maxHeadBytes) return null;
    return this.#bytes.slice(0, this.#length);
  }

  #append(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (length > this.#bytes.length) {
      // Doubling copies each byte once more at most; the capacity follows bytes that are here.
      const grown = new Uint8Array(Math.max(length, 2 * this.#bytes.length, FIRST_CAPACITY));
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#bytes.set(chunk, this.#length);
    this.#length = length;
  }

  /** Searches on for CRLF CRLF; stops right behind it. */
  #findEnd(): boolean {
    const bytes = this.#bytes;
    for (let at = this.#searched; at < this.#length; at++) {
      if (
        bytes[at] === LF &&
        bytes[at - 1] === CR &&
        bytes[at - 2] === LF &&
        bytes[at - 3] === CR
      ) {
        this.#searched = at + 1;
        return true;
      }
    }
    this.#searched = this.#length;
    return false;
  }
}
