/**
 * A WebSocket server on node:net. An ordinary HTTP request can be answered on the same port.
 */

import { createServer } from 'node:net';
import {
  CloseCode,
  encodeHandshakeResponse,
  encodeRejection,
  negotiateExtensions,
  parseHandshake,
  selectProtocol,
} from 'websocket-codec';
import { receiveHead } from './receive-head.js';
import { SocketDriver, throwLater } from './socket-driver.js';

/**
 * @import { AddressInfo, Socket } from 'node:net'
 * @import { Extension, HandshakeRequest, HeadLimits, NegotiatedExtension } from 'websocket-codec'
 * @import { Rejection, RequestHead } from 'websocket-codec'
 * @import { DriverOptions, Handlers, PeerOptions } from './socket-driver.js'
 */

/**
 * @typedef {object} OpenedBy
 * @property {HandshakeRequest} request
 * @property {string | null} protocol the chosen one
 * @property {readonly NegotiatedExtension[]} extensions the accepted ones
 * @property {{ request: Uint8Array, response: Uint8Array }} heads as they were on the wire
 * @property {Socket} socket for its addresses and its end; its bytes are the peer's alone
 */

/**
 * @typedef {object} OwnServerOptions
 * @property {(peer: SocketDriver, openedBy: OpenedBy) => Handlers} onConnection
 * @property {(request: RequestHead, socket: Socket) => unknown} [onRequest] is handed the socket of an
 *   ordinary request, paused and as if nothing had been read from it; one way to go on is
 *   `httpServer.emit('connection', socket)` and `socket.resume()`. Left out, the answer is 426
 * @property {(request: HandshakeRequest) => boolean | Rejection | Promise<boolean | Rejection>} [authorize]
 *   who may connect; false means 403. Left out, pages of the same origin and programs that are no browser
 * @property {(refused: Omit<OpenedBy, 'protocol' | 'extensions'>) => unknown} [onRefused] told of a good request that
 *   was not let in
 * @property {readonly string[]} [protocols] the subprotocols that this server speaks
 * @property {readonly Extension[]} [extensions] those that it supports, such as `permessageDeflate`
 * @property {number} [maxConnections] those in their handshake included; more are dropped unheard
 * @property {number} [handshakeTimeoutMs] from the connection to the end of the request's head
 * @property {HeadLimits} [headLimits]
 */

/** @typedef {OwnServerOptions & DriverOptions & PeerOptions} ServerOptions */

/** @param {ServerOptions} options the limits of `Connection` among them */
export function createWebSocketServer(options) {
  const {
    onConnection,
    onRequest,
    authorize = isSameOrigin,
    onRefused,
    protocols = [],
    extensions: supported = [],
    maxConnections = 1_024,
    handshakeTimeoutMs = 10_000,
    headLimits = {},
    ...driverOptions
  } = options;
  const { closeTimeoutMs = 5_000, onError = throwLater } = options;

  /** Who is connected, and how each of them is sent away. @type {Map<Socket, () => void>} */
  const sockets = new Map();
  /** @type {Promise<void> | null} */
  let closing = null;

  /** @param {Socket} socket */
  const serve = async (socket) => {
    const outcome = await receiveHead(
      socket,
      (bytes) => parseHandshake(bytes, headLimits),
      handshakeTimeoutMs,
      headLimits,
    );
    switch (outcome.status) {
      case 'ended':
        socket.destroy();
        return;
      case 'timeout':
        refuse(socket, { httpStatus: 408, message: 'the request did not arrive in time' });
        return;
      case 'invalid': {
        const { code, request } = outcome.error;
        if (code !== 'upgrade-missing' || request === null || onRequest === undefined) {
          refuse(socket, outcome.error);
          return;
        }
        sockets.set(socket, () => {});
        socket.unshift(outcome.received);
        await onRequest(request, socket);
        return;
      }
      case 'complete':
        await open(socket, outcome.value, outcome.head, outcome.rest);
    }
  };

  /**
   * @param {Socket} socket
   * @param {HandshakeRequest} request
   * @param {Uint8Array} head
   * @param {Uint8Array} rest
   */
  const open = async (socket, request, head, rest) => {
    const verdict = await authorize(request);
    if (socket.destroyed) return;
    if (verdict !== true) {
      const rejection = verdict || { httpStatus: 403, message: 'this origin may not connect' };
      const heads = { request: head, response: refuse(socket, rejection) };
      onRefused?.({ request, heads, socket });
      return;
    }
    const protocol = selectProtocol(request.protocols, protocols);
    const extensions = negotiateExtensions(request.extensions, supported);
    const response = encodeHandshakeResponse(request, { protocol, extensions });
    socket.write(response);
    const peer = new SocketDriver(socket, 'server', driverOptions, extensions);
    sockets.set(socket, () => peer.close(CloseCode.GoingAway, 'the server is going away'));
    const heads = { request: head, response };
    peer.start(onConnection(peer, { request, protocol, extensions, heads, socket }), rest);
  };

  /**
   * @param {Socket} socket
   * @param {Rejection} rejection
   */
  const refuse = (socket, rejection) => {
    const date = new Date().toUTCString();
    const response = encodeRejection(rejection, { headers: [['Date', date]] });
    respond(socket, response, closeTimeoutMs);
    return response;
  };

  // Half-open: a client that has said all it had to say may still be owed an answer.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.set(socket, () => socket.destroy());
    // An error is always followed by 'close'.
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    serve(socket).catch((error) => {
      socket.destroy();
      onError(error);
    });
  });
  server.maxConnections = maxConnections;

  return {
    /**
     * @param {number} [port] 0 for any that is free
     * @param {string} [host] this machine alone, unless it is given
     * @returns {Promise<AddressInfo>} rejects with the system's error
     */
    listen: (port = 0, host = '127.0.0.1') =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          resolve(/** @type {AddressInfo} */ (server.address()));
        });
      }),

    /** Stops listening, sends everyone away, and resolves when the last is gone. */
    close() {
      closing ??= new Promise((resolve) => {
        const deadline = setTimeout(() => {
          for (const socket of sockets.keys()) socket.destroy();
        }, closeTimeoutMs);
        server.close(() => {
          clearTimeout(deadline);
          resolve();
        });
        for (const sendAway of sockets.values()) sendAway();
      });
      return closing;
    },
  };
}

/**
 * Whether a request comes from a page of this server, or from a program that is no browser: browsers let
 * any page connect anywhere, and tell who asks (RFC 6455 §10.2).
 *
 * @param {Pick<HandshakeRequest, 'origin' | 'host'>} request
 */
export function isSameOrigin({ origin, host }) {
  if (origin === null) return true;
  if (!URL.canParse(origin)) return false;
  const { protocol, host: originHost } = new URL(origin);
  // Through the same parser, so that case and a default port make no difference.
  const own = `${protocol}//${host}`;
  return /^https?:$/.test(protocol) && URL.canParse(own) && new URL(own).host === originHost;
}

/**
 * Writes a whole response and ends the connection. What the client still sends is read and dropped: closing
 * with input unread could reset the connection and destroy the answer on its way.
 *
 * @param {Socket} socket
 * @param {Uint8Array | string} response
 * @param {number} timeoutMs how long the client may take to end its side
 */
export function respond(socket, response, timeoutMs) {
  const deadline = setTimeout(() => socket.destroy(), timeoutMs);
  socket.on('close', () => clearTimeout(deadline));
  socket.on('data', () => {}).on('end', () => socket.destroySoon());
  socket.end(response);
  socket.resume();
}
