/**
 * Ordinary requests on the port of the WebSocket: a file, an event stream, a command, a refusal. One
 * request a connection, which keeps HTTP as small as it can be.
 */

import { encodeRejection, headerValues, readHandshake } from 'websocket-codec';
import { respond } from '../transports/server.js';
import { parseCommand } from './commands.js';
import { readTarget } from './target.js';
import { isTraceId } from './trace-hub.js';

/**
 * @import { Socket } from 'node:net'
 * @import { Rejection, RequestHead } from 'websocket-codec'
 * @import { StaticFile } from './static-files.js'
 * @import { TraceHub } from './trace-hub.js'
 */

/**
 * @typedef {object} Site
 * @property {ReadonlyMap<string, StaticFile>} files
 * @property {string} contentSecurityPolicy
 * @property {TraceHub} traces
 * @property {number} closeTimeoutMs how long a client may take to end its side once it has been answered
 */

/**
 * @param {RequestHead} request
 * @param {Socket} socket paused, and as if nothing had been read from it
 * @param {Site} site
 */
export async function answer(request, socket, site) {
  const response = await responseTo(request, socket, site);
  if (response !== null) respond(socket, response, site.closeTimeoutMs);
}

/**
 * @param {RequestHead} request
 * @param {Socket} socket
 * @param {Site} site
 * @returns {Promise<Uint8Array | null>} null when the answer goes on
 */
async function responseTo(request, socket, site) {
  const { path, query } = readTarget(request.target);
  const { version, headers } = request;
  const hosts = headerValues(headers, 'host').length;
  if (hosts > 1 || (hosts === 0 && version !== '1.0')) {
    return refusal({ httpStatus: 400, message: 'a request has one Host field', request });
  }
  switch (path) {
    case '/chat': {
      const handshake = readHandshake(request);
      if (handshake.status !== 'invalid') throw new TypeError('this is a request for WebSocket');
      return refusal(handshake.error);
    }
    case '/trace':
      return methodRefusal(request, ['GET']) ?? openTrace(socket, site, query.get('id'));
    case '/command':
      return methodRefusal(request, ['POST']) ?? obey(site, query);
    default:
      return fileResponse(request, site, path);
  }
}

/**
 * @param {RequestHead} request
 * @param {Site} site
 * @param {string} path
 */
function fileResponse(request, site, path) {
  const file = site.files.get(path);
  if (file === undefined) return refusal({ httpStatus: 404, message: 'there is nothing here' });
  const refused = methodRefusal(request, ['GET', 'HEAD']);
  if (refused !== null) return refused;

  const head = responseHead('200 OK', [
    `Content-Type: ${file.type}`,
    `Content-Length: ${file.bytes.length}`,
    `Content-Security-Policy: ${file.contentSecurityPolicy ?? site.contentSecurityPolicy}`,
    'Referrer-Policy: no-referrer',
    'Cross-Origin-Resource-Policy: same-origin',
  ]);
  return request.method === 'HEAD' ? head : Buffer.concat([head, file.bytes]);
}

/**
 * @param {Socket} socket
 * @param {Site} site
 * @param {string | null} id
 */
function openTrace(socket, site, id) {
  if (!isTraceId(id)) return refusal({ httpStatus: 400, message: 'id must be a random UUID' });
  socket.write(responseHead('200 OK', ['Content-Type: text/event-stream']));
  socket.on('data', () => {}).on('end', () => socket.destroy());
  socket.resume();
  site.traces.open(id, socket);
  return null;
}

/**
 * Has a connection do something; whoever knows its id may ask for it.
 *
 * @param {Site} site
 * @param {URLSearchParams} query
 */
async function obey(site, query) {
  const command = parseCommand(query);
  if (typeof command === 'string') return refusal({ httpStatus: 400, message: command });
  const chat = site.traces.chat(query.get('id'));
  if (chat === undefined) {
    return refusal({ httpStatus: 404, message: 'no WebSocket has this id' });
  }
  if (await command(chat)) return responseHead('204 No Content', []);
  return refusal({ httpStatus: 409, message: 'the connection cannot do this now' });
}

/**
 * @param {RequestHead} request
 * @param {string[]} allowed
 */
function methodRefusal(request, allowed) {
  if (allowed.includes(request.method)) return null;
  const message = 'this is asked for in another way';
  return refusal({ httpStatus: 405, message, headers: [['Allow', allowed.join(', ')]], request });
}

/** @param {Rejection} rejection */
function refusal(rejection) {
  return encodeRejection(rejection, { headers: [['Date', new Date().toUTCString()]] });
}

/**
 * @param {string} status
 * @param {string[]} fields
 */
function responseHead(status, fields) {
  const common = [
    `Date: ${new Date().toUTCString()}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  return Buffer.from(`HTTP/1.1 ${status}\r\n${[...common, ...fields].join('\r\n')}\r\n\r\n`);
}
