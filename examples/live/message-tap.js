/**
 * Watches the messages of one direction and inflates the compressed ones (RFC 7692), beside the connection
 * and with a decoder of its own. With context takeover a message may point back at any before it, so all of
 * every message goes through; the beginning of what comes out is kept, the rest is counted.
 */

import { Opcode, unmask } from 'websocket-codec';

/** @import { FrameHeader, MessageDecoder, ViolationCode } from 'websocket-codec' */

/** More of what comes out of a frame is counted but not shown. */
const SHOWN_PLAIN_BYTES = 512;

/**
 * The lengths of a message without the headers of its frames.
 *
 * @typedef {{ wireBytes: number, plainBytes: number }} MessageSizes
 */

/**
 * What comes out of the payload of one frame.
 *
 * @typedef {object} Inflated
 * @property {Uint8Array} bytes the beginning of it
 * @property {number} totalBytes
 * @property {MessageSizes | null} message the sizes of the whole message; null before its last frame
 * @property {ViolationCode | null} fault why nothing more can come out, for ever
 */

export class MessageTap {
  #decoder;
  /** The compressed message that has begun. @type {MessageSizes | null} */
  #sizes = null;
  #isInMessage = false;
  #plain = new Uint8Array(SHOWN_PLAIN_BYTES);
  /** What has come out of the frame. */
  #frameBytes = 0;

  /** @param {MessageDecoder | null} decoder null when no compression was agreed on */
  constructor(decoder) {
    this.#decoder = decoder;
  }

  /** @param {FrameHeader} header */
  beginFrame({ opcode, rsv1 }) {
    this.#frameBytes = 0;
    if (opcode === Opcode.Continuation || opcode >= Opcode.Close) return;
    // A message inside another fails the connection, and what could be inflated behind it is nothing
    // that anyone has sent.
    if (this.#isInMessage) this.release();
    this.#isInMessage = true;
    this.#sizes = rsv1 && this.#decoder !== null ? { wireBytes: 0, plainBytes: 0 } : null;
    if (this.#sizes !== null) this.#decoder?.begin();
  }

  /**
   * @param {FrameHeader} header
   * @param {number} offset of the bytes in the frame's payload
   * @param {Uint8Array} bytes as they were on the wire
   */
  payload({ opcode, maskingKey }, offset, bytes) {
    const sizes = opcode >= Opcode.Close ? null : this.#sizes;
    if (sizes === null) return;
    sizes.wireBytes += bytes.length;
    this.#inflate(sizes, maskingKey === null ? bytes : unmask(bytes, maskingKey, offset), false);
  }

  /**
   * @param {FrameHeader} header
   * @returns {Inflated | null} null when the frame is not of a compressed message
   */
  endFrame({ opcode, fin }) {
    if (opcode >= Opcode.Close) return null;
    const sizes = this.#sizes;
    if (fin) {
      this.#isInMessage = false;
      this.#sizes = null;
    }
    if (sizes === null) return null;
    if (fin) this.#inflate(sizes, new Uint8Array(0), true);
    const fault = this.#decoder?.fault ?? null;
    return {
      bytes: this.#plain.slice(0, Math.min(this.#frameBytes, SHOWN_PLAIN_BYTES)),
      totalBytes: this.#frameBytes,
      message: fin && fault === null ? sizes : null,
      fault,
    };
  }

  /** Gives the memory back; nothing is inflated any more. */
  release() {
    this.#decoder?.release();
    this.#decoder = null;
    this.#sizes = null;
  }

  /**
   * @param {MessageSizes} sizes
   * @param {Uint8Array} bytes
   * @param {boolean} last
   */
  #inflate(sizes, bytes, last) {
    const decoder = this.#decoder;
    if (decoder === null || decoder.fault !== null) return;
    decoder.push(bytes, last);
    for (let piece = decoder.pull(); piece !== null; piece = decoder.pull()) {
      const shown = Math.min(this.#frameBytes, SHOWN_PLAIN_BYTES);
      this.#plain.set(piece.subarray(0, SHOWN_PLAIN_BYTES - shown), shown);
      this.#frameBytes += piece.length;
      sizes.plainBytes += piece.length;
    }
  }
}
