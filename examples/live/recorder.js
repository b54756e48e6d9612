/**
 * Turns what happens on one connection into events for the page.
 */

import { Opcode, unmask } from 'websocket-codec';
import { FrameTap } from './frame-tap.js';

/**
 * @import { ConnectionState, ProtocolError, TransportState } from 'websocket-codec'
 * @import { TappedFrame } from './frame-tap.js'
 */

/** @typedef {'client' | 'server'} Sender */

/** Cookies of other programs on this machine come along with a request, for they ignore the port. */
const CONFIDENTIAL = /^(cookie|authorization|proxy-authorization):.*/i;
/** Pings that are never answered are forgotten, the oldest first. */
const MAX_PINGS = 64;

export class Recorder {
  #send;
  #taps;
  /** The pings that the client has not answered. @type {{ payload: string, sentAt: number }[]} */
  #pings = [];

  /** @param {(event: string, data: object) => void} send */
  constructor(send) {
    this.#send = send;
    this.#taps = { client: this.#tap('client'), server: this.#tap('server') };
  }

  /** @param {{ request: Uint8Array, response: Uint8Array }} heads */
  handshake({ request, response }) {
    const time = Date.now();
    this.#send('handshake', { sender: 'client', time, lines: linesOf(request) });
    this.#send('handshake', { sender: 'server', time, lines: linesOf(response) });
  }

  /**
   * @param {Sender} sender
   * @param {Uint8Array} chunk
   */
  bytes(sender, chunk) {
    this.#taps[sender].push(chunk);
  }

  /**
   * What the server's connection says of itself now.
   *
   * @param {{ state: ConnectionState, transport: TransportState }} peer
   */
  state({ state, transport }) {
    this.#send('state', { time: Date.now(), state, transport });
  }

  /** @param {Sender} sender */
  tcpEnd(sender) {
    this.#send('tcp-end', { sender, time: Date.now() });
  }

  /** The connection is gone; the page may leave the stream. */
  done() {
    this.#send('done', {});
  }

  /** @param {Sender} sender */
  #tap(sender) {
    return new FrameTap(
      (frame) => this.#frame(sender, frame),
      (bytes, error) => this.#invalid(sender, bytes, error),
    );
  }

  /**
   * @param {Sender} sender
   * @param {TappedFrame} frame
   */
  #frame(sender, { header, payload, bytes, totalBytes }) {
    const event = { sender, time: Date.now(), hex: toHex(bytes), totalBytes };
    const { opcode, maskingKey } = header;
    if (sender === 'server' && opcode === Opcode.Ping) {
      this.#pings.push({ payload: toHex(payload), sentAt: performance.now() });
      if (this.#pings.length > MAX_PINGS) this.#pings.shift();
    }
    if (sender === 'client' && opcode === Opcode.Pong) {
      const plain = maskingKey === null ? payload : unmask(payload, maskingKey);
      this.#send('frame', { ...event, roundTripMs: this.#roundTripMs(toHex(plain)) });
    } else {
      this.#send('frame', event);
    }
  }

  /**
   * @param {string} payload of a pong
   * @returns {number | null} null when it answers no ping
   */
  #roundTripMs(payload) {
    const at = this.#pings.findIndex((ping) => ping.payload === payload);
    // A pong stands for the pings in front of its own as well (RFC 6455 §5.5.3).
    const ping = at < 0 ? undefined : this.#pings.splice(0, at + 1).at(-1);
    return ping === undefined ? null : performance.now() - ping.sentAt;
  }

  /**
   * @param {Sender} sender
   * @param {Uint8Array} bytes
   * @param {ProtocolError} error
   */
  #invalid(sender, bytes, { code, message, section }) {
    this.#send('invalid', { sender, time: Date.now(), hex: toHex(bytes), code, message, section });
  }
}

/** @param {Uint8Array} head a request or a response, as far as the empty line */
function linesOf(head) {
  const text = Buffer.from(head).toString('latin1');
  return text
    .slice(0, text.indexOf('\r\n\r\n'))
    .split('\r\n')
    .map((line) => line.replace(CONFIDENTIAL, '$1: (not shown)'));
}

/** @param {Uint8Array} bytes */
function toHex(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}
