/**
 * Who is shown which connection. A browser's WebSocket hides the bytes, so a page asks for them on a side
 * channel: it opens an event stream under an id that it has made up, then a WebSocket that names the same
 * id. Whoever does not know the id sees nothing, and can ask for nothing.
 */

import { Recorder } from './recorder.js';

/**
 * @import { Socket } from 'node:net'
 * @import { NegotiatedExtension } from 'websocket-codec'
 * @import { Chat } from './chat.js'
 */

/** A stream whose reader is slower than this loses events, and is told how many. */
const MAX_UNREAD_BYTES = 1_048_576;
const TRACE_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * @param {string | null} id
 * @returns {id is string}
 */
export function isTraceId(id) {
  return id !== null && TRACE_ID.test(id);
}

/** The event streams that are open and the connections that they show, by their ids. */
export class TraceHub {
  /** @type {Map<string, EventStream>} */
  #streams = new Map();
  /** @type {Map<string, Chat>} */
  #chats = new Map();

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
   * A recorder for a connection that names an id; null when nobody listens there, or when another
   * connection is shown there.
   *
   * @param {string} id
   * @param {readonly NegotiatedExtension[]} [extensions] what the handshake agreed on
   */
  recorder(id, extensions = []) {
    if (!this.#streams.has(id) || this.#chats.has(id)) return null;
    return new Recorder((event, data) => this.#streams.get(id)?.send(event, data), extensions);
  }

  /** @param {string | null} id */
  chat(id) {
    return this.#chats.get(id ?? '');
  }

  /**
   * @param {string} id
   * @param {Chat | null} chat
   */
  setChat(id, chat) {
    if (chat === null) this.#chats.delete(id);
    else this.#chats.set(id, chat);
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
