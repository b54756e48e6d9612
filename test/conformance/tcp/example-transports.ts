/**
 * The transports of `examples/`, as programs under test. They are JavaScript, so what is used of them is
 * described here.
 */

import type { Message } from '../../../src/index.js';
import type { Transports } from './transports.js';

interface Peer {
  send(data: string | Uint8Array): boolean;
  drained(): Promise<boolean>;
}

interface Handlers {
  onMessage(message: Pick<Message, 'data'>, peer: Peer): unknown;
}

interface ServerModule {
  createWebSocketServer(options: { onConnection(): Handlers }): {
    listen(): Promise<{ readonly port: number }>;
    close(): Promise<void>;
  };
}

interface ClientModule {
  connectWebSocket(url: string, options: Handlers): { readonly finished: Promise<unknown> };
}

const FOLDER = '../../../examples/transports';

/** Whoever does not read its echo is not read either. */
const echo: Handlers = {
  onMessage: ({ data }, peer) => peer.send(data) || peer.drained(),
};

export const exampleTransports: Transports = {
  name: 'examples',
  async startServer() {
    const module = (await import(`${FOLDER}/server.js`)) as ServerModule;
    const server = module.createWebSocketServer({ onConnection: () => echo });
    const { port } = await server.listen();
    return { port, close: () => server.close() };
  },
  async runClient(port, path) {
    const module = (await import(`${FOLDER}/client.js`)) as ClientModule;
    await module.connectWebSocket(`ws://127.0.0.1:${port}${path}`, echo).finished;
  },
};
