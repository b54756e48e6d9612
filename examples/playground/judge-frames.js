/**
 * The verdict of a connection on some bytes, with the byte that each of its events came with. It gets them one
 * by one: how a stream is cut changes nothing, and a fault shows at the earliest byte that can show it.
 */

import { Connection } from 'websocket-codec';
import { permessageDeflate } from 'websocket-codec/deflate';
import { pakoCompressor } from 'websocket-codec/deflate/pako';

/**
 * @import { ConnectionEvent, NegotiatedExtension, ProtocolError } from 'websocket-codec'
 * @import { Fault, Sender, Terms } from './decode-stream.js'
 */

/** What a connection tells, and the byte that it came with. @typedef {{ at: number, event: ConnectionEvent }} Told */

/**
 * @typedef {object} Judgement
 * @property {Told[]} told
 * @property {number} toldCount also of those that are too many to keep
 * @property {Fault | null} fault
 * @property {boolean} isClosed
 * @property {number} end where the reading stopped
 */

const MAX_TOLD = 200;

const deflate = permessageDeflate({ compressor: pakoCompressor() });

/**
 * The widest windows, kept from message to message: a sender that promises less is understood as well.
 *
 * @returns {NegotiatedExtension | null}
 */
export function agreedDeflate() {
  return deflate.negotiate({ name: deflate.name, parameters: [] });
}

/**
 * @param {Uint8Array} bytes
 * @param {number} start of the first frame
 * @param {Sender} sender
 * @param {Terms} terms
 * @returns {Judgement}
 */
export function judgeFrames(bytes, start, sender, terms) {
  const connection = connectionTo(sender, terms);
  /** @type {Told[]} */
  const told = [];
  let toldCount = 0;
  for (let at = start; at < bytes.length; at++) {
    connection.receive(bytes.subarray(at, at + 1));
    for (let event = connection.nextEvent(); event !== null; event = connection.nextEvent()) {
      const { type } = event;
      if (type === 'error') {
        const fault = faultOf(event.error, at, sender);
        return { told, toldCount, fault, isClosed: false, end: at + 1 };
      }
      toldCount += 1;
      if (told.length < MAX_TOLD) told.push({ at, event });
      if (type === 'close') return { told, toldCount, fault: null, isClosed: true, end: at + 1 };
    }
  }
  return { told, toldCount, fault: null, isClosed: false, end: bytes.length };
}

/**
 * @param {Sender} sender
 * @param {Terms} terms
 */
function connectionTo(
  sender,
  { deflate: isAgreed, maxPayloadBytes, maxMessageBytes, maxFragments },
) {
  const extension = isAgreed ? agreedDeflate() : null;
  return new Connection({
    role: sender === 'client' ? 'server' : 'client',
    extensions: extension === null ? [] : [extension],
    maxPayloadBytes,
    maxMessageBytes,
    maxFragments,
    autoPong: false,
    // Nothing is sent but the Close that answers, which nobody gets.
    random: (key) => key.fill(0),
  });
}

/**
 * @param {ProtocolError} error
 * @param {number} at
 * @param {Sender} sender
 * @returns {Fault}
 */
function faultOf({ code, message, section, closeCode }, at, sender) {
  const reader = sender === 'client' ? 'server' : 'client';
  const answer = `The ${reader} answers with close code ${closeCode}.`;
  return { at, code, message, section, answer };
}
