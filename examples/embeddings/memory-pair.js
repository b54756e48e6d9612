/**
 * A test double: a client and a server joined in memory, without a socket, a port or a timer. What an application does
 * with a `SocketDriver` it does with a peer of these, so its handlers can be tested as they are:
 *
 *     const { client, server, settle } = joinInMemory({ client: {}, server: chat });
 *     client.send('hello');
 *     await settle();
 *
 * The bytes are those of real frames, whole or cut as small as you like.
 */

import { Connection } from 'websocket-codec';

/**
 * @import { ConnectionEvent, ConnectionOptions, Message, ProtocolError } from 'websocket-codec'
 * @import { SendBinaryOptions } from 'websocket-codec'
 */

/**
 * @typedef {object} Closed
 * @property {number} code the peer's; 1005 if it gave none, 1006 if there was no Close
 * @property {string} reason
 * @property {boolean} wasClean
 * @property {ProtocolError | null} error what the peer did wrong
 */

/**
 * @typedef {object} Handlers
 * @property {(message: Message, peer: MemoryPeer) => unknown} [onMessage]
 * @property {(closed: Closed, peer: MemoryPeer) => unknown} [onClose] called once, and last
 * @property {(payload: Uint8Array, peer: MemoryPeer) => unknown} [onPong]
 */

/** @typedef {Handlers | ((peer: MemoryPeer) => Handlers)} Application */

/** One end: what the application under test is given in place of a driver. */
export class MemoryPeer {
  /** For what the handlers do not show, such as limits and `pendingOutputBytes`. */
  connection;
  #handlers;
  /** @type {ProtocolError | null} */
  #error = null;

  /**
   * @param {ConnectionOptions} options
   * @param {Application} application
   */
  constructor(options, application) {
    this.connection = new Connection(options);
    this.#handlers = typeof application === 'function' ? application(this) : application;
  }

  get isOpen() {
    return this.connection.state === 'open';
  }

  /**
   * @param {string | Uint8Array} data
   * @param {SendBinaryOptions} [options]
   * @returns {boolean} whether it was sent: there is always room
   */
  send(data, options) {
    if (!this.isOpen) return false;
    if (typeof data === 'string') return this.connection.sendText(data, options);
    return this.connection.sendBinary(data, options);
  }

  /** @param {string | Uint8Array} [payload] */
  ping(payload) {
    return this.isOpen && this.connection.ping(payload);
  }

  async drained() {
    return this.isOpen;
  }

  /**
   * @param {number} [code]
   * @param {string} [reason]
   */
  close(code, reason) {
    this.connection.close(code, reason);
  }

  /** @returns {Promise<boolean>} whether anything happened; a handler's error is thrown on */
  async handleAll() {
    let isBusy = false;
    for (let event = this.connection.nextEvent(); event; event = this.connection.nextEvent()) {
      isBusy = true;
      await this.#handle(event);
    }
    return isBusy;
  }

  /** @param {ConnectionEvent} event */
  #handle(event) {
    switch (event.type) {
      case 'ping':
        return undefined;
      case 'pong':
        return this.#handlers.onPong?.(event.payload, this);
      case 'error':
        this.#error = event.error;
        return undefined;
      case 'close': {
        const { code, reason, wasClean } = event;
        return this.#handlers.onClose?.({ code, reason, wasClean, error: this.#error }, this);
      }
      default:
        return this.#handlers.onMessage?.(event, this);
    }
  }
}

/**
 * @typedef {object} PairOptions
 * @property {number} [chunkBytes] what is sent arrives in pieces of this size; left out, as it was sent
 * @property {Omit<ConnectionOptions, 'role'>} [client]
 * @property {Omit<ConnectionOptions, 'role'>} [server]
 */

/**
 * @param {{ client: Application, server: Application }} applications
 * @param {PairOptions} [options]
 */
export function joinInMemory(applications, options = {}) {
  const { chunkBytes = Number.MAX_SAFE_INTEGER } = options;
  const client = new MemoryPeer({ ...options.client, role: 'client' }, applications.client);
  const server = new MemoryPeer({ ...options.server, role: 'server' }, applications.server);

  /**
   * @param {Connection} from
   * @param {Connection} to
   */
  const carry = (from, to) => {
    for (const bytes of from.takeOutput()) {
      for (let at = 0; at < bytes.length; at += chunkBytes) {
        to.receive(bytes.subarray(at, at + chunkBytes));
      }
    }
    if (from.transport !== 'open') to.receiveEnd();
  };

  return {
    client,
    server,

    /** Carries bytes and calls handlers until both sides have nothing more to say. */
    async settle() {
      for (let isBusy = true; isBusy; ) {
        carry(client.connection, server.connection);
        carry(server.connection, client.connection);
        const told = [await client.handleAll(), await server.handleAll()];
        isBusy = told.includes(true);
        for (const peer of [client, server]) isBusy ||= peer.connection.pendingOutputBytes > 0;
      }
    },

    /** The network fails: both sides hear of the end, and of nothing that was still on its way. */
    async cut() {
      for (const peer of [client, server]) {
        peer.connection.receiveEnd();
        await peer.handleAll();
      }
    },
  };
}
