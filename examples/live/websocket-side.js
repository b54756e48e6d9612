/**
 * Who may open a WebSocket, and what is shown of it.
 */

import { isSameOrigin } from '../transports/server.js';
import { Chat } from './chat.js';
import { readTarget } from './target.js';

/**
 * @import { HandshakeRequest } from 'websocket-codec'
 * @import { OpenedBy } from '../transports/server.js'
 * @import { Handlers, SocketDriver } from '../transports/socket-driver.js'
 * @import { TraceHub } from './trace-hub.js'
 */

/** @param {HandshakeRequest} request */
export function authorize(request) {
  const isChat = readTarget(request.target).path === '/chat';
  return isChat
    ? isSameOrigin(request)
    : { httpStatus: 404, message: 'there is no WebSocket here', request };
}

/**
 * @param {SocketDriver} peer
 * @param {OpenedBy} openedBy
 * @param {TraceHub} traces
 * @returns {Handlers}
 */
export function serveChat(peer, { request, extensions, heads, socket }, traces) {
  const chat = new Chat(peer);
  const id = traceIdOf(request);
  const recorder = traces.recorder(id, extensions);
  if (recorder === null) return chat.handlers;

  recorder.handshake(heads);
  recorder.state(peer);
  traces.setChat(id, chat);
  socket.on('finish', () => recorder.tcpEnd('server'));
  socket.on('end', () => recorder.tcpEnd('client'));
  socket.on('close', () => {
    traces.setChat(id, null);
    // Behind the last change of state, which comes with the same event.
    queueMicrotask(() => recorder.done());
  });
  return {
    ...chat.handlers,
    onBytes: (direction, bytes) =>
      recorder.bytes(direction === 'sent' ? 'server' : 'client', bytes),
    onStateChange: () => recorder.state(peer),
  };
}

/**
 * @param {Omit<OpenedBy, 'protocol' | 'extensions'>} refused
 * @param {TraceHub} traces
 */
export function showRefusal({ request, heads, socket }, traces) {
  const recorder = traces.recorder(traceIdOf(request));
  if (recorder === null) return;
  recorder.handshake(heads);
  socket.on('close', () => recorder.done());
}

/** @param {HandshakeRequest} request */
function traceIdOf(request) {
  return readTarget(request.target).query.get('trace') ?? '';
}
