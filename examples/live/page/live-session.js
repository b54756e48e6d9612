/**
 * One WebSocket of the browser's own, with the event stream that shows its bytes. The stream is opened
 * first: what nobody listens to is not recorded.
 */

import { listenToTrace } from './trace-events.js';

/** @import { TraceListener } from './trace-events.js' */

/** @typedef {'connecting' | 'open' | 'closing' | 'closed' | 'failed'} SessionState */

/**
 * @typedef {object} SessionListener
 * @property {(state: SessionState, close?: CloseEvent) => void} state
 * @property {(readyState: number) => void} readyState
 * @property {(data: string | ArrayBuffer) => void} message
 */

/** The last frames and the end of TCP are told on the stream after the WebSocket is closed. */
const LAST_EVENTS_MS = 3_000;

export class LiveSession {
  #id = crypto.randomUUID();
  #listener;
  #source;
  /** @type {WebSocket | null} */
  #socket = null;

  /**
   * @param {SessionListener} listener
   * @param {TraceListener[]} traceListeners
   */
  constructor(listener, traceListeners) {
    this.#listener = listener;
    this.#source = new EventSource(`/trace?id=${this.#id}`);
    for (const traceListener of traceListeners) listenToTrace(this.#source, traceListener);
    listener.state('connecting');

    this.#source.addEventListener('open', () => {
      // It opens again after a break in the connection, and then there is a WebSocket already.
      this.#socket ??= this.#openSocket();
    });
    this.#source.addEventListener('error', () => {
      if (this.#socket !== null) return;
      this.#source.close();
      listener.state('failed');
    });
    // No event of the WebSocket says that it has begun to close, so it is looked at whenever the server has
    // seen something.
    for (const name of ['frame', 'state']) {
      this.#source.addEventListener(name, () => this.#tellReadyState());
    }
  }

  /** Those that were agreed on, as the browser tells them. */
  get extensions() {
    return this.#socket?.extensions ?? '';
  }

  /** @param {string | Blob | Uint8Array<ArrayBuffer>} data */
  send(data) {
    this.#socket?.send(data);
  }

  /**
   * Has the server do something on this connection.
   *
   * @param {Record<string, string>} command
   */
  async ask(command) {
    const query = new URLSearchParams({ id: this.#id, ...command });
    // If the server is gone, the WebSocket tells it.
    await fetch(`/command?${query}`, { method: 'POST' }).catch(() => {});
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  close(code, reason) {
    if (this.#socket === null) {
      this.#source.close();
      this.#listener.state('closed');
    } else {
      this.#socket.close(code, reason);
      this.#tellReadyState();
    }
  }

  /** Tells nothing more. */
  leave() {
    this.#source.close();
  }

  #openSocket() {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const url = `${scheme}://${location.host}/chat?trace=${this.#id}`;
    const socket = new WebSocket(url, 'chat');
    socket.binaryType = 'arraybuffer';
    this.#listener.readyState(socket.readyState);
    socket.addEventListener('open', () => {
      this.#tellReadyState();
      this.#listener.state('open');
    });
    socket.addEventListener('message', ({ data }) => this.#listener.message(data));
    socket.addEventListener('close', (event) => {
      this.#tellReadyState();
      this.#listener.state('closed', event);
      setTimeout(() => this.#source.close(), LAST_EVENTS_MS);
    });
    return socket;
  }

  #tellReadyState() {
    const readyState = this.#socket?.readyState ?? WebSocket.CONNECTING;
    this.#listener.readyState(readyState);
    if (readyState === WebSocket.CLOSING) this.#listener.state('closing');
  }
}
