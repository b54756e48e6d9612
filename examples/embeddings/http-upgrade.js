/**
 * WebSocket beside an application that has an `http.Server` or `https.Server` already, whatever it is made with:
 *
 *     const server = createServer(app); // Express, Koa, a function
 *     const server = fastify().server;
 *     const webSockets = acceptUpgrades(server, { onConnection: (peer) => ({ onMessage … }) });
 */

import {
  CloseCode,
  encodeHandshakeResponse,
  encodeRejection,
  negotiateExtensions,
  readHandshake,
  selectProtocol,
} from 'websocket-codec';
import { isSameOrigin, respond } from '../transports/server.js';
import { SocketDriver, throwLater } from '../transports/socket-driver.js';
import { pairsOf } from './node-headers.js';

/**
 * @import { IncomingMessage, Server } from 'node:http'
 * @import { Http2SecureServer } from 'node:http2'
 * @import { Socket } from 'node:net'
 * @import { Extension, HandshakeRequest, NegotiatedExtension, Rejection } from 'websocket-codec'
 * @import { DriverOptions, Handlers, PeerOptions } from '../transports/socket-driver.js'
 */

/**
 * @typedef {object} OpenedBy
 * @property {HandshakeRequest} request
 * @property {string | null} protocol the chosen one
 * @property {readonly NegotiatedExtension[]} extensions the accepted ones
 */

/**
 * @typedef {object} OwnUpgradeOptions
 * @property {(peer: SocketDriver, openedBy: OpenedBy) => Handlers} onConnection
 * @property {(request: HandshakeRequest) => boolean | Rejection | Promise<boolean | Rejection>} [authorize]
 *   who may connect, and to what; false means 403. Left out, pages of the same origin and programs that are no browser
 * @property {readonly string[]} [protocols] the subprotocols that this server speaks
 * @property {readonly Extension[]} [extensions] those that it supports, such as `permessageDeflate`
 */

/** @typedef {OwnUpgradeOptions & DriverOptions & PeerOptions} UpgradeOptions */

const GOING_AWAY = { httpStatus: 503, message: 'the server is going away' };

/**
 * Once it is called, every request of this server for another protocol comes here, and no ordinary one does.
 *
 * @param {Server | Http2SecureServer} server
 * @param {UpgradeOptions} options
 */
export function acceptUpgrades(server, options) {
  const { onConnection, authorize = isSameOrigin, ...rest } = options;
  const { protocols = [], extensions: supported = [], ...driverOptions } = rest;
  const { closeTimeoutMs = 5_000, onError = throwLater } = driverOptions;
  /** Who is here, and how each is sent away. @type {Map<Socket, () => void>} */
  const sockets = new Map();
  let isClosing = false;

  /**
   * @param {Socket} socket
   * @param {Rejection} rejection
   */
  const refuse = (socket, rejection) => {
    // It may be closed, or sent away, before there is a verdict.
    if (socket.writable) respond(socket, encodeRejection(rejection), closeTimeoutMs);
  };

  /**
   * @param {IncomingMessage} incoming
   * @param {Socket} socket
   * @param {Uint8Array} firstBytes
   */
  const open = async (incoming, socket, firstBytes) => {
    const judged = readHandshake(headOf(incoming));
    if (judged.status === 'invalid') return refuse(socket, judged.error);
    if (isClosing) return refuse(socket, GOING_AWAY);
    sockets.set(socket, () => refuse(socket, GOING_AWAY));
    socket.on('close', () => sockets.delete(socket));
    const request = judged.value;
    const verdict = await authorize(request);
    if (verdict !== true) {
      const rejection = verdict || { httpStatus: 403, message: 'this origin may not connect' };
      return refuse(socket, rejection);
    }
    if (!socket.writable) return;
    const protocol = selectProtocol(request.protocols, protocols);
    const extensions = negotiateExtensions(request.extensions, supported);
    socket.write(encodeHandshakeResponse(request, { protocol, extensions }));
    const peer = new SocketDriver(socket, 'server', driverOptions, extensions);
    sockets.set(socket, () => peer.close(CloseCode.GoingAway, 'the server is going away'));
    peer.start(onConnection(peer, { request, protocol, extensions }), firstBytes);
  };

  server.on('upgrade', (incoming, socket, firstBytes) => {
    // From here on the socket is ours: nobody else handles its errors. They are always followed by 'close'.
    socket.on('error', () => {});
    // A server for TLS makes sockets that end with their peer, before it has been answered.
    socket.allowHalfOpen = true;
    open(incoming, socket, firstBytes).catch((error) => {
      socket.destroy();
      onError(error);
    });
  });

  return {
    /**
     * Sends everyone away, as `server.close()` does not: it only waits for them. Those who wait for `authorize`, and those
     * who still come, get 503. All are gone within `closeTimeoutMs`.
     */
    close() {
      isClosing = true;
      for (const sendAway of sockets.values()) sendAway();
    },
  };
}

/** @param {IncomingMessage} incoming */
function headOf({ method = '', url = '', httpVersion, rawHeaders }) {
  return { method, target: url, version: httpVersion, headers: pairsOf(rawHeaders) };
}
