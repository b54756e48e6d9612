/**
 * WebSocket over any transport that has WHATWG streams, for either side: the handshake, and the streams of a connection
 * behind it. It needs no runtime in particular: `Duplex.toWeb` of Node, a `Deno.Conn`, a socket of a Worker.
 */

import {
  encodeHandshakeRequest,
  encodeHandshakeResponse,
  encodeRejection,
  generateKey,
  negotiateExtensions,
  parseHandshake,
  parseHandshakeResponse,
  selectProtocol,
} from 'websocket-codec';
import { ConnectionStreams } from 'websocket-codec/streams';
import { readHead, write } from './stream-head.js';

/**
 * @import { Extension, HandshakeRequest, HandshakeResponse, HeaderList, Rejection } from 'websocket-codec'
 * @import { ConnectionStreamsOptions, StreamPair } from 'websocket-codec/streams'
 */

/** @typedef {StreamPair<Uint8Array, Uint8Array>} Transport */
/** @typedef {Omit<ConnectionStreamsOptions, 'role' | 'extensions' | 'firstBytes'>} Limits */

/**
 * @param {Transport} transport
 * @param {{ authorize: (request: HandshakeRequest) => boolean | Rejection | Promise<boolean | Rejection>,
 *   protocols?: readonly string[], extensions?: readonly Extension[], limits?: Limits }} options `authorize` tells who
 *   may connect; false means 403
 * @returns {Promise<{ request: HandshakeRequest, streams: ConnectionStreams } | null>} null: what came was refused, or
 *   was no whole request, and the transport's writable side is closed
 */
export async function acceptOverStreams(transport, options) {
  const { authorize, protocols = [], extensions: supported = [], limits = {} } = options;
  const head = await readHead(transport.readable, parseHandshake);
  if (head === null) return hangUp(transport);
  const { result, rest } = head;
  if (result.status === 'invalid') return refuse(transport, encodeRejection(result.error));
  const request = result.value;
  const verdict = await authorize(request);
  if (verdict !== true) {
    const rejection = verdict || { httpStatus: 403, message: 'this origin may not connect' };
    return refuse(transport, encodeRejection(rejection));
  }

  const protocol = selectProtocol(request.protocols, protocols);
  const extensions = negotiateExtensions(request.extensions, supported);
  await write(transport, encodeHandshakeResponse(request, { protocol, extensions }));
  const streams = new ConnectionStreams({
    ...limits,
    role: 'server',
    extensions,
    firstBytes: rest,
  });
  return { request, streams: streams.attach(transport) };
}

/**
 * @param {Transport} transport
 * @param {string | URL} url
 * @param {{ protocols?: readonly string[], extensions?: readonly Extension[], headers?: HeaderList,
 *   limits?: Limits }} [options]
 * @returns {Promise<{ response: HandshakeResponse, streams: ConnectionStreams }>} rejects with a HandshakeFailure as the
 *   cause when the server does not accept
 */
export async function connectOverStreams(transport, url, options = {}) {
  const { protocols = [], extensions = [], headers = [], limits = {} } = options;
  const { host, pathname, search } = new URL(url);
  const key = generateKey();
  const init = { host, target: pathname + search, key, protocols, extensions, headers };
  await write(transport, encodeHandshakeRequest(init));
  const head = await readHead(transport.readable, (bytes) =>
    parseHandshakeResponse(bytes, { key, protocols, extensions }),
  );
  if (head === null) throw new Error('the server hung up');
  const { result, rest } = head;
  if (result.status === 'invalid') throw new Error(result.error.message, { cause: result.error });

  const response = result.value;
  const agreed = { extensions: response.extensions, firstBytes: rest };
  const streams = new ConnectionStreams({ ...limits, role: 'client', ...agreed });
  return { response, streams: streams.attach(transport) };
}

/**
 * @param {Transport} transport
 * @param {Uint8Array} response
 */
async function refuse(transport, response) {
  await write(transport, response);
  return hangUp(transport);
}

/** @param {Transport} transport */
async function hangUp({ writable }) {
  await writable.close();
  return null;
}
