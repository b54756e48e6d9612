/**
 * The WebSocket of the browsers for Node (https://websockets.spec.whatwg.org/), made of the client beside it. It offers
 * permessage-deflate. What a page has and Node has not is left out: an origin, cookies, and a list of blocked ports.
 */

import { permessageDeflate } from 'websocket-codec/deflate';
import { zlibCompressor } from 'websocket-codec/deflate/node-zlib';
import { connectWebSocket } from '../transports/client.js';
import { openSocket } from './open-socket.js';
import { closeArguments, payloadOf, subprotocols, webSocketUrl } from './websocket-arguments.js';
import { CloseEvent, HandlerTarget } from './websocket-events.js';

/**
 * @import { Socket } from 'node:net'
 * @import { ConnectionOptions as TlsOptions } from 'node:tls'
 * @import { HandshakeResponse, Message } from 'websocket-codec'
 * @import { Ended } from '../transports/client.js'
 * @import { SocketDriver } from '../transports/socket-driver.js'
 */

const deflate = permessageDeflate({ compressor: zlibCompressor() });

export class WebSocket extends HandlerTarget {
  static CONNECTING = /** @type {const} */ (0);
  static OPEN = /** @type {const} */ (1);
  static CLOSING = /** @type {const} */ (2);
  static CLOSED = /** @type {const} */ (3);

  #url;
  /** @type {Socket | null} */
  #socket = null;
  /** @type {SocketDriver | null} */
  #peer = null;
  #readyState = /** @type {0 | 1 | 2 | 3} */ (0);
  /** @type {'blob' | 'arraybuffer'} */
  #binaryType = 'blob';
  #protocol = '';
  #extensions = '';
  /** What the system has not taken yet, and where in the output each ends. @type {{ bytes: number, end: number }[]} */
  #buffered = [];
  /** What will never be sent. */
  #lostBytes = 0;
  /** What waits for a Blob to be read. */
  #waitingBytes = 0;
  /** Bytes that the socket has been given. */
  #writtenBytes = 0;
  /** Sends and the close behind a Blob wait for it. @type {Promise<void> | null} */
  #queue = null;

