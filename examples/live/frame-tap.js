/**
 * Watches one direction of a connection and tells the frames in it apart, without keeping their payloads.
 */

import { decodeFrameHeader } from 'websocket-codec';

/** @import { FrameHeader, ProtocolError } from 'websocket-codec' */

const LONGEST_HEADER_BYTES = 14;
/** More of a payload is counted but not shown. */
const SHOWN_PAYLOAD_BYTES = 512;

/**
 * @typedef {object} TappedFrame
 * @property {FrameHeader} header
 * @property {Uint8Array} bytes the header and the beginning of the payload, as they were on the wire
 * @property {Uint8Array} payload the latter alone
 * @property {number} totalBytes length of the whole frame
 */

/**
 * @typedef {object} FrameWatcher
 * @property {(header: FrameHeader) => void} begin
 * @property {(header: FrameHeader, offset: number, bytes: Uint8Array) => void} payload all of it, piece by
 *   piece; the bytes are those of the wire, and good during the call only
 * @property {(frame: TappedFrame) => void} end called at the last byte of a frame
 * @property {(bytes: Uint8Array, error: ProtocolError) => void} invalid called once; nothing follows
 */

export class FrameTap {
  #watcher;
  #allowedRsv;
  #bytes = new Uint8Array(LONGEST_HEADER_BYTES + SHOWN_PAYLOAD_BYTES);
  #length = 0;
  #neededBytes = 1;
  /** Of the frame whose payload is arriving. @type {FrameHeader | null} */
  #header = null;
  #headerBytes = 0;
  #payloadSeen = 0;
  #broken = false;

  /**
   * @param {FrameWatcher} watcher
   * @param {number} allowedRsv the reserved bits that have a meaning here
   */
  constructor(watcher, allowedRsv) {
    this.#watcher = watcher;
    this.#allowedRsv = allowedRsv;
  }

  /** @param {Uint8Array} chunk */
  push(chunk) {
    for (let at = 0; at < chunk.length && !this.#broken; ) {
      const header = this.#header;
      at += header === null ? this.#takeHeader(chunk, at) : this.#takePayload(chunk, at, header);
      if (this.#header?.payloadLength === this.#payloadSeen) this.#finish(this.#header);
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
    const result = decodeFrameHeader(this.#bytes.subarray(0, this.#length), {
      allowedRsv: this.#allowedRsv,
    });
    if (result.status === 'incomplete') {
      this.#neededBytes = result.bytesNeeded;
    } else if (result.status === 'complete') {
      this.#header = result.value;
      this.#headerBytes = result.bytesRead;
      this.#watcher.begin(result.value);
    } else {
      this.#broken = true;
      this.#watcher.invalid(this.#bytes.slice(0, this.#length), result.error);
    }
    return taken;
  }

  /**
   * @param {Uint8Array} chunk
   * @param {number} at
   * @param {FrameHeader} header
   * @returns {number} how many bytes it took
   */
  #takePayload(chunk, at, header) {
    const taken = Math.min(chunk.length - at, header.payloadLength - this.#payloadSeen);
    this.#watcher.payload(header, this.#payloadSeen, chunk.subarray(at, at + taken));
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

  /** @param {FrameHeader} header */
  #finish(header) {
    const bytes = this.#bytes.slice(0, this.#length);
    const payload = bytes.subarray(this.#headerBytes);
    const totalBytes = this.#headerBytes + header.payloadLength;
    this.#watcher.end({ header, bytes, payload, totalBytes });
    this.#header = null;
    this.#length = 0;
    this.#neededBytes = 1;
    this.#payloadSeen = 0;
  }
}
