/**
 * The rows of the wire, the newest first. The newest frame of either side is open; one that the user has
 * opened or closed stays as it is. Rows of a fragmented message hang on a thread.
 */

import { element } from './dom.js';
import { frameCard, invalidCard, senderChip } from './frame-card.js';
import { headerOf } from './frame-fields.js';
import { HandshakeCard } from './handshake-card.js';
import { MessageNumbers } from './message-numbers.js';

/**
 * @import { Sender, TraceListener } from './trace-events.js'
 * @import { Thread } from './message-numbers.js'
 */

const MAX_ROWS = 200;

export class WireList {
  #list;
  #onFirstRow;
  /** Rows that wait for the next picture, so that a flood of frames is drawn once. @type {(() => HTMLElement)[]} */
  #waiting = [];
  /** @type {HandshakeCard | null} */
  #handshake = null;
  #numbers = new MessageNumbers();
  #startTime = 0;
  /** The row of either side that was opened because it was the newest. @type {Map<Sender, HTMLDetailsElement>} */
  #opened = new Map();

  /**
   * @param {HTMLOListElement} list
   * @param {() => void} onFirstRow
   */
  constructor(list, onFirstRow) {
    this.#list = list;
    this.#onFirstRow = onFirstRow;
  }

  /** @type {TraceListener} */
  listener = {
    handshake: (event) => {
      if (event.sender === 'client') {
        this.#startTime = event.time;
        this.#numbers = new MessageNumbers();
        const clock = new Date(event.time).toLocaleTimeString('en-GB');
        const card = new HandshakeCard(clock);
        this.#handshake = card;
        this.#add(() => card.node);
      }
      this.#handshake?.show(event);
    },
    frame: (event) => {
      const when = this.#since(event.time);
      const { sender } = event;
      const place = this.#numbers.place(sender, headerOf(event.hex));
      const threads = this.#numbers.threads(sender, place);
      this.#add(() => this.#openNewest(sender, frameCard(event, place, when)), threads);
    },
    invalid: (event) => {
      const when = this.#since(event.time);
      this.#add(() => this.#openNewest(event.sender, invalidCard(event, when)));
    },
    state: ({ time, state, transport }) => {
      const when = this.#since(time);
      const words = `state ${state}, transport ${transport}`;
      this.#add(() => noteRow('server', element('span', 'sender', 'server'), words, when));
    },
    tcpEnd: ({ sender, time }) => {
      const when = this.#since(time);
      const words = 'ends its side of the TCP connection';
      this.#add(() => noteRow(sender, senderChip(sender), words, when));
    },
    dropped: ({ count }) => {
      this.#numbers.forget();
      const text = `${count} more were too fast to be shown`;
      this.#add(() => element('p', 'row note-row', element('span', 'preview', text)));
    },
  };

  /**
   * @param {() => HTMLElement} makeRow
   * @param {[Sender, Thread][]} threads
   */
  #add(makeRow, threads = this.#numbers.threads()) {
    if (this.#waiting.length === 0) requestAnimationFrame(() => this.#draw());
    this.#waiting.push(() => {
      const item = element('li', '', makeRow());
      for (const [sender, thread] of threads) item.setAttribute(`data-thread-${sender}`, thread);
      return item;
    });
    if (this.#waiting.length > MAX_ROWS) this.#waiting.shift();
  }

  #draw() {
    const rows = this.#waiting.map((makeRow) => makeRow());
    this.#waiting = [];
    this.#list.prepend(...rows.reverse());
    while (this.#list.children.length > MAX_ROWS) this.#list.lastElementChild?.remove();
    this.#onFirstRow();
  }

  /**
   * @param {Sender} sender
   * @param {HTMLDetailsElement} card
   */
  #openNewest(sender, card) {
    const previous = this.#opened.get(sender);
    if (previous !== undefined) previous.open = false;
    card.open = true;
    this.#opened.set(sender, card);
    card.querySelector('summary')?.addEventListener('click', () => {
      if (this.#opened.get(sender) === card) this.#opened.delete(sender);
    });
    return card;
  }

  /** @param {number} time */
  #since(time) {
    return `+${(time - this.#startTime).toLocaleString('en')} ms`;
  }
}

/**
 * @param {Sender} sender
 * @param {HTMLElement} chip
 * @param {string} words
 * @param {string} when
 */
function noteRow(sender, chip, words, when) {
  const preview = element('span', 'preview', words);
  return element('p', `row note-row from-${sender}`, chip, preview, element('span', 'when', when));
}
