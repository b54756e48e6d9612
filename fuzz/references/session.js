/**
 * A second reading of what an endpoint receives (RFC 6455 §5.4 to §5.6, §8.1): the events that must come of it, and how
 * it ends. What a compressed message says is left open here: it is the matter of the target for DEFLATE.
 */

import { join } from './bytes.js';
import { closeFault, readClose } from './close-payload.js';
import { read, readHeader } from './header.js';
import { readUtf8Start } from './utf8.js';

/**
 * @typedef {object} SessionRules
 * @property {'client' | 'server'} role
 * @property {number} [allowedRsv]
 * @property {number} [maxPayloadBytes]
 * @property {number} [maxMessageBytes]
 * @property {number} [maxFragments]
 */

/**
 * What must come next: an event with its content, or with any content when `isCompressed`. As long as `mayFail`, the
 * content of a compressed message may be refused instead.
 *
 * @typedef {{ event: string, isCompressed: boolean, mayFail: boolean }} Step
 */

/** The message in progress. @typedef {{ isText: boolean, isCompressed: boolean, text: string, rest: Uint8Array, fragments: number, bytes: number }} Open */

/** The defaults that the package documents. */
const MAX_BYTES = 16_777_216;
const MAX_FRAGMENTS = 131_072;
const NOTHING = new Uint8Array(0);

export class Session {
  /** @type {Step[]} */
  steps = [];
  /** It waits for more, a Close has come, or there is a fault. @type {'open' | 'closed' | 'failed'} */
  end = 'open';
  fault = '';
  /** Of the Close that came. */
  code = 0;
  reason = '';
  /** @type {Open | null} */
  open = null;
  /** Where the frame begins that was read last. */
  frameAt = 0;
  /** Where it ends, by its header: Infinity when that is not whole. */
  frameEnd = 0;
  #wire;
  #rules;

  /**
   * @param {Uint8Array} wire
   * @param {SessionRules} rules
   */
  constructor(wire, rules) {
    this.#wire = wire;
    this.#rules = {
      allowedRsv: 0,
      maxPayloadBytes: MAX_BYTES,
      maxMessageBytes: MAX_BYTES,
      maxFragments: MAX_FRAGMENTS,
      ...rules,
    };
    while (this.end === 'open' && this.frameEnd < wire.length) this.#frame(this.frameEnd);
  }

  get role() {
    return this.#rules.role;
  }

  /** The frame that was read last, and what stands behind it. */
  get frame() {
    return this.#wire.subarray(this.frameAt);
  }

  /** Whether all of that frame is there. */
  get isFrameWhole() {
    return this.frameEnd <= this.#wire.length;
  }

  /** Whether the content of a compressed message may be refused now. */
  get mayFail() {
    return this.open?.isCompressed ?? false;
  }

  /** @param {number} at */
  #frame(at) {
    const wire = this.#wire;
    const bytes = wire.subarray(at);
    this.frameAt = at;
    this.frameEnd = Number.POSITIVE_INFINITY;
    const fault = this.#headerFault(bytes);
    if (fault !== '') {
      this.#fail(fault);
      // Where it would have ended.
      readHeader(bytes, bytes.length, undefined, 7, Number.POSITIVE_INFINITY);
    }
    if (read.missing > 0) return;
    this.frameEnd = at + read.headerBytes + read.length;
    if (fault !== '') return;
    const { headerBytes, masked, length } = read;
    const payload = bytes.slice(headerBytes, headerBytes + length);
    if (masked) {
      for (let index = 0; index < payload.length; index++) {
        payload[index] ^= bytes[headerBytes - 4 + (index % 4)];
      }
    }
    const isWhole = payload.length === length;
    if ((bytes[0] & 15) < 8) this.#data(bytes[0], payload, length, isWhole);
    else if (isWhole) this.#control(bytes[0] & 15, payload);
  }

  /** The first fault on the wire, or nothing. @param {Uint8Array} bytes */
  #headerFault(bytes) {
    const { role, allowedRsv, maxPayloadBytes, maxMessageBytes, maxFragments } = this.#rules;
    const { open } = this;
    const isData = (bytes[0] & 15) < 8;
    readHeader(bytes, 1, role, allowedRsv, Number.POSITIVE_INFINITY);
    if (read.fault !== '') return read.fault;
    if (isData) {
      const continues = (bytes[0] & 15) === 0;
      if (continues && open === null) return 'continuation-unexpected';
      if (!continues && open !== null) return 'message-interrupted';
      if ((open?.fragments ?? 0) >= maxFragments) return 'too-many-fragments';
    }
    readHeader(bytes, bytes.length, role, allowedRsv, Number.POSITIVE_INFINITY);
    if (read.fault !== '' || !read.isLengthRead) return read.fault;
    if (isData && (bytes[0] & 0x70 || open?.isCompressed)) {
      // Data that do not compress grow.
      const most = maxPayloadBytes + Math.ceil(maxPayloadBytes / 16) + 64;
      return read.length > most ? 'payload-too-big' : '';
    }
    if (read.length > maxPayloadBytes) return 'payload-too-big';
    const isTooLong = isData && (open?.bytes ?? 0) + read.length > maxMessageBytes;
    return isTooLong ? 'message-too-big' : '';
  }

  /** @type {(firstByte: number, payload: Uint8Array, length: number, isWhole: boolean) => void} */
  #data(firstByte, payload, length, isWhole) {
    this.open ??= {
      isText: (firstByte & 15) === 1,
      isCompressed: (firstByte & 0x70) !== 0,
      text: '',
      rest: NOTHING,
      fragments: 0,
      bytes: 0,
    };
    const { open } = this;
    open.fragments++;
    open.bytes += length;
    const isLast = isWhole && firstByte >= 128;
    if (!open.isCompressed && !this.#content(open, payload, isLast)) {
      return this.#fail('text-not-utf8');
    }
    if (!isLast) return;
    this.#step(`${open.isText ? 'text' : 'binary'} ${open.text}`);
    this.open = null;
  }

  /** Takes a piece of a message; false when it is no text. @type {(open: Open, payload: Uint8Array, isLast: boolean) => boolean} */
  #content(open, payload, isLast) {
    if (!open.isText) {
      open.text += latin1(payload);
      return true;
    }
    const bytes = open.rest.length === 0 ? payload : join([open.rest, payload]);
    const { text, end, isBroken } = readUtf8Start(bytes);
    open.text += text;
    open.rest = bytes.subarray(end);
    return !isBroken && !(isLast && open.rest.length > 0);
  }

  /** @type {(opcode: number, payload: Uint8Array) => void} */
  #control(opcode, payload) {
    if (opcode !== 8) return this.#step(`${opcode === 9 ? 'ping' : 'pong'} ${latin1(payload)}`);
    const fault = closeFault(payload);
    if (fault !== '') return this.#fail(fault);
    this.end = 'closed';
    Object.assign(this, readClose(payload));
  }

  /** @param {string} event */
  #step(event) {
    const isCompressed = !/^p[io]ng /.test(event) && this.mayFail;
    this.steps.push({ event, isCompressed, mayFail: this.mayFail });
  }

  /** @param {string} fault */
  #fail(fault) {
    this.end = 'failed';
    this.fault = fault;
  }
}

/** @param {Uint8Array} bytes */
function latin1(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
