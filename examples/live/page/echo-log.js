/**
 * The messages as the application sees them: what was sent, what came back, and how long it took.
 */

import { element } from './dom.js';
import { countBytes, hexBytes, milliseconds } from './words.js';

const MAX_LINES = 200;
const MAX_CHARACTERS = 200;
const MAX_BYTES = 8;

/** @typedef {string | Uint8Array | ArrayBuffer | File} Data */

export class EchoLog {
  #list;
  /** The messages that have not come back; echoes come in order. @type {{ data: Data, sentAt: number }[]} */
  #pending = [];

  /** @param {HTMLElement} list */
  constructor(list) {
    this.#list = list;
  }

  /** @param {string | Uint8Array | File} data */
  sent(data) {
    this.#pending.push({ data, sentAt: performance.now() });
    this.#line('sent', describe(data), '');
  }

  /** @param {string | ArrayBuffer} data */
  received(data) {
    const text = describe(typeof data === 'string' ? data : new Uint8Array(data));
    const [first] = this.#pending;
    if (first !== undefined && isLike(first.data, data)) {
      this.#pending.shift();
      this.#line('received', text, milliseconds(performance.now() - first.sentAt));
    } else {
      this.#line('received', text, 'no echo');
    }
  }

  /** @param {string} text */
  note(text) {
    this.#pending = [];
    this.#line('noted', text, '');
  }

  /**
   * @param {'sent' | 'received' | 'noted'} kind
   * @param {string} text
   * @param {string} remark
   */
  #line(kind, text, remark) {
    const line = element('p', `line ${kind}`, element('span', 'line-text', text));
    if (kind !== 'noted') line.prepend(element('span', 'line-kind', kind));
    if (remark !== '') line.append(element('span', 'remark', remark));
    this.#list.append(line);
    while (this.#list.children.length > MAX_LINES) this.#list.firstElementChild?.remove();
    this.#list.scrollTop = this.#list.scrollHeight;
    // Not every browser lets the keyboard reach what only scrolls.
    if (this.#list.scrollHeight > this.#list.clientHeight) this.#list.tabIndex = 0;
  }
}

/**
 * Whether a message may be the echo of another: the server also sends messages that are none.
 *
 * @param {Data} sent
 * @param {string | ArrayBuffer} received
 */
function isLike(sent, received) {
  if (typeof sent === 'string' || typeof received === 'string') return sent === received;
  return received.byteLength === (sent instanceof File ? sent.size : sent.byteLength);
}

/** @param {string | Uint8Array | File} data */
function describe(data) {
  if (data instanceof File) return `${data.name}, ${countBytes(data.size)}`;
  if (typeof data === 'string') {
    return data.length > MAX_CHARACTERS ? `${data.slice(0, MAX_CHARACTERS)}…` : data;
  }
  const dots = data.length > MAX_BYTES ? ' …' : '';
  return `${countBytes(data.length)} ${hexBytes(data.subarray(0, MAX_BYTES))}${dots}`;
}
