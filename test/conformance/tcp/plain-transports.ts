/**
 * The least that a program must do to put an echo on a socket: feed what arrives, write what comes out,
 * and treat the connection as `transport` says.
 */

import { connect, createServer, type Socket } from 'node:net';
import {
  encodeHandshakeRequest,
  encodeHandshakeResponse,
  generateKey,
  HeadBuffer,
  parseHandshake,
  parseHandshakeResponse,
} from '../../../src/index.js';
import type { EchoPeer, MakePeer } from '../peers/echo-peer.js';
import type { Transports } from './transports.js';

/** How long a connection that is to end may take. */
const END_MILLISECONDS = 5000;

export function plainTransports(name: string, makePeer: MakePeer): Transports {
  return {
    name,
    startServer: () => startServer(makePeer),
    runClient: (port, path) => runClient(makePeer, port, path),
  };
}

async function startServer(makePeer: MakePeer): ReturnType<Transports['startServer']> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    afterHead(socket, (head) => {
      const request = parseHandshake(head);
      if (request.status !== 'complete') {
        socket.destroy();
        return;
      }
      const peer = makePeer('server');
      const extensions = peer.answer(request.value.extensions);
      socket.write(encodeHandshakeResponse(request.value, { extensions }));
      serve(socket, peer, head.subarray(request.bytesRead));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function runClient(makePeer: MakePeer, port: number, path: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    const key = generateKey();
    const peer = makePeer('client');
    const extensions = peer.offers();
    socket.on('close', () => resolve());
    afterHead(socket, (head) => {
      const response = parseHandshakeResponse(head, { key, extensions });
      if (response.status !== 'complete' || !peer.accept(response.value.extensions)) {
        socket.destroy();
      } else serve(socket, peer, head.subarray(response.bytesRead));
    });
    const host = `127.0.0.1:${port}`;
    socket.write(encodeHandshakeRequest({ host, target: path, key, extensions }));
  });
}

function afterHead(socket: Socket, then: (bytes: Uint8Array) => void): void {
  const head = new HeadBuffer();
  const onData = (chunk: Uint8Array): void => {
    const bytes = head.push(chunk);
    if (bytes === null) return;
    socket.off('data', onData);
    then(bytes);
  };
  socket.on('data', onData);
  socket.on('error', () => {});
}

function serve(socket: Socket, peer: EchoPeer, rest: Uint8Array): void {
  const flush = (): void => {
    for (const bytes of peer.takeOutput()) socket.write(bytes);
    if (peer.transport === 'open' || socket.writableEnded) return;
    socket.end();
    const deadline = setTimeout(() => socket.destroy(), END_MILLISECONDS);
    socket.once('close', () => clearTimeout(deadline));
  };
  const receive = (chunk: Uint8Array): void => {
    peer.receive(chunk);
    flush();
  };
  socket.on('data', receive);
  socket.once('end', () => {
    peer.receiveEnd();
    flush();
  });
  if (rest.length > 0) receive(rest);
}
