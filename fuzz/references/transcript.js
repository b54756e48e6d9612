/**
 * What a connection has said and written, in a form that does not depend on how its input was cut.
 */

import { check, report } from '../engine/finding.js';
import { join } from './bytes.js';
import { closeCodes } from './header.js';

/** @typedef {import('websocket-codec').Connection} Connection */
/** @typedef {import('websocket-codec').ConnectionEvent} ConnectionEvent */
/** @typedef {{ code: number, reason: string | null }} SentClose a reason that is null may be any */

export class Transcript {
  /** @type {string[]} */
  lines = [];
  /** @type {Uint8Array[]} */
  output = [];
  /** @type {import('websocket-codec').ProtocolError | null} */
  error = null;
  /** @type {(ConnectionEvent & { type: 'close' }) | null} */
  close = null;
  /** What was received, messages in parts joined, without errors and the end. @type {string[]} */
  events = [];
  /** The payloads of the pongs that must have been written (RFC 6455 §5.5.2, §5.5.3), as Latin-1. @type {string[]} */
  pongs = [];
  /** The Close that must have been written; null for none. @type {SentClose | null} */
  sentClose = null;
  /** Plain bytes of messages. */
  messageBytes = 0;
  #maxPongs;
  #maxMessageBytes;
  /** Pongs that wait in the output. @type {string[]} */
  #waiting = [];
  /** The part of a message that was given last: parts are joined. @type {{ type: string, text: string } | null} */
  #open = null;
  /** All parts of that message. */
  #whole = '';

  /** @param {Omit<import('websocket-codec').ConnectionOptions, 'role'>} [options] */
  constructor({ autoPong = true, maxPendingPongs = 64, maxMessageBytes = 16_777_216 } = {}) {
    this.#maxPongs = autoPong ? maxPendingPongs : 0;
    this.#maxMessageBytes = maxMessageBytes;
  }

  /** What was given of a message whose end has not come. */
  get openText() {
    return this.#whole;
  }

  /** @param {Connection} connection */
  pull(connection) {
    for (let event = connection.nextEvent(); event !== null; event = connection.nextEvent()) {
      this.#note(event);
    }
    if (this.close !== null) {
      check(connection.state === 'closed', 'state', 'not closed behind the close event');
      check(connection.pendingInputBytes === 0, 'retained', 'input is kept behind the close event');
    }
  }

  /** @param {Connection} connection */
  take(connection) {
    const { pendingOutputBytes } = connection;
    let length = 0;
    for (const bytes of connection.takeOutput()) {
      length += bytes.length;
      // A copy: what was given must not change any more, and a later comparison shows whether it has.
      this.output.push(bytes);
    }
    check(length === pendingOutputBytes, 'output', 'pendingOutputBytes counts something else');
    check(connection.pendingOutputBytes === 0, 'output', 'output is left behind takeOutput');
    this.say(`output ${length}`);
    this.pongs.push(...this.#waiting);
    this.#waiting = [];
  }

  /** @param {string} line */
  say(line) {
    this.#end();
    this.lines.push(line);
  }

  /** All that was said, and all that was written. */
  finish() {
    this.#end();
    return { lines: this.lines, output: join(this.output) };
  }

  /** @param {ConnectionEvent} event */
  #note(event) {
    check(this.close === null, 'close-last', 'an event came behind the close event');
    if (this.error !== null) {
      const isAbnormal = event.type === 'close' && event.code === 1006 && !event.wasClean;
      check(isAbnormal, 'close-last', 'an error is not followed by an abnormal close');
    }
    switch (event.type) {
      case 'text-part':
      case 'binary-part':
        this.#part(event.type, textOf(event.data), event.last);
        break;
      case 'text':
      case 'binary':
        this.messageBytes += event.data.length;
        this.#limit(event.data);
        this.#event(`${event.type} ${textOf(event.data)}`);
        break;
      case 'ping':
        this.#answer(textOf(event.payload));
        this.#event(`ping ${textOf(event.payload)}`);
        break;
      case 'pong':
        this.#event(`pong ${textOf(event.payload)}`);
        break;
      case 'error': {
        const { code, closeCode } = event.error;
        this.error = event.error;
        check(closeCode === closeCodes[code], 'close-code', 'a wrong close code');
        this.sentClose ??= { code: closeCodes[code], reason: null };
        this.say(`error ${code} ${closeCode}`);
        break;
      }
      case 'close':
        this.close = event;
        // A Close is answered with its code (RFC 6455 §5.5.1).
        if (event.wasClean) this.sentClose ??= { code: event.code, reason: '' };
        this.say(`close ${event.code} ${event.wasClean} ${event.reason}`);
        break;
      default:
        report('event', 'an event of an unknown type');
    }
  }

  /** @type {(type: string, text: string, last: boolean) => void} */
  #part(type, text, last) {
    this.messageBytes += text.length;
    this.#open ??= { type, text: '' };
    check(this.#open.type === type, 'parts', 'a part of another message');
    this.#open.text += text;
    this.#whole += text;
    if (!last) return;
    this.#limit(type === 'text-part' ? this.#whole : this.#whole.length);
    this.events.push(`${type.slice(0, -5)} ${this.#whole}`);
    this.lines.push(`${type} ${this.#open.text} last`);
    this.#open = null;
    this.#whole = '';
  }

  /** @param {string} line */
  #event(line) {
    this.events.push(line);
    this.say(line);
  }

  /** Holds a message to its limit. @param {string | Uint8Array | number} data */
  #limit(data) {
    const bytes = typeof data === 'number' ? data : Buffer.byteLength(data);
    check(bytes <= this.#maxMessageBytes, 'limit', 'a message is longer than it may be');
  }

  /** As many pongs wait as may; the newest takes the place of the last. @param {string} ping */
  #answer(ping) {
    if (this.#maxPongs === 0) return;
    if (this.#waiting.length === this.#maxPongs) this.#waiting.pop();
    this.#waiting.push(ping);
  }

  /** Parts of a message that something else comes between: an empty rest says nothing. */
  #end() {
    if (this.#open === null || this.#open.text === '') return;
    this.lines.push(`${this.#open.type} ${this.#open.text}`);
    this.#open.text = '';
  }
}

/** @param {string | Uint8Array} data */
function textOf(data) {
  if (typeof data === 'string') return data;
  return Buffer.from(data.buffer, data.byteOffset, data.length).toString('latin1');
}
