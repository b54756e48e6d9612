/**
 * UTF-8 to string in pieces (RFC 3629): each piece gives the characters that it completes, and a fault
 * still gives the whole valid text in front of it.
 */

import { decodeUtf8 } from './utf8-decode.js';
import { UTF8_BOUNDARY, validateUtf8 } from './utf8-validate.js';

export class Utf8Stream {
  /** False once a byte has come that no valid text could have. */
  isValid = true;
  #state = UTF8_BOUNDARY;
  /** The beginning of a character whose rest has not come: three bytes at most. */
  #carry: Uint8Array | null = null;

  /** Whether the text could end here. */
  get isAtBoundary(): boolean {
    return this.#state === UTF8_BOUNDARY;
  }

  /** Decodes a piece; the text of the bytes in front of the fault when there is one. */
  push(piece: Uint8Array): string {
    const next = validateUtf8(this.#state, piece);
    this.isValid = next >= 0;
    this.#state = next;
    const valid = this.#withCarry(next >= 0 ? piece : piece.subarray(0, ~next));
    const cut = next === UTF8_BOUNDARY ? valid.length : startOfUnfinished(valid);
    this.#carry = cut < valid.length ? valid.slice(cut) : null;
    return decodeUtf8(valid.subarray(0, cut)) as string;
  }

  #withCarry(piece: Uint8Array): Uint8Array {
    if (this.#carry === null) return piece;
    const joined = new Uint8Array(this.#carry.length + piece.length);
    joined.set(this.#carry);
    joined.set(piece, this.#carry.length);
    return joined;
  }
}

/** Where the unfinished character at the end of a valid beginning starts, or the end if there is none. */
function startOfUnfinished(bytes: Uint8Array): number {
  let at = bytes.length - 1;
  while (at >= 0 && ((bytes[at] as number) & 0xc0) === 0x80) at--;
  const lead = bytes[at] ?? 0;
  const size = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  return at >= 0 && at + size > bytes.length ? at : bytes.length;
}
