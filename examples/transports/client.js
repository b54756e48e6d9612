/**
 * A WebSocket client on node:net that connects again when it is told to.
 */

import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloseCode,
  encodeHandshakeRequest,
  generateKey,
  parseHandshakeResponse,
} from 'websocket-codec';
import { Backoff } from './backoff.js';
import { receiveHead } from './receive-head.js';
import { SocketDriver } from './socket-driver.js';

/**
 * @import { Socket } from 'node:net'
 * @import { Extension, HandshakeFailure, HandshakeResponse, HeaderList } from 'websocket-codec'
 * @import { HeadLimits } from 'websocket-codec'
 * @import { BackoffOptions } from './backoff.js'
 * @import { Closed, DriverOptions, Handlers, PeerOptions } from './socket-driver.js'
 */

/**
 * The end of a connection, or of an attempt to make one: then `code` is 1006, and `error` is the system's or
 * a HandshakeFailure whose `response` is what the server said instead.
 *
 * @typedef {Omit<Closed, 'error'> & { error: Closed['error'] | HandshakeFailure }} Ended
 */

/**
 * @typedef {object} OwnClientOptions
 * @property {(peer: SocketDriver, response: HandshakeResponse) => unknown} [onOpen]
 * @property {(ended: Ended, retryMs: number | null) => unknown} [onClose] called once for each attempt, with
 *   the wait before the next one; null: it was the last
 * @property {readonly string[]} [protocols] offered in order of preference
 * @property {readonly Extension[]} [extensions] offered in order of preference, such as `permessageDeflate`
 * @property {HeaderList} [headers] further fields, such as Authorization
 * @property {string} [origin]
 * @property {BackoffOptions | null} [reconnect] left out or null: one attempt
 * @property {number} [handshakeTimeoutMs] from the first packet to the end of the response's head
 * @property {HeadLimits} [headLimits]
 * @property {(url: URL) => Socket} [openSocket] for `wss:`, `tls.connect` with `allowHalfOpen`
 */

/** @typedef {OwnClientOptions & Omit<Handlers, 'onClose'> & DriverOptions & PeerOptions} ClientOptions */

/** Refusals that a later attempt may get past; the server's own troubles (5xx) count among them. */
const PASSING_STATUSES = [408, 425, 429];

/**
 * @param {string | URL} url
 * @param {ClientOptions} options the limits of `Connection` among them
 * @throws TypeError for a URL or an option that no handshake can be made of
 */
export function connectWebSocket(url, options) {
  const {
    onOpen,
    onMessage,
    onPong,
    onBytes,
    onStateChange,
    onClose,
    protocols = [],
    extensions = [],
    headers = [],
    origin = null,
    reconnect = null,
    handshakeTimeoutMs = 10_000,
    headLimits = {},
    openSocket = openTcpSocket,
    ...driverOptions
  } = options;
  const parsedUrl = parseWebSocketUrl(url);
  if (parsedUrl.protocol === 'wss:' && openSocket === openTcpSocket) {
    throw new TypeError('wss: needs openSocket');
  }
  const { host, pathname, search } = parsedUrl;
  const target = pathname + search;
  /** @param {string} key */
  const requestWith = (key) =>
    encodeHandshakeRequest({ host, target, key, origin, protocols, extensions, headers });
  // What cannot be sent is the caller's mistake, and is told at once.
  requestWith(generateKey());

  const backoff = new Backoff(reconnect ?? {});
  const stopping = new AbortController();
  /** While its handshake lasts. @type {Socket | null} */
  let socket = null;
  /** @type {SocketDriver | null} */
  let peer = null;

  /** @returns {Promise<{ ended: Ended, mayRetry: boolean, lastedMs: number }>} */
  const attempt = async () => {
    const key = generateKey();
    const opening = openSocket(parsedUrl);
    socket = opening;
    // An error is always followed by 'close'.
    opening.on('error', () => {});
    opening.write(requestWith(key));
    const outcome = await receiveHead(
      opening,
      (bytes) => parseHandshakeResponse(bytes, { key, protocols, extensions }, headLimits),
      handshakeTimeoutMs,
      headLimits,
    );
    socket = null;
    if (outcome.status !== 'complete') {
      opening.destroy();
      const error = outcome.status === 'timeout' ? tooSlow(handshakeTimeoutMs) : outcome.error;
      const mayRetry = outcome.status !== 'invalid' || isPassing(outcome.error);
      return { ended: notOpened(error), mayRetry, lastedMs: 0 };
    }
    const openedAt = performance.now();
    const opened = new SocketDriver(opening, 'client', driverOptions, outcome.value.extensions);
    peer = opened;
    try {
      onOpen?.(opened, outcome.value);
    } catch (error) {
      opening.destroy();
      throw error;
    }
    /** @type {Closed} */
    const ended = await new Promise((resolve) => {
      opened.start({ onMessage, onPong, onBytes, onStateChange, onClose: resolve }, outcome.rest);
    });
    peer = null;
    return { ended, mayRetry: true, lastedMs: performance.now() - openedAt };
  };

  const run = async () => {
    for (;;) {
      const { ended, mayRetry, lastedMs } = await attempt();
      const isLast = reconnect === null || !mayRetry || stopping.signal.aborted;
      const retryMs = isLast ? null : backoff.next(lastedMs);
      onClose?.(ended, retryMs);
      if (retryMs === null) return ended;
      await sleep(retryMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return ended;
    }
  };

  return {
    /** Resolves with the end of the last connection or attempt. */
    finished: run(),

    /**
     * Closes the connection, or gives up the attempt, and makes no other.
     *
     * @param {number} [code]
     * @param {string} [reason]
     */
    stop(code = CloseCode.NormalClosure, reason = '') {
      peer?.close(code, reason);
      stopping.abort();
      if (peer === null) socket?.destroy();
    },
  };
}

/** @param {string | URL} text */
function parseWebSocketUrl(text) {
  const url = new URL(text);
  if (!/^wss?:$/.test(url.protocol)) throw new TypeError(`${url} is neither ws: nor wss:`);
  // RFC 6455 §3; and a name and password would be dropped in silence.
  if (url.href.includes('#')) throw new TypeError(`${url} has a fragment`);
  if (url.username + url.password !== '') throw new TypeError('send Authorization in the headers');
  return url;
}

/** @param {URL} url */
function openTcpSocket({ hostname, port }) {
  const host = hostname.replace(/^\[|\]$/g, '');
  return connect({ host, port: Number(port || 80), allowHalfOpen: true });
}

/** @param {HandshakeFailure} failure */
function isPassing({ response }) {
  return (
    response !== null && (response.status >= 500 || PASSING_STATUSES.includes(response.status))
  );
}

/** @param {number} timeoutMs */
function tooSlow(timeoutMs) {
  return new Error(`the handshake took more than ${timeoutMs} ms`);
}

/**
 * @param {Ended['error']} error
 * @returns {Ended}
 */
function notOpened(error) {
  return { code: CloseCode.AbnormalClosure, reason: '', wasClean: false, error };
}
