/**
 * What a connection has said and written, in a form that does not depend on how its input was cut.
 */

import { check, report } from '../engine/finding.js';
import { join } from './bytes.js';

/** @typedef {import('websocket-codec').Connection} Connection */
/** @typedef {import('websocket-codec').ConnectionEvent} ConnectionEvent */

export class Transcript {
  /** @type {string[]} */
  lines = [];
  /** @type {Uint8Array[]} */
  output = [];
  /** @type {import('websocket-codec').ProtocolError | null} */
  error = null;
  /** @type {(ConnectionEvent & { type: 'close' }) | null} */
  close = null;
  /** Payloads of pings, as Latin-1. @type {string[]} */
  pings = [];
  /** Plain bytes of messages. */
  messageBytes = 0;
  /** The part of a message that was given last: parts are joined. @type {{ type: string, text: string } | null} */
  #open = null;

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
        this.say(`${event.type} ${textOf(event.data)}`);
        break;
      case 'ping':
        this.pings.push(textOf(event.payload));
        this.say(`ping ${textOf(event.payload)}`);
        break;
      case 'pong':
        this.say(`pong ${textOf(event.payload)}`);
        break;
      case 'error':
        this.error = event.error;
        this.say(`error ${event.error.code} ${event.error.closeCode}`);
        break;
      case 'close':
        this.close = event;
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
    if (!last) return;
    this.lines.push(`${type} ${this.#open.text} last`);
    this.#open = null;
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
