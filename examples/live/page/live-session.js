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
 * @property {(data: string | ArrayBuffer) => void} message
 */

/** The last frames and the end of TCP are told on the stream after the WebSocket is closed. */
const LAST_EVENTS_MS = 3_000;

export class LiveSession {
  #listener;
  #source;
  /** @type {WebSocket | null} */
  #socket = null;

  /**
   * @param {SessionListener} listener
   * @param {TraceListener} traceListener
   */
  constructor(listener, traceListener) {
    this.#listener = listener;
    const id = crypto.randomUUID();
    this.#source = new EventSource(`/trace?id=${id}`);
    listenToTrace(this.#source, traceListener);
    listener.state('connecting');

    this.#source.addEventListener('open', () => {
      // It opens again after a break in the connection, and then there is a WebSocket already.
      this.#socket ??= this.#openSocket(id);
    });
    this.#source.addEventListener('error', () => {
      if (this.#socket !== null) return;
      this.#source.close();
      listener.state('failed');
    });
  }

  /** @param {string | Blob | Uint8Array<ArrayBuffer>} data */
  send(data) {
    this.#socket?.send(data);
  }

  close() {
    if (this.#socket === null) {
      this.#source.close();
      this.#listener.state('closed');
    } else {
      this.#listener.state('closing');
      this.#socket.close(1000, 'done');
    }
  }

  /** @param {string} id */
  #openSocket(id) {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(`${scheme}://${location.host}/chat?trace=${id}`, 'chat');
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => this.#listener.state('open'));
    socket.addEventListener('message', ({ data }) => this.#listener.message(data));
    socket.addEventListener('close', (event) => {
      this.#listener.state('closed', event);
      setTimeout(() => this.#source.close(), LAST_EVENTS_MS);
    });
    return socket;
  }
}
