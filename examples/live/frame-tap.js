/**
 * Watches one direction of a connection and tells the frames in it apart, without keeping their payloads.
 */

import { decodeFrameHeader } from 'websocket-codec';

/** @import { ProtocolError } from 'websocket-codec' */

const LONGEST_HEADER_BYTES = 14;
/** More of a payload is counted but not shown. */
const SHOWN_PAYLOAD_BYTES = 512;

/**
 * @typedef {object} TappedFrame
 * @property {Uint8Array} bytes the header and the beginning of the payload, as they were on the wire
 * @property {number} totalBytes length of the whole frame
 */

export class FrameTap {
  #onFrame;
  #onInvalid;
  #bytes = new Uint8Array(LONGEST_HEADER_BYTES + SHOWN_PAYLOAD_BYTES);
  #length = 0;
  #neededBytes = 1;
  /** 0 while the header is not complete. */
  #headerBytes = 0;
  #payloadBytes = 0;
  #payloadSeen = 0;
  #broken = false;

  /**
   * @param {(frame: TappedFrame) => void} onFrame called at the last byte of a frame
   * @param {(bytes: Uint8Array, error: ProtocolError) => void} onInvalid called once; nothing follows
   */
  constructor(onFrame, onInvalid) {
    this.#onFrame = onFrame;
    this.#onInvalid = onInvalid;
  }

  /** @param {Uint8Array} chunk */
  push(chunk) {
    for (let at = 0; at < chunk.length && !this.#broken; ) {
      at += this.#headerBytes === 0 ? this.#takeHeader(chunk, at) : this.#takePayload(chunk, at);
      if (this.#headerBytes > 0 && this.#payloadSeen === this.#payloadBytes) this.#finish();
    }
  }

  /**
   * @param {Uint8Array} chunk
   * @param {number} at
   * @returns {number} how many bytes it took
   */
  #takeHeader(chunk, at) {
    const taken = this.#keep(chunk, at, this.#neededBytes);
    this.#neededBytes -= taken;
    if (this.#neededBytes > 0) return taken;

    // Either role: whether a mask is missing is the connection's question; here it is worth seeing.
    const result = decodeFrameHeader(this.#bytes.subarray(0, this.#length));
    if (result.status === 'incomplete') {
      this.#neededBytes = result.bytesNeeded;
    } else if (result.status === 'complete') {
      this.#headerBytes = result.bytesRead;
      this.#payloadBytes = result.value.payloadLength;
    } else {
      this.#broken = true;
      this.#onInvalid(this.#bytes.slice(0, this.#length), result.error);
    }
    return taken;
  }

  /**
   * @param {Uint8Array} chunk
   * @param {number} at
   * @returns {number} how many bytes it took
   */
  #takePayload(chunk, at) {
    const taken = Math.min(chunk.length - at, this.#payloadBytes - this.#payloadSeen);
    this.#keep(chunk, at, Math.min(taken, SHOWN_PAYLOAD_BYTES - this.#payloadSeen));
    this.#payloadSeen += taken;
    return taken;
  }

  /**
   * @param {Uint8Array} chunk
   * @param {number} at
   * @param {number} count
   */
  #keep(chunk, at, count) {
    if (count <= 0) return 0;
    const part = chunk.subarray(at, at + count);
    this.#bytes.set(part, this.#length);
    this.#length += part.length;
    return part.length;
  }

  #finish() {
    const totalBytes = this.#headerBytes + this.#payloadBytes;
    this.#onFrame({ bytes: this.#bytes.slice(0, this.#length), totalBytes });
    this.#length = 0;
    this.#neededBytes = 1;
    this.#headerBytes = 0;
    this.#payloadBytes = 0;
    this.#payloadSeen = 0;
  }
}
