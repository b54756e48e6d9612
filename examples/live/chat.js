/**
 * What the server does on one WebSocket: messages come back as they came, and on demand it pings, sends a
 * message in fragments or a long one, or closes.
 */

import { Opcode } from 'websocket-codec';
import { longText } from './long-text.js';

/** @import { Handlers, SocketDriver } from '../transports/socket-driver.js' */

/** @typedef {{ readonly compress?: boolean }} Compress left out: as the extension thinks best */

/** How long the next fragment waits for the pong to the ping in front of it. */
const PONG_MS = 3_000;

export class Chat {
  #peer;
  #pingCount = 0;
  /** Settled when the last fragment of a message is out; null when none is on its way. @type {Promise<void> | null} */
  #fragments = null;
  #isHurried = false;
  /** Ends the wait for a pong. */
  #goOn = () => {};

  /** @param {SocketDriver} peer */
  constructor(peer) {
    this.#peer = peer;
  }

  /** @type {Handlers} */
  handlers = {
    onMessage: ({ data }) => {
      if (this.#fragments === null) return this.#echo(data);
      // The echo may not come between the fragments (RFC 6455 §5.4), and until it is sent nothing is read,
      // pongs neither.
      this.#hurry();
      return this.#fragments.then(() => this.#echo(data));
    },
    onPong: () => this.#goOn(),
    onClose: () => this.#hurry(),
  };

  /** @returns {boolean} whether it could be sent, here and below */
  ping(remark = '') {
    if (!this.#peer.isOpen) return false;
    this.#pingCount += 1;
    // A number in each, so that a pong tells which ping it answers.
    this.#peer.ping(`ping ${this.#pingCount}${remark}`);
    return true;
  }

  /**
   * Sends a text as one message of so many fragments, with a ping behind each but the last; the pong, too,
   * comes before the message is complete.
   *
   * @param {string} text
   * @param {number} count
   * @param {Compress} compress
   */
  async sendFragments(text, count, compress) {
    if (this.#fragments !== null || !this.#peer.isOpen) return false;
    this.#isHurried = false;
    this.#fragments = this.#sendOneByOne(cut(new TextEncoder().encode(text), count), compress);
    await this.#fragments;
    this.#fragments = null;
    return true;
  }

  /**
   * Sends a text that shrinks well.
   *
   * @param {Compress} compress
   */
  sendLongText(compress) {
    if (this.#fragments !== null || !this.#peer.isOpen) return false;
    return this.#peer.send(longText, compress) || this.#peer.drained();
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  close(code, reason) {
    if (!this.#peer.isOpen) return false;
    this.#peer.close(code, reason);
    this.#hurry();
    return true;
  }

  /** @param {string | Uint8Array} data */
  #echo(data) {
    // Whoever does not read its echo is not read either.
    return this.#peer.send(data) || this.#peer.drained();
  }

  /**
   * @param {Uint8Array[]} fragments
   * @param {Compress} compress
   */
  async #sendOneByOne(fragments, compress) {
    const last = fragments.length - 1;
    for (const [index, fragment] of fragments.entries()) {
      // After a Close nothing is sent.
      const fin = index === last;
      this.#peer.sendFragment(fragment, { ...compress, opcode: Opcode.Text, fin });
      if (index < last && this.ping(', between fragments')) await this.#pong();
    }
  }

  /** @returns {Promise<void>} */
  #pong() {
    if (this.#isHurried) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, PONG_MS);
      this.#goOn = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #hurry() {
    this.#isHurried = true;
    this.#goOn();
  }
}

/**
 * Parts of about the same size, wherever a character ends: a fragment may end inside one.
 *
 * @param {Uint8Array} bytes
 * @param {number} count
 */
function cut(bytes, count) {
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(
      Math.floor((index * bytes.length) / count),
      Math.floor(((index + 1) * bytes.length) / count),
    ),
  );
}
