/**
 * The transports of `examples/`, as programs under test. They are JavaScript, so what is used of them is
 * described here.
 */

import { zlibCompressor } from '../../../src/adapters/node-zlib.js';
import { permessageDeflate } from '../../../src/deflate.js';
import type { Extension, Message } from '../../../src/index.js';
import type { Transports } from './transports.js';

interface Peer {
  send(data: string | Uint8Array): boolean;
  drained(): Promise<boolean>;
}

interface Handlers {
  onMessage(message: Pick<Message, 'data'>, peer: Peer): unknown;
}

interface ServerModule {
  createWebSocketServer(options: { onConnection(): Handlers; extensions: readonly Extension[] }): {
    listen(): Promise<{ readonly port: number }>;
    close(): Promise<void>;
  };
}

interface ClientModule {
  connectWebSocket(
    url: string,
    options: Handlers & { readonly extensions: readonly Extension[] },
  ): { readonly finished: Promise<unknown> };
}

const FOLDER = '../../../examples/transports';

/** Whoever does not read its echo is not read either. */
const echo: Handlers = {
  onMessage: ({ data }, peer) => peer.send(data) || peer.drained(),
};

/** With the thresholds that are the defaults, so the shortest messages come back as they are. */
const extensions = [permessageDeflate({ compressor: zlibCompressor() })];

export const exampleTransports: Transports = {
  name: 'examples, zlib',
  async startServer() {
    const module = (await import(`${FOLDER}/server.js`)) as ServerModule;
    const server = module.createWebSocketServer({ onConnection: () => echo, extensions });
    const { port } = await server.listen();
    return { port, close: () => server.close() };
  },
  async runClient(port, path) {
    const module = (await import(`${FOLDER}/client.js`)) as ClientModule;
    const url = `ws://127.0.0.1:${port}${path}`;
    await module.connectWebSocket(url, { ...echo, extensions }).finished;
  },
};
