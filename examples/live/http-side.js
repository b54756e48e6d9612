/**
 * A connection from its first byte to the answer of its first request: a file, an event stream, a refusal,
 * or the switch to WebSocket. One request a connection, which keeps HTTP as small as it can be.
 */

import {
  encodeHandshakeResponse,
  encodeRejection,
  HeadBuffer,
  headerValues,
  parseHandshake,
  selectProtocol,
} from 'websocket-codec';
import { isTraceId } from './trace.js';
import { serveWebSocket } from './websocket-side.js';

/**
 * @import { Socket } from 'node:net'
 * @import { HandshakeRequest, Rejection, RequestHead } from 'websocket-codec'
 * @import { StaticFile } from './static-files.js'
 * @import { TraceHub } from './trace.js'
 */

/**
 * @typedef {object} Site
 * @property {ReadonlyMap<string, StaticFile>} files
 * @property {string} contentSecurityPolicy
 * @property {TraceHub} traces
 * @property {Map<Socket, () => void>} peers who is connected, and how each of them is sent away
 */

/** From the connection to the end of the request's head. */
const HANDSHAKE_MS = 10_000;
/** How long a client may take to end its side once it has been answered. */
const LINGER_MS = 2_000;

/**
 * @param {Socket} socket
 * @param {Site} site
 */
export function serveConnection(socket, site) {
  const head = new HeadBuffer();
  const deadline = setTimeout(() => {
    settle();
    refuse(socket, { httpStatus: 408, message: 'the request did not arrive in time' });
  }, HANDSHAKE_MS);

  /** @param {Uint8Array} chunk */
  const onData = (chunk) => {
    const bytes = head.push(chunk);
    if (bytes === null) return;
    const result = parseHandshake(bytes);
    if (result.status === 'incomplete') return;

    settle();
    if (result.status === 'complete') {
      const { value: request, bytesRead } = result;
      upgrade(socket, site, request, bytes.subarray(0, bytesRead), bytes.subarray(bytesRead));
    } else if (result.error.code === 'upgrade-missing' && result.error.request !== null) {
      const refusal = answer(socket, site, result.error.request);
      if (refusal !== null) refuse(socket, refusal === 'upgrade' ? result.error : refusal);
    } else {
      refuse(socket, result.error);
    }
  };
  const onEnd = () => socket.destroy();
  const settle = () => {
    clearTimeout(deadline);
    socket.off('data', onData).off('end', onEnd);
  };

  site.peers.set(socket, () => socket.destroy());
  socket.setNoDelay(true);
  socket.on('data', onData).on('end', onEnd);
  // An error is always followed by 'close', which is where things are cleared away.
  socket.on('error', () => {});
  socket.on('close', () => {
    clearTimeout(deadline);
    site.peers.delete(socket);
  });
}

/**
 * Answers an ordinary request.
 *
 * @param {Socket} socket
 * @param {Site} site
 * @param {RequestHead} request
 * @returns {Rejection | 'upgrade' | null} how to refuse it, if it has not been answered
 */
function answer(socket, site, request) {
  const { method, version, headers } = request;
  const { path, query } = readTarget(request.target);
  const hosts = headerValues(headers, 'host').length;
  if (hosts > 1 || (hosts === 0 && version !== '1.0')) {
    return { httpStatus: 400, message: 'a request has one Host field', request };
  }
  if (path === '/chat') return 'upgrade';

  const file = site.files.get(path);
  if (path !== '/trace' && file === undefined) {
    return { httpStatus: 404, message: 'there is nothing here', request };
  }
  if (method !== 'GET' && (method !== 'HEAD' || file === undefined)) {
    /** @type {[string, string][]} */
    const allow = [['Allow', file === undefined ? 'GET' : 'GET, HEAD']];
    return { httpStatus: 405, message: 'this is only for reading', headers: allow, request };
  }
  if (file === undefined) return openTrace(socket, site, query.get('id'));

  const fields = [
    `Content-Type: ${file.type}`,
    `Content-Length: ${file.bytes.length}`,
    `Content-Security-Policy: ${site.contentSecurityPolicy}`,
    'Referrer-Policy: no-referrer',
    'Cross-Origin-Resource-Policy: same-origin',
  ];
  socket.write(okHead(fields));
  finish(socket, method === 'HEAD' ? new Uint8Array(0) : file.bytes);
  return null;
}

