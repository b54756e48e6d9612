/**
 * The npm package `ws` as an echo that compresses, both sides.
 */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type PerMessageDeflateOptions, WebSocket, WebSocketServer } from 'ws';
import { IN_PARTS, PLAIN } from '../deflate/messages.js';
import type { Wishes } from '../deflate/wishes.js';
import type { EchoPeer } from './echo.js';

export const ws: EchoPeer = {
  name: 'ws',
  missing: async () => null,
  compresses: true,
  sendsParts: true,
  sendsPlain: true,
  hearsPingsInside: true,
  minWindowBits: 8,
  async startServer(wishes) {
    const server = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      perMessageDeflate: optionsFor(wishes),
    });
    server.on('connection', echo);
    await once(server, 'listening');
    return {
      port: (server.address() as AddressInfo).port,
      async close() {
        for (const socket of server.clients) socket.terminate();
        server.close();
      },
    };
  },
  async startClient(port, wishes) {
    echo(new WebSocket(`ws://127.0.0.1:${port}/`, { perMessageDeflate: optionsFor(wishes) }));
  },
  stop: async () => {},
};

/** What is not wished for is left out: `false` would forbid it. */
function optionsFor(wishes: Wishes): PerMessageDeflateOptions {
  const options = {
    threshold: 0,
    ...(wishes.serverNoContextTakeover ? { serverNoContextTakeover: true } : {}),
    ...(wishes.clientNoContextTakeover ? { clientNoContextTakeover: true } : {}),
    ...(wishes.serverMaxWindowBits === null
      ? {}
      : { serverMaxWindowBits: wishes.serverMaxWindowBits }),
    ...(wishes.clientMaxWindowBits === null
      ? {}
      : { clientMaxWindowBits: wishes.clientMaxWindowBits }),
    ...(wishes.isClientRestrictable === false ? { clientMaxWindowBits: false } : {}),
  };
  // Its types do not know of `false`.
  return options as PerMessageDeflateOptions;
}

/** Sends back what the socket receives. */
export function echo(socket: WebSocket): void {
  socket.on('message', (data: Buffer, isBinary) => {
    const text = isBinary ? '' : data.toString();
    const compress = !text.startsWith(PLAIN);
    if (text.startsWith(IN_PARTS)) sendParts(socket, data);
    else socket.send(data, { binary: isBinary, compress });
  });
  // The other side sees how it ends.
  socket.on('error', () => {});
}

function sendParts(socket: WebSocket, data: Buffer): void {
  const cut = Math.floor(data.length / 3);
  socket.send(data.subarray(0, cut), { binary: false, compress: true, fin: false });
  socket.ping();
  socket.send(data.subarray(cut, 2 * cut), { fin: false });
  socket.ping('another');
  socket.send(data.subarray(2 * cut), { fin: true });
}
