/**
 * A second reading of a stream with compressed messages: the events that must come of it, what they say included.
 */

import { read, readHeader } from './header.js';
import { contentFault, InflateReading } from './inflate.js';
import { Session } from './session.js';

/** @typedef {{ isText: boolean, isCompressed: boolean, pieces: Uint8Array[], isWhole: boolean }} Message */

export class InflatedSession {
  session;
  /** Up to the first message whose content is at fault, without it. @type {string[]} */
  events = [];
  /** How many of them come before that message begins. */
  sure = 0;
  /** Of what that message says, or nothing. */
  fault = '';
  /** Whether its end has come. */
  isFaultWhole = false;
  /** Whether it is DEFLATE, and ends inside a block. */
  isUnfinished = false;
  /** Where messages begin that have a last block in them, in events. @type {number[]} */
  finals = [];

  /**
   * @param {Uint8Array} wire
   * @param {'client' | 'server'} role
   */
  constructor(wire, role) {
    this.session = new Session(wire, { role, allowedRsv: 4 });
    const messages = messagesOf(wire, this.session);
    const inflate = new InflateReading();
    for (const { event, mayFail } of this.session.steps) {
      const isControl = /^p[io]ng /.test(event);
      if (!isControl && !this.#message(messages, inflate)) return;
      if (isControl || !mayFail) this.events.push(event);
      if (!isControl || !mayFail) this.sure = this.events.length;
    }
    // The one in progress.
    this.#message(messages, inflate);
  }

  /** Adds what the next message says; false when it is at fault. @type {(messages: Message[], inflate: InflateReading) => boolean} */
  #message(messages, inflate) {
    const message = messages.shift();
    if (message === undefined || !message.isCompressed) return true;
    const { isText, isWhole } = message;
    const content = inflate.read(Buffer.concat(message.pieces), isWhole);
    if (content.finals > 0) this.finals.push(this.sure);
    this.fault = contentFault(content, isText, isWhole);
    this.isFaultWhole = this.fault !== '' && isWhole;
    this.isUnfinished = isWhole && content.isSound && !content.isFinished;
    if (this.fault !== '' || !isWhole) return false;
    this.events.push(
      isText ? `text ${content.plain.toString()}` : `binary ${content.plain.toString('latin1')}`,
    );
    return true;
  }
}

/** The messages of the frames without a fault, the last perhaps in progress. @type {(wire: Uint8Array, session: Session) => Message[]} */
function messagesOf(wire, session) {
  /** @type {Message[]} */
  const messages = [];
  const last = session.end === 'failed' ? session.frameAt : wire.length;
  for (let at = 0; at < last; ) {
    const bytes = wire.subarray(at);
    readHeader(bytes, bytes.length, undefined, 7, Number.POSITIVE_INFINITY);
    const { missing, headerBytes, length, masked } = read;
    if (missing > 0) break;
    const opcode = bytes[0] & 15;
    if (opcode < 8) {
      const payload = Buffer.from(bytes.subarray(headerBytes, headerBytes + length));
      if (masked) {
        for (let index = 0; index < payload.length; index++) {
          payload[index] ^= bytes[headerBytes - 4 + (index % 4)];
        }
      }
      if (opcode > 0) {
        const isCompressed = (bytes[0] & 0x40) !== 0;
        messages.push({ isText: opcode === 1, isCompressed, pieces: [], isWhole: false });
      }
      const message = messages[messages.length - 1];
      message.pieces.push(payload);
      message.isWhole = bytes[0] >= 0x80 && payload.length === length;
    }
    if (opcode === 8) break;
    at += headerBytes + length;
  }
  return messages;
}
