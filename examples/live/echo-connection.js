/**
 * The protocol of one connection on the server's side (RFC 6455 §5–§7): messages come back as they came.
 *
 * It knows neither sockets nor timers. Its user hands over what arrives (`receive`, `receiveEnd`), writes
 * what `takeOutput` returns, and then looks at `transport` for what to do with the socket.
 */

import { isUtf8 } from 'node:buffer';
import {
  CloseCode,
  decodeClosePayload,
  decodeFrameHeader,
  defaultLimits,
  encodeClosePayload,
  encodeFrame,
  Opcode,
  unmask,
} from 'websocket-codec';
import { ByteBuffer } from './byte-buffer.js';

/** @import { FrameHeader } from 'websocket-codec' */

/** Two bytes, a length of eight, a key of four. */
const LONGEST_HEADER_BYTES = 14;

export class EchoConnection {
  #maxMessageBytes;
  #input = new ByteBuffer();
  /** Nothing is looked at again before this many bytes wait. */
  #neededBytes = 1;
  /** The header of the frame whose payload is arriving. @type {FrameHeader | null} */
  #header = null;
  /** The opcode of the message whose fragments are arriving. @type {Opcode | null} */
  #messageOpcode = null;
  #message = new ByteBuffer();
  /** @type {Uint8Array[]} */
  #output = [];
  #closeSent = false;
  /** @type {'open' | 'end-after-output' | 'close-after-output'} */
  #transport = 'open';

  /** @param {{ maxMessageBytes?: number }} [options] */
  constructor({ maxMessageBytes = defaultLimits.maxPayloadBytes } = {}) {
    this.#maxMessageBytes = maxMessageBytes;
  }

  /** What to do with the socket once the output has been written. */
  get transport() {
    return this.#transport;
  }

  /**
   * Takes bytes from the peer; their answers are in the output when it returns.
   *
   * @param {Uint8Array} chunk
   */
  receive(chunk) {
    if (this.#transport !== 'open') return;
    this.#input.append(chunk);
    while (this.#transport === 'open' && this.#input.length >= this.#neededBytes) {
      if (this.#header === null) this.#readHeader();
      else this.#readPayload(this.#header);
    }
  }

  /** The peer will send nothing more, or the embedder's patience is over. */
  receiveEnd() {
    this.#transport = 'close-after-output';
  }

  /**
   * Starts the closing handshake; the peer's Close is awaited. A second call does nothing.
   *
   * @param {number} code
   * @param {string} reason
   */
  close(code, reason) {
    if (this.#transport === 'open') this.#sendClose(encodeClosePayload(code, reason));
  }

  /** What has to be written now, in order. */
  takeOutput() {
    const output = this.#output;
    this.#output = [];
    return output;
  }

  #readHeader() {
    const result = decodeFrameHeader(this.#input.peek(LONGEST_HEADER_BYTES), { role: 'server' });
    switch (result.status) {
      case 'incomplete':
        this.#neededBytes = this.#input.length + result.bytesNeeded;
        return;
      case 'invalid':
        this.#fail(result.error.closeCode, result.error.message);
        return;
      case 'complete':
        if (!this.#admit(result.value)) return;
        this.#input.discard(result.bytesRead);
        this.#header = result.value;
        this.#neededBytes = result.value.payloadLength;
    }
  }

  /**
   * Judges what a header means among the others, before its payload arrives.
   *
   * @param {FrameHeader} header
   */
  #admit({ opcode, payloadLength }) {
    if (isControl(opcode)) return true;
    const continues = opcode === Opcode.Continuation;
    if (continues && this.#messageOpcode === null) {
      return this.#fail(CloseCode.ProtocolError, 'there is no message to continue');
    }
    if (!continues && this.#messageOpcode !== null) {
      return this.#fail(CloseCode.ProtocolError, 'the last message is not finished');
    }
    if (this.#message.length + payloadLength > this.#maxMessageBytes) {
      return this.#fail(
        CloseCode.MessageTooBig,
        `a message holds at most ${this.#maxMessageBytes} bytes`,
      );
    }
    return true;
  }

  /** @param {FrameHeader} header */
  #readPayload({ fin, opcode, maskingKey, payloadLength }) {
    const masked = this.#input.peek(payloadLength);
    const payload = maskingKey === null ? masked.slice() : unmask(masked, maskingKey);
    this.#input.discard(payloadLength);
    this.#header = null;
    this.#neededBytes = 1;

    if (opcode === Opcode.Close) this.#receiveClose(payload);
    else if (opcode === Opcode.Ping) this.#send(Opcode.Pong, payload);
    else if (opcode !== Opcode.Pong) this.#receiveData(opcode, payload, fin);
  }

  /**
   * @param {Opcode} opcode
   * @param {Uint8Array} payload
   * @param {boolean} fin
   */
  #receiveData(opcode, payload, fin) {
    this.#messageOpcode ??= opcode;
    this.#message.append(payload);
    if (!fin) return;

    const type = this.#messageOpcode;
    const message = this.#message.takeAll();
    this.#messageOpcode = null;
    if (type === Opcode.Text && !isUtf8(message)) {
      this.#fail(CloseCode.InvalidPayload, 'the text is not valid UTF-8');
    } else if (!this.#closeSent) {
      this.#send(type, message);
    }
  }

  /** @param {Uint8Array} payload */
  #receiveClose(payload) {
    const result = decodeClosePayload(payload);
    if (result.status === 'invalid') {
      this.#fail(result.error.closeCode, result.error.message);
      return;
    }
    // The payload has just been found in order, and it is what the answer repeats.
    this.#sendClose(payload);
    this.#transport = 'end-after-output';
  }

  /**
   * Fails the connection (RFC 6455 §7.1.7); whatever else arrives is ignored.
   *
   * @param {number} code
   * @param {string} reason
   */
  #fail(code, reason) {
    this.#sendClose(encodeClosePayload(code, reason));
    this.#transport = 'end-after-output';
    return false;
  }

  /** @param {Uint8Array} payload */
  #sendClose(payload) {
    if (!this.#closeSent) this.#send(Opcode.Close, payload);
    this.#closeSent = true;
  }

  /**
   * @param {Opcode} opcode
   * @param {Uint8Array} payload
   */
  #send(opcode, payload) {
    this.#output.push(encodeFrame({ opcode, payload }));
  }
}

/** @param {number} opcode */
function isControl(opcode) {
  return opcode >= Opcode.Close;
}