/**
 * @param {Socket} socket
 * @param {Site} site
 * @param {string | null} id
 * @returns {Rejection | null}
 */
function openTrace(socket, site, id) {
  if (id === null || !isTraceId(id))
    return { httpStatus: 400, message: 'id must be a random UUID' };
  socket.write(okHead(['Content-Type: text/event-stream']));
  socket.on('data', () => {}).on('end', () => socket.destroy());
  site.traces.open(id, socket);
  // It is told how its WebSocket ended before it is left.
  site.peers.set(socket, () => {});
  return null;
}

/**
 * Answers a request for WebSocket.
 *
 * @param {Socket} socket
 * @param {Site} site
 * @param {HandshakeRequest} request
 * @param {Uint8Array} head the bytes of the request
 * @param {Uint8Array} rest what came behind them
 */
function upgrade(socket, site, request, head, rest) {
  const { path, query } = readTarget(request.target);
  if (path !== '/chat') {
    refuse(socket, { httpStatus: 404, message: 'there is no WebSocket here' });
    return;
  }
  const recorder = site.traces.recorder(query.get('trace'));
  recorder?.handshake('client', head);
  if (!isSameOrigin(request)) {
    const response = refuse(socket, { httpStatus: 403, message: 'another site may not connect' });
    recorder?.handshake('server', response);
    socket.on('close', () => recorder?.done());
    return;
  }

  const protocol = selectProtocol(request.protocols, ['chat']);
  const response = encodeHandshakeResponse(request, { protocol });
  socket.write(response);
  recorder?.handshake('server', response);
  site.peers.set(socket, serveWebSocket(socket, rest, recorder));
}

/**
 * Whether a request comes from a page of this server, or from a program that is no browser: browsers let
 * any page connect anywhere, and tell who asks (RFC 6455 §10.2).
 *
 * @param {HandshakeRequest} request
 */
function isSameOrigin({ origin, host }) {
  if (origin === null) return true;
  if (!URL.canParse(origin)) return false;
  const { protocol, host: originHost } = new URL(origin);
  // Through the same parser, so that case and a default port make no difference.
  const own = `${protocol}//${host}`;
  return /^https?:$/.test(protocol) && URL.canParse(own) && new URL(own).host === originHost;
}

/**
 * The path of a request target exactly as it stands there, and its query.
 *
 * @param {string} target
 */
function readTarget(target) {
  // An absolute URI must be understood as well (RFC 9112 §3.2.2).
  const local = target.replace(/^[a-z]+:\/\/[^/?]*/i, '');
  const [path = '', ...query] = local.split('?');
  return { path: path === '' ? '/' : path, query: new URLSearchParams(query.join('?')) };
}

/** @param {string[]} fields */
function okHead(fields) {
  const common = [
    `Date: ${new Date().toUTCString()}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  return `HTTP/1.1 200 OK\r\n${[...common, ...fields].join('\r\n')}\r\n\r\n`;
}

/**
 * @param {Socket} socket
 * @param {Rejection} rejection
 */
function refuse(socket, rejection) {
  const response = encodeRejection(rejection, { headers: [['Date', new Date().toUTCString()]] });
  finish(socket, response);
  return response;
}

/**
 * Writes the last bytes and ends the connection. What the client still sends is read and dropped: closing
 * with input unread could reset the connection and destroy the answer on its way.
 *
 * @param {Socket} socket
 * @param {Uint8Array} bytes
 */
function finish(socket, bytes) {
  socket.end(bytes);
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.on('close', () => clearTimeout(timer));
}
