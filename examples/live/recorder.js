/**
 * Turns what happens on one connection into events for the page.
 */

import { defaultLimits, Opcode, unmask } from 'websocket-codec';
import { FrameTap } from './frame-tap.js';
import { MessageTap } from './message-tap.js';

/**
 * @import { ConnectionState, NegotiatedExtension, ProtocolError } from 'websocket-codec'
 * @import { TransportState } from 'websocket-codec'
 * @import { TappedFrame } from './frame-tap.js'
 * @import { Inflated } from './message-tap.js'
 */

/** @typedef {'client' | 'server'} Sender */

/** Cookies of other programs on this machine come along with a request, for they ignore the port. */
const CONFIDENTIAL = /^(cookie|authorization|proxy-authorization):.*/i;
/** Pings that are never answered are forgotten, the oldest first. */
const MAX_PINGS = 64;

export class Recorder {
  #send;
  #frames;
  #messages;
  /** The pings that the client has not answered. @type {{ payload: string, sentAt: number }[]} */
  #pings = [];

  /**
   * @param {(event: string, data: object) => void} send
   * @param {readonly NegotiatedExtension[]} extensions what the handshake agreed on
   */
  constructor(send, extensions) {
    this.#send = send;
    const rsv = extensions.reduce((bits, extension) => bits | (extension.rsv ?? 0), 0);
    this.#messages = {
      client: new MessageTap(decoderOf(extensions, 'client')),
      server: new MessageTap(decoderOf(extensions, 'server')),
    };
    this.#frames = { client: this.#tap('client', rsv), server: this.#tap('server', rsv) };
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
    this.#frames[sender].push(chunk);
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
    this.#messages.client.release();
    this.#messages.server.release();
    this.#send('done', {});
  }

  /**
   * @param {Sender} sender
   * @param {number} allowedRsv
   */
  #tap(sender, allowedRsv) {
    const messages = this.#messages[sender];
    return new FrameTap(
      {
        begin: (header) => messages.beginFrame(header),
        payload: (header, offset, bytes) => messages.payload(header, offset, bytes),
        end: (frame) => this.#frame(sender, frame, messages.endFrame(frame.header)),
        invalid: (bytes, error) => this.#invalid(sender, bytes, error),
      },
      allowedRsv,
    );
  }

  /**
   * @param {Sender} sender
   * @param {TappedFrame} frame
   * @param {Inflated | null} inflated
   */
  #frame(sender, { header, payload, bytes, totalBytes }, inflated) {
    const event = {
      sender,
      time: Date.now(),
      hex: toHex(bytes),
      totalBytes,
      ...(inflated === null ? {} : { inflated: inHex(inflated) }),
    };
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

/**
 * What inflates the messages of one side: it does as the other side does, and keeps to the same limit.
 *
 * @param {readonly NegotiatedExtension[]} extensions
 * @param {Sender} sender
 */
function decoderOf(extensions, sender) {
  const deflate = extensions.find(({ name }) => name === 'permessage-deflate');
  const transform = deflate?.createTransform?.({
    role: sender === 'client' ? 'server' : 'client',
    maxMessageBytes: defaultLimits.maxMessageBytes,
    // What comes out is only looked at, so small pieces will do.
    streamMessages: true,
  });
  return transform?.decoder ?? null;
}

/** @param {Uint8Array} head a request or a response, as far as the empty line */
function linesOf(head) {
  const text = Buffer.from(head).toString('latin1');
  return text
    .slice(0, text.indexOf('\r\n\r\n'))
    .split('\r\n')
    .map((line) => line.replace(CONFIDENTIAL, '$1: (not shown)'));
}

/** @param {Inflated} inflated */
function inHex({ bytes, ...rest }) {
  return { hex: toHex(bytes), ...rest };
}

/** @param {Uint8Array} bytes */
function toHex(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}
