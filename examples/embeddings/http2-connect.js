/**
 * WebSocket in streams of HTTP/2, by extended CONNECT (RFC 8441), beside an application that has an `Http2Server` or an
 * `Http2SecureServer` with a listener for requests. The server must have been made with
 * `settings: { enableConnectProtocol: true }`: without it no client may ask (RFC 8441 §3).
 */

import { constants } from 'node:http2';
import { CloseCode, negotiateExtensions, selectProtocol } from 'websocket-codec';
import {
  connectRejectionHeaders,
  connectResponseHeaders,
  readConnectRequest,
} from 'websocket-codec/extended-connect';
import { isSameOrigin } from '../transports/server.js';
import { SocketDriver, throwLater } from '../transports/socket-driver.js';
import { objectOf, pairsOf } from './node-headers.js';

/**
 * @import { Http2SecureServer, Http2Server, ServerHttp2Stream } from 'node:http2'
 * @import { Extension, HeaderList, NegotiatedExtension } from 'websocket-codec'
 * @import { ConnectRequest } from 'websocket-codec/extended-connect'
 * @import { DriverOptions, Handlers, PeerOptions } from '../transports/socket-driver.js'
 */

/**
 * @typedef {object} OpenedBy
 * @property {ConnectRequest} request
 * @property {string | null} protocol the chosen one
 * @property {readonly NegotiatedExtension[]} extensions the accepted ones
 * @property {ServerHttp2Stream} stream for its session and its end; its bytes are the peer's alone
 */

/**
 * @typedef {object} OwnConnectOptions
 * @property {(peer: SocketDriver, openedBy: OpenedBy) => Handlers} onConnection
 * @property {(asked: { origin: string | null, host: string }) => boolean} [authorize] who may connect; the others get
 *   403. Left out, pages of the same origin and programs that are no browser
 * @property {readonly string[]} [protocols] the subprotocols that this server speaks
 * @property {readonly Extension[]} [extensions] those that it supports, such as `permessageDeflate`
 */

/** @typedef {OwnConnectOptions & DriverOptions & PeerOptions} ConnectOptions */

const NO_BYTES = new Uint8Array(0);

/**
 * @param {Http2Server | Http2SecureServer} server
 * @param {ConnectOptions} options
 */
export function acceptConnects(server, options) {
  const { onConnection, authorize = isSameOrigin, ...rest } = options;
  const { protocols = [], extensions: supported = [], ...driverOptions } = rest;
  const { onError = throwLater } = driverOptions;
  /** @type {Set<SocketDriver>} */
  const peers = new Set();

  /**
   * @param {ServerHttp2Stream} stream
   * @param {HeaderList} headers
   */
  const open = (stream, headers) => {
    /** @param {{ httpStatus: number, headers?: HeaderList }} rejection */
    const refuse = (rejection) =>
      stream.respond(objectOf(connectRejectionHeaders(rejection)), { endStream: true });

    const judged = readConnectRequest(headers);
    if (judged.status === 'invalid') {
      if (judged.error.isMalformed) stream.close(constants.NGHTTP2_PROTOCOL_ERROR);
      else refuse(judged.error);
      return;
    }
    const request = judged.value;
    if (!authorize({ origin: request.origin, host: request.authority })) {
      refuse({ httpStatus: 403 });
      return;
    }
    const protocol = selectProtocol(request.protocols, protocols);
    const extensions = negotiateExtensions(request.extensions, supported);
    stream.respond(objectOf(connectResponseHeaders(request, { protocol, extensions })));
    const peer = new SocketDriver(stream, 'server', driverOptions, extensions);
    peers.add(peer);
    stream.on('close', () => peers.delete(peer));
    peer.start(onConnection(peer, { request, protocol, extensions, stream }), NO_BYTES);
  };

  // An HTTP/1.1 client's CONNECT comes here too, and asks for a proxy.
  server.on('connect', (request, responseOrSocket) => {
    if (!('stream' in request)) return responseOrSocket.destroy();
    const { stream, rawHeaders } = request;
    stream.on('error', () => {});
    try {
      open(stream, pairsOf(rawHeaders));
    } catch (error) {
      stream.close(constants.NGHTTP2_INTERNAL_ERROR);
      onError(error);
    }
  });

  return {
    /** Sends everyone away. */
    close() {
      for (const peer of peers) peer.close(CloseCode.GoingAway, 'the server is going away');
    },
  };
}
