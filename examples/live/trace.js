/**
 * What is shown of a connection. A browser's WebSocket hides the bytes, so a page asks for them on a side
 * channel: it opens an event stream under an id that it has made up, then a WebSocket that names the same
 * id. Whoever does not know the id sees nothing.
 */

import { FrameTap } from './frame-tap.js';

/** @import { Socket } from 'node:net' */

/** @typedef {'client' | 'server'} Sender */

/** A stream whose reader is slower than this loses events, and is told how many. */
const MAX_UNREAD_BYTES = 1_048_576;
const TRACE_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
/** Cookies of other programs on this machine come along with a request, for they ignore the port. */
const CONFIDENTIAL = /^(cookie|authorization|proxy-authorization):.*/i;

/** @param {string | null} id */
export function isTraceId(id) {
  return id !== null && TRACE_ID.test(id);
}

/** The event streams that are open, by their ids. */
export class TraceHub {
  /** @type {Map<string, EventStream>} */
  #streams = new Map();

  /**
   * Makes a socket whose response head has been written the stream of an id.
   *
   * @param {string} id
   * @param {Socket} socket
   */
  open(id, socket) {
    const stream = new EventStream(socket);
    this.#streams.get(id)?.end();
    this.#streams.set(id, stream);
    socket.on('close', () => {
      if (this.#streams.get(id) === stream) this.#streams.delete(id);
    });
  }

  /**
   * A recorder for a connection that names an id; null when nobody listens there.
   *
   * @param {string | null} id
   */
  recorder(id) {
    if (id === null || !this.#streams.has(id)) return null;
    return new Recorder((event, data) => this.#streams.get(id)?.send(event, data));
  }
}

/** Turns what happens on one connection into events. */
export class Recorder {
  #send;
  #taps;

  /** @param {(event: string, data: object) => void} send */
  constructor(send) {
    this.#send = send;
    this.#taps = { client: this.#tap('client'), server: this.#tap('server') };
  }

  /**
   * @param {Sender} sender
   * @param {Uint8Array} head a request or a response, as far as the empty line
   */
  handshake(sender, head) {
    const text = Buffer.from(head).toString('latin1');
    const lines = text
      .slice(0, text.indexOf('\r\n\r\n'))
      .split('\r\n')
      .map((line) => line.replace(CONFIDENTIAL, '$1: (not shown)'));
    this.#send('handshake', { sender, time: Date.now(), lines });
  }

  /**
   * @param {Sender} sender
   * @param {Uint8Array} chunk
   */
  bytes(sender, chunk) {
    this.#taps[sender].push(chunk);
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
      ({ bytes, totalBytes }) =>
        this.#send('frame', { sender, time: Date.now(), hex: toHex(bytes), totalBytes }),
      (bytes, { code, message, section }) =>
        this.#send('invalid', {
          sender,
          time: Date.now(),
          hex: toHex(bytes),
          code,
          message,
          section,
        }),
    );
  }
}

/** The body of a `text/event-stream` response. */
class EventStream {
  #socket;
  #dropped = 0;

  /** @param {Socket} socket */
  constructor(socket) {
    this.#socket = socket;
    // Some browsers call a stream open at its first byte only.
    socket.write(': open\n\n');
  }

  /**
   * @param {string} event
   * @param {object} data
   */
  send(event, data) {
    if (!this.#socket.writable) return;
    if (this.#socket.writableLength > MAX_UNREAD_BYTES) {
      this.#dropped += 1;
      return;
    }
    if (this.#dropped > 0) this.#write('dropped', { count: this.#dropped });
    this.#dropped = 0;
    this.#write(event, data);
  }

  end() {
    this.#socket.end();
  }

  /**
   * @param {string} event
   * @param {object} data
   */
  #write(event, data) {
    // JSON has no raw line break, so the data is one line, as the format wants.
    this.#socket.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }
}

/** @param {Uint8Array} bytes */
function toHex(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}
