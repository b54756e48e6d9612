/**
 * A connection on a socket, or on a stream of HTTP/2: bytes both ways, backpressure both ways, a heartbeat, and the end
 * of the TCP connection in the order that RFC 6455 §7.1.1 asks for. Both roles, from the end of the handshake on.
 */

import { CloseCode, Connection } from 'websocket-codec';
import { Heartbeat } from './heartbeat.js';

/**
 * @import { Http2Stream } from 'node:http2'
 * @import { Socket } from 'node:net'
 * @import { ConnectionEvent, ConnectionOptions, Message, ProtocolError } from 'websocket-codec'
 * @import { NegotiatedExtension } from 'websocket-codec'
 * @import { SendBinaryOptions, SendFragmentOptions } from 'websocket-codec'
 */

/**
 * @typedef {object} Closed
 * @property {number} code the peer's; 1005 if it gave none, 1006 if there was no Close
 * @property {string} reason
 * @property {boolean} wasClean
 * @property {ProtocolError | Error | null} error what the peer did wrong, or what happened to the socket
 */

/**
 * What an application does with a connection.
 *
 * @typedef {object} Handlers
 * @property {(message: Message, peer: SocketDriver) => unknown} onMessage while a promise that it returns
 *   is pending nothing more is read, and no ping is answered
 * @property {((closed: Closed, peer: SocketDriver) => unknown) | undefined} [onClose] called once, and last
 * @property {((payload: Uint8Array, peer: SocketDriver) => unknown) | undefined} [onPong]
 * @property {((direction: 'received' | 'sent', bytes: Uint8Array) => unknown) | undefined} [onBytes] sees
 *   the frames on the wire, in chunks; the bytes are good during the call only
 * @property {((peer: SocketDriver) => unknown) | undefined} [onStateChange] called when `state` or
 *   `transport` has become another and what goes with it has been written
 */

/**
 * @typedef {object} DriverOptions
 * @property {number} [heartbeatMs] a peer that is silent for this long is pinged, and given up if it is
 *   silent for as long again or does not take what is written; 0 for never
 * @property {number} [closeTimeoutMs] how long the end may take once it has begun
 * @property {(error: unknown) => void} [onError] takes what a handler throws; left out, it is thrown on.
 *   The peer is told 1011 in either case
 */

/** @typedef {Omit<ConnectionOptions, 'role' | 'takeOwnership' | 'extensions'>} PeerOptions */

const HTTP2_CANCEL = 8;

export class SocketDriver {
  #socket;
  #connection;
  #heartbeatMs;
  #closeTimeoutMs;
  #onError;
  /** @type {Handlers} */
  #handlers = { onMessage() {} };
  /** @type {ProtocolError | Error | null} */
  #error = null;
  /** Events are being handled; seen from outside the loop: by a handler that takes its time. */
  #isPumping = false;
  #isSettling = false;
  /** The state and the transport that the handlers know of. */
  #toldState = 'open open';
  /** Who waits to send. @type {(() => void)[]} */
  #waiting = [];
  /** @type {NodeJS.Timeout | undefined} */
  #closeTimer;

  /**
   * @param {Socket | Http2Stream} socket made with `allowHalfOpen`, paused, its handshake done
   * @param {ConnectionOptions['role']} role
   * @param {DriverOptions & PeerOptions} options
   * @param {readonly NegotiatedExtension[]} [extensions] what the handshake agreed on
   */
  constructor(socket, role, options, extensions = []) {
    const {
      heartbeatMs = 30_000,
      closeTimeoutMs = 5_000,
      onError = throwLater,
      ...limits
    } = options;
    this.#socket = socket;
    // Node makes a new buffer for each chunk, so the connection may keep it.
    this.#connection = new Connection({ ...limits, role, extensions, takeOwnership: true });
    this.#heartbeatMs = heartbeatMs;
    this.#closeTimeoutMs = closeTimeoutMs;
    this.#onError = onError;
  }

