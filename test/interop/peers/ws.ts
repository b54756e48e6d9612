/**
 * The npm package `ws`, both sides.
 */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import {
  BYE,
  CLIENT_CLOSE,
  type ClientReport,
  digest,
  type Implementation,
  Mailbox,
  messages,
  PING,
  PROTOCOL,
  PROTOCOLS,
  type RunningServer,
  SERVER_CLOSE,
  type ServerReport,
} from '../conversation.js';

export const ws: Implementation = {
  name: 'ws',
  missing: async () => null,
  clientPings: true,
  startServer,
  runClient,
};

async function startServer(): Promise<RunningServer> {
  const ends = new Mailbox<ServerReport>();
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  });
  server.on('connection', (socket) => {
    socket.on('message', (data, isBinary) => {
      if (!isBinary && data.toString() === BYE) socket.close(...SERVER_CLOSE);
      else socket.send(data, { binary: isBinary });
    });
    socket.on('close', (code, reason) => ends.put([code, reason.toString()]));
  });
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    nextEnd: () => ends.take(),
    async close() {
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}

async function runClient(port: number): Promise<ClientReport> {
  const first = new WebSocket(`ws://127.0.0.1:${port}/`, [...PROTOCOLS]);
  const echoes: string[] = [];
  first.on('message', (data: Buffer, isBinary) => {
    echoes.push(digest(isBinary ? data : data.toString()));
    if (echoes.length === messages.length) first.ping(PING);
  });
  await once(first, 'open');
  for (const message of messages) first.send(message);
  const [pong] = await once(first, 'pong');
  first.close(...CLIENT_CLOSE);
  await once(first, 'close');

  const second = new WebSocket(`ws://127.0.0.1:${port}/`, [...PROTOCOLS]);
  second.on('open', () => second.send(BYE));
  const [code, reason] = await once(second, 'close');
  return { protocol: first.protocol, echoes, pong: String(pong), closedBy: [code, String(reason)] };
}
