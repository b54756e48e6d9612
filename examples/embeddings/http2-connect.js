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
 * @import { Extension, HandshakeRequest, HeaderList, NegotiatedExtension } from 'websocket-codec'
 * @import { Rejection } from 'websocket-codec'
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

/** @typedef {Pick<HandshakeRequest, 'origin' | 'host' | 'headers'>} Asked what requests of both versions of HTTP have */

/**
 * @typedef {object} OwnConnectOptions
 * @property {(peer: SocketDriver, openedBy: OpenedBy) => Handlers} onConnection
 * @property {(asked: Asked) => boolean | Rejection | Promise<boolean | Rejection>} [authorize]
 *   who may connect; false means 403. Left out, pages of the same origin and programs that are no browser
 * @property {readonly string[]} [protocols] the subprotocols that this server speaks
 * @property {readonly Extension[]} [extensions] those that it supports, such as `permessageDeflate`
 */

/** @typedef {OwnConnectOptions & DriverOptions & PeerOptions} ConnectOptions */

const NO_BYTES = new Uint8Array(0);
const GOING_AWAY = { httpStatus: 503 };

/**
 * @param {Http2Server | Http2SecureServer} server
 * @param {ConnectOptions} options
 */
export function acceptConnects(server, options) {
  const { onConnection, authorize = isSameOrigin, ...rest } = options;
  const { protocols = [], extensions: supported = [], ...driverOptions } = rest;
  const { onError = throwLater } = driverOptions;
  /** Who is here, and how each is sent away. @type {Map<ServerHttp2Stream, () => void>} */
  const streams = new Map();
  let isClosing = false;

  /**
   * @param {ServerHttp2Stream} stream
   * @param {HeaderList} headers
   */
  const open = async (stream, headers) => {
    /** @param {{ httpStatus: number, headers?: HeaderList }} rejection */
    const refuse = (rejection) => {
      // It may be closed, or sent away, before there is a verdict.
      if (stream.closed || stream.headersSent) return;
      stream.respond(objectOf(connectRejectionHeaders(rejection)), { endStream: true });
    };

    const judged = readConnectRequest(headers);
    if (judged.status === 'invalid') {
      if (judged.error.isMalformed) stream.close(constants.NGHTTP2_PROTOCOL_ERROR);
      else refuse(judged.error);
      return;
    }
    if (isClosing) return refuse(GOING_AWAY);
    streams.set(stream, () => refuse(GOING_AWAY));
    stream.on('close', () => streams.delete(stream));
    const request = judged.value;
    const { origin, authority: host } = request;
    const verdict = await authorize({ origin, host, headers: request.headers });
    if (verdict !== true) return refuse(verdict || { httpStatus: 403 });
    if (stream.closed || stream.headersSent) return;
    const protocol = selectProtocol(request.protocols, protocols);
    const extensions = negotiateExtensions(request.extensions, supported);
    stream.respond(objectOf(connectResponseHeaders(request, { protocol, extensions })));
    const peer = new SocketDriver(stream, 'server', driverOptions, extensions);
    streams.set(stream, () => peer.close(CloseCode.GoingAway, 'the server is going away'));
    peer.start(onConnection(peer, { request, protocol, extensions, stream }), NO_BYTES);
  };

  // An HTTP/1.1 client's CONNECT comes here too, and asks for a proxy.
  server.on('connect', (request, responseOrSocket) => {
    if (!('stream' in request)) return responseOrSocket.destroy();
    const { stream, rawHeaders } = request;
    stream.on('error', () => {});
    open(stream, pairsOf(rawHeaders)).catch((error) => {
      stream.close(constants.NGHTTP2_INTERNAL_ERROR);
      onError(error);
    });
  });

  return {
    /** Sends everyone away, those who wait for `authorize` and those who still come with 503. */
    close() {
      isClosing = true;
      for (const sendAway of streams.values()) sendAway();
    },
  };
}
