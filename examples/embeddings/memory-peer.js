/**
 * What an application under test is given in place of a driver: a connection, and the handlers of one side. It has what
 * `SocketDriver` has but `start`, and is told what that tells; a handler's error is thrown where the pair is settled.
 */

import { Connection } from 'websocket-codec';

/**
 * @import { ConnectionEvent, ConnectionOptions, Message, ProtocolError } from 'websocket-codec'
 * @import { SendBinaryOptions, SendFragmentOptions } from 'websocket-codec'
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
 * @property {(direction: 'received' | 'sent', bytes: Uint8Array) => unknown} [onBytes] sees the frames, in chunks
 * @property {(peer: MemoryPeer) => unknown} [onStateChange] called when `state` or `transport` has become another and
 *   what goes with it has been carried
 */

/** @typedef {Handlers | ((peer: MemoryPeer) => Handlers)} Application */

export class MemoryPeer {
  /** For what a driver does not show. */
  connection;
  #handlers;
  /** @type {ProtocolError | null} */
  #error = null;
  #toldState = 'open open';

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

  get state() {
    return this.connection.state;
  }

  get transport() {
    return this.connection.transport;
  }

  /** Bytes that have not been carried yet. */
  get pendingOutputBytes() {
    return this.connection.pendingOutputBytes;
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

  /**
   * @param {string | Uint8Array} data
   * @param {SendFragmentOptions} options
   */
  sendFragment(data, options) {
    return this.isOpen && this.connection.sendFragment(data, options);
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

  /** For the pair: what goes to the other side. */
  takeOutput() {
    const output = this.connection.takeOutput();
    for (const bytes of output) this.#handlers.onBytes?.('sent', bytes);
    return output;
  }

  /**
   * For the pair.
   *
   * @param {Uint8Array} bytes
   */
  receive(bytes) {
    this.#handlers.onBytes?.('received', bytes);
    this.connection.receive(bytes);
  }

  /** @returns {Promise<boolean>} whether anything happened; a handler's error is thrown on */
  async handleAll() {
    let isBusy = false;
    for (let event = this.connection.nextEvent(); event; event = this.connection.nextEvent()) {
      isBusy = true;
      await this.#handle(event);
    }
    const state = `${this.state} ${this.transport}`;
    if (state === this.#toldState || this.pendingOutputBytes > 0) return isBusy;
    this.#toldState = state;
    await this.#handlers.onStateChange?.(this);
    return true;
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
