/**
 * The package `ws` as a subject, by what it exports: an echo on loopback, in either role.
 */

import { createServer as createHttpServer } from 'node:http';
import { connect, createServer } from 'node:net';
import WebSocket, { WebSocketServer } from 'ws';

/** @import { AddressInfo, Server } from 'node:net' */
/** @import { CaseData, ConnectSubject } from 'websocket-codec/testing' */

/**
 * @typedef {object} Subject
 * @property {ConnectSubject} connect
 * @property {() => void} close lets the program end
 */

/**
 * @param {'client' | 'server'} role
 * @returns {Promise<Subject>}
 */
export function wsSubject(role) {
  return role === 'server' ? wsServer() : wsClient();
}

/** @returns {Promise<Subject>} */
async function wsServer() {
  /** What the next connection is for; cases run one after another. @type {CaseData | null} */
  let current = null;
  const http = createHttpServer((_, response) => response.writeHead(426).end());
  http.on('upgrade', (request, socket, head) => {
    const server = new WebSocketServer({ noServer: true, ...optionsFor(current) });
    server.handleUpgrade(request, socket, head, echo);
  });
  const port = await portOf(http);
  return {
    connect(_, testCase) {
      current = testCase;
      // The tester must still read when it has ended its side.
      return connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    },
    close: () => http.close(),
  };
}

/** @returns {Promise<Subject>} */
async function wsClient() {
  const server = createServer({ allowHalfOpen: true, noDelay: true });
  const port = await portOf(server);
  return {
    connect: (_, testCase) =>
      new Promise((resolve) => {
        server.once('connection', resolve);
        echo(new WebSocket(`ws://127.0.0.1:${port}/`, optionsFor(testCase)));
      }),
    close: () => server.close(),
  };
}

/** @param {WebSocket} socket */
function echo(socket) {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  // The result of the case says what happened.
  socket.on('error', () => {});
}

/** @param {CaseData | null} testCase */
function optionsFor(testCase) {
  const { deflate, maxMessageBytes = 33_554_432 } = testCase ?? {};
  return {
    maxPayload: maxMessageBytes,
    perMessageDeflate: deflate === undefined ? false : { threshold: 0 },
  };
}

/**
 * @param {Server} server
 * @returns {Promise<number>}
 */
async function portOf(server) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const { port } = /** @type {AddressInfo} */ (server.address());
  return port;
}