  /**
   * Begins to read.
   *
   * @param {Handlers} handlers
   * @param {Uint8Array} firstBytes what came behind the handshake
   */
  start(handlers, firstBytes) {
    const socket = this.#socket;
    this.#handlers = handlers;
    if ('setNoDelay' in socket) socket.setNoDelay(true);
    socket.on('data', (/** @type {Uint8Array} */ chunk) => this.#receive(chunk));
    socket.on('drain', () => {
      this.#settle();
      this.#pump();
    });
    socket.on('end', () => this.#receiveEnd());
    socket.on('error', (error) => {
      this.#error ??= error;
    });
    // Whatever ends a socket, this comes last.
    socket.on('close', () => {
      clearTimeout(this.#closeTimer);
      this.#receiveEnd();
      this.#wake();
    });
    if (this.#heartbeatMs > 0) {
      new Heartbeat(socket, this.#heartbeatMs, {
        isListening: () => this.isOpen && !this.#isPumping && !this.#isFull,
        isStalled: () => this.#isFull,
        ping: () => this.ping(),
        giveUp: (why) => this.#giveUp(why),
      });
    }
    if (firstBytes.length > 0) this.#receive(firstBytes);
    else this.#settle();
  }

  /** Whether the peer may still be sent messages. */
  get isOpen() {
    return this.#connection.state === 'open' && !this.#socket.destroyed;
  }

  /** `Connection.state` */
  get state() {
    return this.#connection.state;
  }

  /** `Connection.transport` */
  get transport() {
    return this.#connection.transport;
  }

  /** Bytes that the system has not taken yet. */
  get pendingOutputBytes() {
    return this.#connection.pendingOutputBytes + this.#socket.writableLength;
  }

  /**
   * Sends a message. Nothing is sent when the connection is no longer open.
   *
   * @param {string | Uint8Array} data
   * @param {SendBinaryOptions} [options]
   * @returns {boolean} false: await `drained()` before the next one
   */
  send(data, options) {
    // The application may not know yet that the transport has begun to close.
    if (!this.isOpen) return false;
    if (typeof data === 'string') this.#connection.sendText(data, options);
    else this.#connection.sendBinary(data, options);
    return this.#sent();
  }

  /**
   * Sends a fragment of a message, as `send`.
   *
   * @param {string | Uint8Array} data
   * @param {SendFragmentOptions} options
   */
  sendFragment(data, options) {
    if (!this.isOpen) return false;
    this.#connection.sendFragment(data, options);
    return this.#sent();
  }

  /**
   * Sends a ping, as `send`.
   *
   * @param {string | Uint8Array} [payload]
   */
  ping(payload) {
    if (!this.isOpen) return false;
    this.#connection.ping(payload);
    return this.#sent();
  }

  /**
   * Waits until there is room for more.
   *
   * @returns {Promise<boolean>} whether the connection is still open
   */
  async drained() {
    while (this.isOpen && this.#isFull) {
      await new Promise((resolve) => this.#waiting.push(() => resolve(undefined)));
    }
    return this.isOpen;
  }

  /**
   * Starts the closing handshake.
   *
   * @param {number} [code]
   * @param {string} [reason]
   */
  close(code, reason) {
    this.#connection.close(code, reason);
    this.#settleSoon();
  }

  /** More waits to be written than the socket wants to hold. */
  get #isFull() {
    const socket = this.#socket;
    return !socket.destroyed && this.pendingOutputBytes >= socket.writableHighWaterMark;
  }

  #sent() {
    this.#settleSoon();
    return !this.#isFull;
  }

  /** @param {Uint8Array} chunk */
  #receive(chunk) {
    this.#handlers.onBytes?.('received', chunk);
    this.#connection.receive(chunk);
    this.#pump();
  }

  #receiveEnd() {
    this.#connection.receiveEnd();
    this.#pump();
  }

  /** Handles events one at a time, as long as the handlers keep up and the output has room for answers. */
  async #pump() {
    if (this.#isPumping) return;
    this.#isPumping = true;
    for (;;) {
      // What the system takes at once is not followed by 'drain'.
      if (this.#isFull) this.#write();
      const event = this.#isFull ? null : this.#connection.nextEvent();
      if (event === null) break;
      try {
        const handled = this.#handle(event);
        if (handled instanceof Promise) {
          this.#settle();
          await handled;
        }
      } catch (error) {
        this.close(CloseCode.InternalError);
        this.#onError(error);
      }
    }
    this.#isPumping = false;
    this.#settle();
  }

  /** @param {ConnectionEvent} event */
  #handle(event) {
    switch (event.type) {
      case 'ping':
        return undefined;
      case 'pong':
        return this.#handlers.onPong?.(event.payload, this);
      case 'error':
        this.#error ??= event.error;
        return undefined;
      case 'close': {
        const { code, reason, wasClean } = event;
        return this.#handlers.onClose?.({ code, reason, wasClean, error: this.#error }, this);
      }
      default:
        return this.#handlers.onMessage(event, this);
    }
  }

  /** Everything that is sent in one turn of the event loop goes out together. */
  #settleSoon() {
    if (this.#isSettling) return;
    this.#isSettling = true;
    queueMicrotask(() => {
      this.#isSettling = false;
      this.#settle();
    });
  }

  /** Brings the socket to where the connection is. */
  #settle() {
    const socket = this.#socket;
    const { state, transport } = this.#connection;
    this.#write();
    this.#tell(`${state} ${transport}`);
    if (state !== 'open' && !socket.destroyed) {
      this.#closeTimer ??= setTimeout(() => this.#giveUp('does not close'), this.#closeTimeoutMs);
    }
    // Ending is not closing: a socket that is closed with input unread is reset, and the Close on its way
    // may be lost with it. The rest of the input is read and dropped.
    if (transport === 'end-after-output') socket.end();
    if (transport === 'close-after-output') closeSoon(socket);
    if (transport === 'open' && (this.#isPumping || this.#isFull)) socket.pause();
    else socket.resume();
    if (!this.isOpen || !this.#isFull) this.#wake();
  }

  #write() {
    const socket = this.#socket;
    const output = this.#connection.takeOutput();
    if (!socket.writable) return;
    socket.cork();
    for (const bytes of output) {
      this.#handlers.onBytes?.('sent', bytes);
      socket.write(bytes);
    }
    socket.uncork();
  }

  /** @param {string} state */
  #tell(state) {
    if (state === this.#toldState) return;
    this.#toldState = state;
    this.#handlers.onStateChange?.(this);
  }

  #wake() {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** @param {string} why */
  #giveUp(why) {
    const socket = this.#socket;
    // What resets a connection of TCP cancels a stream of HTTP/2 (RFC 8441 §5).
    if ('rstCode' in socket) socket.close(HTTP2_CANCEL);
    socket.destroy(new Error(`the peer ${why}`));
  }
}

/**
 * Closes when all is written. A stream of HTTP/2 closes by itself when both its sides have ended.
 *
 * @param {Socket | Http2Stream} socket
 */
function closeSoon(socket) {
  if ('destroySoon' in socket) socket.destroySoon();
  else socket.end();
}

/**
 * Lets Node report a mistake of the application as it reports every other.
 *
 * @param {unknown} error
 */
export function throwLater(error) {
  queueMicrotask(() => {
    throw error;
  });
}
