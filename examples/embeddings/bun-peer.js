/**
 * A connection on a socket of Bun, from the first byte of the handshake on; it echoes.
 */

import {
  Connection,
  encodeHandshakeResponse,
  encodeRejection,
  HeadBuffer,
  parseHandshake,
} from 'websocket-codec';

/**
 * What is used of Bun, for those whose editor does not know it.
 *
 * @typedef {object} BunSocket
 * @property {Peer} data
 * @property {(bytes: Uint8Array) => number} write how many bytes it has taken; less than 0 when it is closed
 * @property {() => void} pause
 * @property {() => void} resume
 * @property {() => void} end
 * @property {() => void} terminate
 */

const HANDSHAKE_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 5_000;

export class Peer {
  #socket;
  #head = new HeadBuffer();
  /** @type {Connection | null} */
  #connection = null;
  /** What the socket has not taken yet. @type {Uint8Array[]} */
  #waiting = [];
  #isEnding = false;
  #isGone = false;
  #deadline;

  /** @param {BunSocket} socket */
  constructor(socket) {
    this.#socket = socket;
    this.#deadline = setTimeout(() => socket.terminate(), HANDSHAKE_TIMEOUT_MS);
  }

  /** @param {Uint8Array} chunk */
  receive(chunk) {
    if (this.#connection !== null) this.#connection.receive(chunk);
    else if (!this.#isEnding) this.#open(this.#head.push(chunk));
    this.pump();
  }

  receiveEnd() {
    if (this.#connection === null) this.#isEnding = true;
    this.#connection?.receiveEnd();
    this.pump();
  }

  /** @param {Uint8Array | null} head */
  #open(head) {
    const request = head === null ? null : parseHandshake(head);
    if (head === null || request === null || request.status === 'incomplete') return;
    // A server for pages looks at request.value.origin, too.
    if (request.status === 'invalid') {
      this.#waiting.push(encodeRejection(request.error));
      this.#isEnding = true;
      return;
    }
    clearTimeout(this.#deadline);
    this.#waiting.push(encodeHandshakeResponse(request.value));
    this.#connection = new Connection({ role: 'server' });
    this.#connection.receive(head.subarray(request.bytesRead));
  }

  /** Handles events as long as the client takes what comes of them. */
  pump() {
    let isTaken = this.#flush();
    for (; isTaken; isTaken = this.#flush()) {
      const event = this.#connection?.nextEvent() ?? null;
      if (event === null) break;
      if (event.type === 'text') this.#connection?.sendText(event.data);
      if (event.type === 'binary') this.#connection?.sendBinary(event.data);
      if (event.type === 'close') {
        console.log(`closed ${event.code} ${event.wasClean}`);
        this.#deadline = setTimeout(() => this.#socket.terminate(), CLOSE_TIMEOUT_MS);
      }
    }
    // A client that does not read is not read either.
    if (isTaken) this.#socket.resume();
    else this.#socket.pause();
    const isOver = this.#isEnding || (this.#connection?.transport ?? 'open') !== 'open';
    if (isOver && this.#waiting.length === 0) this.#socket.end();
  }

  /** @returns {boolean} whether everything is written, or nothing can be any more */
  #flush() {
    this.#waiting.push(...(this.#connection?.takeOutput() ?? []));
    if (this.#isGone) this.#waiting = [];
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      const taken = Math.max(this.#socket.write(first), 0);
      if (taken < first.length) {
        this.#waiting[0] = first.subarray(taken);
        return false;
      }
      this.#waiting.shift();
    }
    return true;
  }

  /** The socket is closed: what was received is still handled, and what it had not taken is lost. */
  forget() {
    this.#isGone = true;
    this.receiveEnd();
    clearTimeout(this.#deadline);
  }
}