  /**
   * @param {string | URL} url ws:, wss:, http: or https:
   * @param {string | Iterable<string>} [protocols] offered in order of preference
   * @param {{ tls?: TlsOptions }} [options] which browsers have not: such as `ca`
   * @throws DOMException for a URL or subprotocols that cannot be used; what `tls.connect` throws for its options
   */
  constructor(url, protocols = [], options = {}) {
    super();
    this.#url = webSocketUrl(url);
    const offered = subprotocols(protocols);
    const target = new URL(this.#url);
    // Nobody asked for them (no 401), so they are not sent.
    target.username = '';
    target.password = '';
    const socket = openSocket(target, options.tls ?? {});
    this.#socket = socket.on('drain', () => this.#forgetSent());
    connectWebSocket(target, {
      protocols: offered,
      extensions: [deflate],
      openSocket: () => socket,
      onOpen: (peer, response) => this.#open(peer, response, offered.length > 0),
      onMessage: (message) => this.#receive(message),
      onBytes: (direction, { length }) => {
        if (direction === 'sent') this.#writtenBytes += length;
      },
      onStateChange: ({ state }) => {
        if (state !== 'open' && this.#readyState === 1) this.#readyState = 2;
      },
      onClose: (ended) => this.#close(ended),
    });
  }

  get url() {
    return this.#url.href;
  }
  get readyState() {
    return this.#readyState;
  }
  get protocol() {
    return this.#protocol;
  }
  get extensions() {
    return this.#extensions;
  }
  get binaryType() {
    return this.#binaryType;
  }
  set binaryType(type) {
    // A value that the enumeration has not is ignored.
    if (type === 'blob' || type === 'arraybuffer') this.#binaryType = type;
  }

  /** Bytes of payload that `send` has taken and the system has not; those that are lost count for ever. */
  get bufferedAmount() {
    this.#forgetSent();
    const waiting = this.#buffered.reduce((sum, { bytes }) => sum + bytes, 0);
    return waiting + this.#waitingBytes + this.#lostBytes;
  }

  /**
   * @param {string | ArrayBuffer | ArrayBufferView | Blob} given copied at once
   * @throws DOMException before the connection is open
   */
  send(given) {
    const { data, bytes } = payloadOf(given);
    if (this.#readyState === 0) {
      throw new DOMException('the connection is not open yet', 'InvalidStateError');
    }
    if (this.#readyState !== 1) {
      this.#lostBytes += bytes;
    } else if (!(data instanceof Blob)) {
      this.#waitingBytes += bytes;
      this.#inOrder(() => this.#write(data, bytes));
    } else {
      this.#waitingBytes += bytes;
      const reading = data.arrayBuffer();
      // If it cannot be read, nothing may follow it.
      reading.catch(() => this.#fail());
      this.#inOrder((read) => this.#write(new Uint8Array(read), bytes), reading);
    }
  }

  /**
   * @param {number} [code] 1000, or from 3000 to 4999
   * @param {string} [reason] at most 123 bytes of UTF-8
   * @throws DOMException for any other
   */
  close(code, reason) {
    const close = closeArguments(code, reason);
    if (this.#readyState === 0) this.#fail();
    else if (this.#readyState === 1)
      this.#inOrder(() => this.#peer?.close(close.code, close.reason));
    if (this.#readyState < 2) this.#readyState = 2;
  }

  /**
   * At once, unless a Blob is being read: then behind it.
   *
   * @template T
   * @param {(value: T) => void} action
   * @param {Promise<T>} [value]
   */
  #inOrder(action, value) {
    if (this.#queue === null && value === undefined) return action(/** @type {T} */ (undefined));
    const turn = Promise.all([value, this.#queue])
      .then(([value]) => action(/** @type {T} */ (value)))
      .catch(() => {})
      .then(() => {
        if (this.#queue === turn) this.#queue = null;
      });
    this.#queue = turn;
  }

  /**
   * @param {string | Uint8Array} data
   * @param {number} bytes
   */
  #write(data, bytes) {
    this.#waitingBytes -= bytes;
    const peer = this.#peer;
    if (peer?.isOpen !== true) {
      this.#lostBytes += bytes;
      return;
    }
    peer.send(data, typeof data === 'string' ? {} : { takeOwnership: true });
    this.#forgetSent();
    const unwritten = peer.pendingOutputBytes - this.#systemBytes;
    this.#buffered.push({ bytes, end: this.#writtenBytes + unwritten });
  }

  /** Bytes that the socket keeps until the system takes them. */
  get #systemBytes() {
    return this.#socket?.writableLength ?? 0;
  }

  #forgetSent() {
    const taken = this.#writtenBytes - this.#systemBytes;
    const isTaken = () => (this.#buffered[0]?.end ?? Number.POSITIVE_INFINITY) <= taken;
    // A socket that is destroyed forgets what it has not written.
    while (this.#socket?.destroyed === false && isTaken()) this.#buffered.shift();
  }

  /**
   * @param {SocketDriver} peer
   * @param {HandshakeResponse} response
   * @param {boolean} isProtocolWanted
   */
  #open(peer, { protocol, extensions }, isProtocolWanted) {
    this.#peer = peer;
    // RFC 6455 leaves it to the client whether it insists; the standard of the browsers does.
    if (isProtocolWanted && protocol === null) return this.#fail();
    this.#protocol = protocol ?? '';
    this.#extensions = extensions.map(formatExtension).join(', ');
    this.#readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  /** @param {Message} message */
  #receive({ data }) {
    // After close() nobody wants to hear anything.
    if (this.#readyState !== 1) return;
    const { origin } = this.#url;
    this.dispatchEvent(new MessageEvent('message', { data: this.#wrap(data), origin }));
  }

  /** @param {string | Uint8Array} data */
  #wrap(data) {
    if (typeof data === 'string') return data;
    const own = new Uint8Array(data);
    return this.#binaryType === 'blob' ? new Blob([own]) : own.buffer;
  }

  #fail() {
    this.#socket?.destroy();
  }

  /** @param {Ended} ended */
  #close({ code, reason, wasClean }) {
    const end = () => {
      if (this.#socket?.writableFinished) this.#buffered = [];
      this.#readyState = 3;
      // A client that loses its connection fails it (RFC 6455 §7.2.1).
      if (!wasClean) this.dispatchEvent(new Event('error'));
      this.dispatchEvent(new CloseEvent('close', { wasClean, code, reason }));
    };
    // The closing handshake may be done, but it is the end of TCP that counts.
    if (this.#socket?.closed === false) this.#socket.once('close', end);
    else end();
  }
}

// As Web IDL has them: on the class and on the prototype, and nobody changes them.
for (const [value, name] of ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'].entries()) {
  const constant = { value, enumerable: true, writable: false, configurable: false };
  Object.defineProperty(WebSocket, name, constant);
  Object.defineProperty(WebSocket.prototype, name, constant);
}
Object.defineProperty(WebSocket.prototype, Symbol.toStringTag, { value: 'WebSocket' });

/** @param {{ name: string, parameters: readonly (readonly [string, string | null])[] }} extension */
function formatExtension({ name, parameters }) {
  const texts = parameters.map(([key, value]) => (value === null ? key : `${key}=${value}`));
  return [name, ...texts].join('; ');
}
