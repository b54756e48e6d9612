/**
 * The messages as the application sees them: what was sent, what came back, and how long it took.
 */

import { element } from './dom.js';
import { countBytes, hexBytes } from './words.js';

const MAX_LINES = 200;
const MAX_CHARACTERS = 200;
const MAX_BYTES = 8;

export class EchoLog {
  #list;
  /** When the messages that have not come back were sent; echoes come in order. @type {number[]} */
  #pending = [];

  /** @param {HTMLElement} list */
  constructor(list) {
    this.#list = list;
  }

  /** @param {string | Uint8Array | File} data */
  sent(data) {
    this.#pending.push(performance.now());
    this.#line('sent', describe(data), '');
  }

  /** @param {string | ArrayBuffer} data */
  received(data) {
    const sentAt = this.#pending.shift();
    const took = sentAt === undefined ? '' : `${(performance.now() - sentAt).toFixed(1)} ms`;
    this.#line('received', describe(typeof data === 'string' ? data : new Uint8Array(data)), took);
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

/** @param {string | Uint8Array | File} data */
function describe(data) {
  if (data instanceof File) return `${data.name}, ${countBytes(data.size)}`;
  if (typeof data === 'string') {
    return data.length > MAX_CHARACTERS ? `${data.slice(0, MAX_CHARACTERS)}…` : data;
  }
  const dots = data.length > MAX_BYTES ? ' …' : '';
  return `${countBytes(data.length)} ${hexBytes(data.subarray(0, MAX_BYTES))}${dots}`;
}
