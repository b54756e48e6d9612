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

import { CloseCode, Connection } from 'websocket-codec';

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
    if (event.type === 'error') this.#error = event.error;
    else if (event.type === 'pong') return this.#handlers.onPong?.(event.payload, this);
    else if (event.type === 'close') {
      const { code, reason, wasClean } = event;
      return this.#handlers.onClose?.({ code, reason, wasClean, error: this.#error }, this);
    } else if (event.type !== 'ping') return this.#handlers.onMessage?.(event, this);
    return undefined;
  }
}

/**
 * @param {{ client: Application, server: Application }} applications
 * @param {{ chunkBytes?: number, clientOptions?: Omit<ConnectionOptions, 'role'>,
 *   serverOptions?: Omit<ConnectionOptions, 'role'> }} [options] chunkBytes: what is sent arrives in pieces of this size
 */
export function joinInMemory(applications, options = {}) {
  const { chunkBytes = Number.POSITIVE_INFINITY, clientOptions, serverOptions } = options;
  const client = new MemoryPeer({ ...clientOptions, role: 'client' }, applications.client);
  const server = new MemoryPeer({ ...serverOptions, role: 'server' }, applications.server);
  return { client, server };
}
void CloseCode;
