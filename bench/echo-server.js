/**
 * One process of bench/echo: a server on a port of loopback that sends every message back. Says its port,
 * and when asked what time of the processors it has taken.
 *
 *   fork('bench/echo-server.js', ['ours' | 'ws'])
 */

import { createServer } from 'node:net';
import { Connection, encodeHandshakeResponse, HeadBuffer, parseHandshake } from 'websocket-codec';
import { WebSocketServer } from 'ws';

const listen = process.argv[2] === 'ours' ? listenOurs : listenWs;
const server = listen();
await new Promise((resolve) => server.once('listening', resolve));
const address = server.address();
if (address === null || typeof address === 'string') throw new Error('no port');
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ microseconds: user + system });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ port: address.port });

function listenOurs() {
  return createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => {});
    const head = new HeadBuffer();
    /** @type {Connection | null} */
    let connection = null;
    socket.on('data', (chunk) => {
      if (connection === null) {
        const bytes = head.push(chunk);
        if (bytes === null) return;
        const request = parseHandshake(bytes);
        if (request.status !== 'complete') throw new Error('the handshake failed');
        socket.write(encodeHandshakeResponse(request.value));
        // What node:net reads is nobody else's.
        connection = new Connection({ role: 'server', takeOwnership: true });
        return;
      }
      connection.receive(chunk);
      for (let event = connection.nextEvent(); event !== null; event = connection.nextEvent()) {
        if (event.type === 'binary') connection.sendBinary(event.data, { takeOwnership: true });
      }
      const output = connection.takeOutput();
      if (output.length === 1) {
        socket.write(/** @type {Uint8Array} */ (output[0]));
        return;
      }
      socket.cork();
      for (const bytes of output) socket.write(bytes);
      socket.uncork();
    });
  }).listen(0, '127.0.0.1');
}

function listenWs() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  server.on('connection', (socket) => {
    socket.on('message', (data) => socket.send(data));
  });
  return server;
}
