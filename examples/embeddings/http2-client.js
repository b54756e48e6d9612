/**
 * A WebSocket in a stream of HTTP/2 (RFC 8441), on `node:http2`. Any number of them, and ordinary requests, share one
 * session:
 *
 *     const session = await openSession('https://a.example');
 *     const { peer } = await connectOverHttp2(session, 'wss://a.example/chat', { onMessage … });
 */

import { connect, constants } from 'node:http2';
import { connectRequestHeaders, readConnectResponse } from 'websocket-codec/extended-connect';
import { SocketDriver } from '../transports/socket-driver.js';
import { objectOf, pairsOf } from './node-headers.js';

/**
 * @import { ClientHttp2Session, ClientHttp2Stream, SecureClientSessionOptions } from 'node:http2'
 * @import { Extension, HeaderList } from 'websocket-codec'
 * @import { ConnectResponse } from 'websocket-codec/extended-connect'
 * @import { DriverOptions, Handlers, PeerOptions } from '../transports/socket-driver.js'
 */

/**
 * @typedef {object} OwnClientOptions
 * @property {readonly string[]} [protocols] offered in order of preference
 * @property {readonly Extension[]} [extensions] offered in order of preference, such as `permessageDeflate`
 * @property {HeaderList} [headers] further fields, such as authorization
 * @property {string} [origin]
 * @property {number} [handshakeTimeoutMs]
 */

const NO_BYTES = new Uint8Array(0);

/**
 * A session whose server has said what it can do: its settings come first. What happens to it later is told by its
 * 'close', and to each connection by `onClose`.
 *
 * @param {string | URL} url
 * @param {SecureClientSessionOptions & { settingsTimeoutMs?: number }} [options] such as `ca`
 * @returns {Promise<ClientHttp2Session>} rejects with the system's error, and when the server hangs up or takes too long
 */
export function openSession(url, { settingsTimeoutMs = 10_000, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const session = connect(url, options);
    const deadline = setTimeout(() => {
      session.destroy(new Error(`the server said nothing for ${settingsTimeoutMs} ms`));
    }, settingsTimeoutMs);
    session.once('remoteSettings', () => {
      clearTimeout(deadline);
      resolve(session);
    });
    // It stays: without it a session that is reset would end the program. An error is always followed by 'close'.
    session.on('error', reject);
    session.once('close', () => {
      clearTimeout(deadline);
      reject(new Error('the server hung up'));
    });
  });
}

/**
 * @param {ClientHttp2Session} session
 * @param {string | URL} url
 * @param {Handlers} handlers
 * @param {OwnClientOptions & DriverOptions & PeerOptions} [options]
 * @returns {Promise<{ peer: SocketDriver, response: ConnectResponse }>} rejects when the server does not take WebSocket
 *   in HTTP/2, takes too long or is gone, and when it refuses, with a ConnectFailure as the cause
 */
export async function connectOverHttp2(session, url, handlers, options = {}) {
  const { protocols = [], extensions = [], headers = [], origin = null, ...rest } = options;
  const { handshakeTimeoutMs = 10_000, ...driverOptions } = rest;
  if (session.remoteSettings.enableConnectProtocol !== true) {
    throw new Error('the server takes no WebSocket in HTTP/2');
  }
  const { protocol, host: authority, pathname, search } = new URL(url);
  const scheme = protocol === 'wss:' ? 'https' : 'http';
  const path = pathname + search;
  const offered = { protocols, extensions };
  const request = connectRequestHeaders({ scheme, authority, path, origin, headers, ...offered });
  const stream = session.request(objectOf(request), { endStream: false });

  const answer = await responseTo(stream, handshakeTimeoutMs);
  const result = readConnectResponse(answer, offered);
  if (result.status !== 'complete') {
    stream.close(constants.NGHTTP2_CANCEL);
    // Interim responses do not come as a 'response'.
    if (result.status === 'incomplete') throw new Error('the server did not answer');
    throw new Error(result.error.message, { cause: result.error });
  }
  const peer = new SocketDriver(stream, 'client', driverOptions, result.value.extensions);
  peer.start(handlers, NO_BYTES);
  return { peer, response: result.value };
}

/**
 * @param {ClientHttp2Stream} stream
 * @param {number} timeoutMs
 * @returns {Promise<HeaderList>}
 */
function responseTo(stream, timeoutMs) {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => {
      reject(new Error(`the handshake took more than ${timeoutMs} ms`));
      stream.close(constants.NGHTTP2_CANCEL);
    }, timeoutMs);
    // The fields as they came, which the declaration of the event leaves out.
    stream.once('response', (/** @type {[object, number, string[]]} */ ...[, , rawHeaders]) => {
      clearTimeout(deadline);
      resolve(pairsOf(rawHeaders));
    });
    stream.on('error', reject);
    stream.once('close', () => {
      clearTimeout(deadline);
      reject(new Error('the stream was closed before the server answered'));
    });
  });
}
