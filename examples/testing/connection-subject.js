/**
 * This package under its own tests: an echo that does no I/O, from the first byte of the opening handshake on.
 */

/**
 * @import { Connection, Extension, NegotiatedExtension } from 'websocket-codec'
 * @import { CaseData, MemorySubject } from 'websocket-codec/testing'
 */

/** @typedef {typeof import('websocket-codec')} Codec */

/**
 * @param {Codec} codec the copy of the package that is to be tested
 * @param {readonly Extension[]} [supported]
 * @returns {(role: 'client' | 'server', testCase: CaseData) => MemorySubject}
 */
export function subjectOf(codec, supported = []) {
  return (role, { maxMessageBytes = 16_777_216 }) =>
    new ConnectionSubject(codec, role, supported, maxMessageBytes);
}

/** @implements {MemorySubject} */
class ConnectionSubject {
  hasEnded = false;
  #codec;
  #role;
  #supported;
  #maxMessageBytes;
  #head;
  /** @type {Uint8Array[]} */
  #output = [];
  /** Null before the handshake is done. @type {Connection | null} */
  #connection = null;
  #key = '';

  /**
   * @param {Codec} codec
   * @param {'client' | 'server'} role
   * @param {readonly Extension[]} supported
   * @param {number} maxMessageBytes
   */
  constructor(codec, role, supported, maxMessageBytes) {
    this.#codec = codec;
    this.#role = role;
    this.#supported = supported;
    this.#maxMessageBytes = maxMessageBytes;
    this.#head = new codec.HeadBuffer();
    if (role === 'server') return;
    this.#key = codec.generateKey();
    this.#output.push(
      codec.encodeHandshakeRequest({
        host: 'localhost',
        target: '/',
        key: this.#key,
        extensions: supported,
      }),
    );
  }

  /** @param {Uint8Array} bytes */
  receive(bytes) {
    if (this.hasEnded) return;
    if (this.#connection === null) {
      const head = this.#head.push(bytes);
      if (head !== null) this.#open(head);
    } else {
      this.#connection.receive(bytes);
      this.#echo(this.#connection);
    }
  }

  receiveEnd() {
    if (this.#connection === null) this.hasEnded = true;
    else {
      this.#connection.receiveEnd();
      this.#echo(this.#connection);
    }
  }

  takeOutput() {
    return this.#output.splice(0);
  }

  /** @param {Uint8Array} head */
  #open(head) {
    const bytesRead = this.#role === 'server' ? this.#accept(head) : this.#check(head);
    if (this.#connection === null || bytesRead === head.length) return;
    this.#connection.receive(head.subarray(bytesRead));
    this.#echo(this.#connection);
  }

  /**
   * @param {Uint8Array} head
   * @returns {number} how many bytes belong to the request
   */
  #accept(head) {
    const { encodeHandshakeResponse, encodeRejection, negotiateExtensions, parseHandshake } =
      this.#codec;
    const result = parseHandshake(head);
    if (result.status === 'incomplete') return 0;
    if (result.status === 'invalid') {
      this.#output.push(encodeRejection(result.error));
      this.hasEnded = true;
      return 0;
    }
    const extensions = negotiateExtensions(result.value.extensions, this.#supported);
    this.#output.push(encodeHandshakeResponse(result.value, { extensions }));
    this.#connect(extensions);
    return result.bytesRead;
  }

  /**
   * @param {Uint8Array} head
   * @returns {number} how many bytes belong to the answer
   */
  #check(head) {
    const expected = { key: this.#key, extensions: this.#supported };
    const result = this.#codec.parseHandshakeResponse(head, expected);
    if (result.status === 'complete') {
      this.#connect(result.value.extensions);
      return result.bytesRead;
    }
    this.hasEnded = result.status === 'invalid';
    return 0;
  }

  /** @param {readonly NegotiatedExtension[]} extensions */
  #connect(extensions) {
    this.#connection = new this.#codec.Connection({
      role: this.#role,
      extensions,
      maxMessageBytes: this.#maxMessageBytes,
    });
  }

  /** @param {Connection} connection */
  #echo(connection) {
    for (let event = connection.nextEvent(); event !== null; event = connection.nextEvent()) {
      if (event.type === 'text') connection.sendText(event.data, { compress: true });
      if (event.type === 'binary') connection.sendBinary(event.data, { compress: true });
    }
    this.#output.push(...connection.takeOutput());
    this.hasEnded = connection.transport !== 'open';
  }
}
