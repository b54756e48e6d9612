/**
 * One of the two that talk to each other: its connection, what is on the way to it, and what it has sent and received.
 */

import { check } from '../engine/finding.js';
import { join } from '../references/bytes.js';
import { KeySource } from '../references/key-source.js';

/** @typedef {import('../codec.js').Codec} Codec */
/** @typedef {import('websocket-codec').Connection} Connection */
/** @typedef {import('websocket-codec').NegotiatedExtension} Agreed */

/**
 * @typedef {object} Side
 * @property {Connection} connection
 * @property {'client' | 'server'} role
 * @property {KeySource} keys
 * @property {Uint8Array[]} written all that went out
 * @property {Uint8Array} pipe on its way to this side
 * @property {string[]} sent what the other side must get
 * @property {string[]} received
 * @property {string[]} pongs that were received
 * @property {string} open what has been sent of a fragmented message
 * @property {string} part what has been received of a message in parts
 * @property {number | null} closedWith the code of its own Close, when it was the first
 * @property {(import('websocket-codec').ConnectionEvent & { type: 'close' }) | null} close the event
 */

/** @type {(codec: Codec, role: 'client' | 'server', settings: number, extension: Agreed | null) => Side} */
export function makeSide(codec, role, settings, extension) {
  const keys = new KeySource();
  const connection = new codec.Connection({
    role,
    extensions: extension === null ? [] : [extension],
    random: keys.fill,
    streamMessages: (settings & 16) !== 0,
    ...(settings & 32 ? { simd: false } : {}),
    ...(settings & 64 ? { fragmentBytes: 7 } : {}),
  });
  const nothing = new Uint8Array(0);
  return {
    connection,
    role,
    keys,
    written: [],
    pipe: nothing,
    sent: [],
    received: [],
    pongs: [],
    open: '',
    part: '',
    closedWith: null,
    close: null,
  };
}

/** Whether it was sent; a mistake of the application throws a TypeError and sends nothing. @type {(side: Side, send: () => boolean) => boolean} */
export function send({ connection }, send) {
  const before = connection.pendingOutputBytes;
  try {
    return send();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    check(connection.pendingOutputBytes === before, 'send', 'something was sent, and it throws');
    return false;
  }
}

/** @type {(side: Side, peer: Side) => void} */
export function flush({ connection, written }, peer) {
  const output = connection.takeOutput();
  peer.pipe = join([peer.pipe, ...output]);
  written.push(...output);
  check(connection.pendingOutputBytes === 0, 'output', 'output is left behind takeOutput');
}

/** @type {(side: Side, count: number) => void} */
export function deliver(side, count) {
  side.connection.receive(side.pipe.slice(0, count));
  side.pipe = side.pipe.slice(count);
}

/** @type {(side: Side, most: number) => void} */
export function pull(side, most) {
  for (let left = most; left > 0; left--) {
    const event = side.connection.nextEvent();
    if (event === null) return;
    check(side.close === null, 'close-last', 'an event came behind the close event');
    if (event.type === 'error') check(false, 'verdict', 'what the other side sent is refused');
    if (event.type === 'close') side.close = event;
    if (event.type === 'pong') side.pongs.push(textOf(event.payload));
    if (event.type === 'ping') side.received.push(`ping ${textOf(event.payload)}`);
    if (event.type === 'text' || event.type === 'binary') {
      side.received.push(`${event.type} ${textOf(event.data)}`);
    }
    if (event.type === 'text-part' || event.type === 'binary-part') {
      side.part += textOf(event.data);
      if (!event.last) continue;
      side.received.push(`${event.type.slice(0, -5)} ${side.part}`);
      side.part = '';
    }
  }
}

/** @param {string | Uint8Array} data */
function textOf(data) {
  if (typeof data === 'string') return data;
  return Buffer.from(data.buffer, data.byteOffset, data.length).toString('latin1');
}
