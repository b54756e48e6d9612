/**
 * The connection as both sides see it now, and how far its closing handshake has come (RFC 6455 §7.1).
 */

import { decodeClosePayload, Opcode } from 'websocket-codec';
import { element } from './dom.js';
import { describeFrame, headerOf } from './frame-fields.js';
import { bytesFromHex } from './words.js';

/** @import { Sender, TraceListener } from './trace-events.js' */

const readyStates = ['CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'];

/** The steps, when they are taken as they should be: Close, Close in answer, and TCP, the server first. */
const plan = ['Close', 'Close in answer', 'Server ends TCP', 'Browser ends TCP'];

export class ConnectionPanel {
  #readyState;
  #state;
  #transport;
  #steps;
  /** Who has sent a Close, in that order. @type {Sender[]} */
  #closes = [];

  /** @param {{ readyState: HTMLElement, state: HTMLElement, transport: HTMLElement, steps: HTMLElement }} nodes */
  constructor({ readyState, state, transport, steps }) {
    this.#readyState = readyState;
    this.#state = state;
    this.#transport = transport;
    this.#steps = steps;
    this.reset();
  }

  /** Before a connection. */
  reset() {
    this.#closes = [];
    for (const node of [this.#readyState, this.#state, this.#transport]) show(node, '–');
    this.#steps.replaceChildren(...plan.map((words) => element('li', '', words)));
  }

  /** @param {number} readyState */
  showReadyState(readyState) {
    show(this.#readyState, `${readyState} ${readyStates[readyState] ?? ''}`);
  }

  /** @type {TraceListener} */
  listener = {
    state: ({ state, transport }) => {
      show(this.#state, state);
      show(this.#transport, transport);
    },
    frame: ({ sender, hex }) => {
      if (headerOf(hex).opcode !== Opcode.Close || this.#closes.includes(sender)) return;
      this.#closes.push(sender);
      const answers = this.#closes.length === 2 ? ' in answer' : '';
      this.#take(
        this.#closes.length - 1,
        sender,
        `${nameOf(sender)}: Close${codeOf(hex)}${answers}`,
      );
    },
    tcpEnd: ({ sender }) => {
      this.#take(sender === 'server' ? 2 : 3, sender, `${nameOf(sender)} ends TCP`);
    },
  };

  /**
   * @param {number} index
   * @param {Sender} sender
   * @param {string} words
   */
  #take(index, sender, words) {
    const step = this.#steps.children[index];
    if (step === undefined) return;
    step.className = `taken from-${sender}`;
    step.textContent = words;
  }
}

/**
 * @param {HTMLElement} node
 * @param {string} value
 */
function show(node, value) {
  if (node.textContent === value) return;
  node.textContent = value;
  node.setAttribute('data-value', value);
}

/** @param {Sender} sender */
function nameOf(sender) {
  return sender === 'client' ? 'Browser' : 'Server';
}

/** @param {string} hex a Close frame */
function codeOf(hex) {
  const payload = describeFrame(bytesFromHex(hex))?.payload ?? new Uint8Array(0);
  const close = decodeClosePayload(payload);
  if (close.status !== 'complete' || payload.length === 0) return '';
  return ` ${close.value.code}`;
}
