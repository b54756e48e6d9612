import { once } from 'node:events';
import { createServer, get, type RequestListener, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { acceptUpgrades } from '../../../examples/embeddings/http-upgrade.js';
import { connectWebSocket } from '../../../examples/transports/client.js';
import { zlibCompressor } from '../../../src/adapters/node-zlib.js';
import { permessageDeflate } from '../../../src/deflate.js';
import { requirePeer } from '../../interop/require-peer.js';
import { afterTest, type Closed, dial, requestText, until } from '../transports/harness.js';
import { GOOD_TALK, talkWithWs } from './talk-with-ws.js';

type Message = { readonly data: string | Uint8Array };
type UpgradeOptions = Parameters<typeof acceptUpgrades>[1];

const big = Uint8Array.from({ length: 200_000 }, (_, i) => i * 7);
const require = createRequire(import.meta.url);

/** Just what is used here of packages whose types are not installed. */
type Express = () => RequestListener & {
  get(
    path: string,
    handler: (request: unknown, response: { send(body: string): void }) => void,
  ): void;
};
type Fastify = () => {
  readonly server: Server;
  get(path: string, handler: () => Promise<string>): void;
  ready(): Promise<void>;
};

/** Applications that answer `GET /page`, each as its users make it. */
const applications: Record<string, () => Promise<Server>> = {
  'node:http': async () =>
    createServer((request, response) => {
      response.statusCode = request.url === '/page' ? 200 : 404;
      response.end('an ordinary page');
    }),
  express: async () => {
    const app = (require('express') as Express)();
    app.get('/page', (_, response) => response.send('an ordinary page'));
    return createServer(app);
  },
  fastify: async () => {
    const app = (require('fastify') as Fastify)();
    app.get('/page', async () => 'an ordinary page');
    await app.ready();
    return app.server;
  },
};

async function missing(name: string): Promise<string | null> {
  if (name.startsWith('node:')) return null;
  try {
    require.resolve(name);
    return null;
  } catch {
    return `${name} is not installed: npm install`;
  }
}

async function serve(server: Server, options: Partial<UpgradeOptions> = {}) {
  const closes: Closed[] = [];
  const webSockets = acceptUpgrades(server, {
    heartbeatMs: 0,
    closeTimeoutMs: 300,
    onConnection: (peer) => ({
      onMessage: ({ data }: Message) => peer.send(data) || peer.drained(),
      onClose: (closed) => closes.push(closed),
    }),
    ...options,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterTest(async () => {
    webSockets.close();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { port: (server.address() as AddressInfo).port, closes, webSockets };
}

async function pageOf(port: number): Promise<string> {
  const request = get({ host: '127.0.0.1', port, path: '/page', agent: false });
  const [response] = await once(request, 'response');
  return (await response.setEncoding('utf8').toArray()).join('');
}

describe.each(Object.keys(applications))('beside an application of %s', (name) => {
  test('messages go both ways, and pages are still served', async (context) => {
    await requirePeer(context, () => missing(name));
    const make = applications[name] as () => Promise<Server>;
    const { port, closes } = await serve(await make());
    const messages: (string | Uint8Array)[] = [];
    const pongs: string[] = [];
    const client = connectWebSocket(`ws://127.0.0.1:${port}/chat`, {
      onMessage: ({ data }) => messages.push(data),
      onPong: (payload) => pongs.push(Buffer.from(payload).toString()),
      onOpen(peer) {
        peer.send('Grüße 👋');
        peer.send(big);
        peer.ping('still there?');
      },
    });
    afterTest(() => client.stop());
    expect(await pageOf(port)).toBe('an ordinary page');
    await until(() => messages.length === 2 && pongs.length === 1, 'all has come back');
    expect(messages[0]).toBe('Grüße 👋');
    expect(Buffer.compare(messages[1] as Uint8Array, big)).toBe(0);
    expect(await pageOf(port)).toBe('an ordinary page');
    client.stop(4321, 'enough');
    expect(await client.finished).toMatchObject({ code: 4321, wasClean: true });
    await until(() => closes.length === 1, 'the server knows');
    expect(closes).toMatchObject([{ code: 4321, reason: 'enough', wasClean: true }]);
  });
});

test('a client of another make is served, compressed or not', async () => {
  const { port } = await serve(createServer(), {
    extensions: [permessageDeflate({ compressor: zlibCompressor() })],
  });
  const url = `ws://127.0.0.1:${port}/`;
  expect(await talkWithWs(url, { perMessageDeflate: true })).toEqual(GOOD_TALK);
  expect(await talkWithWs(url, { perMessageDeflate: false })).toEqual(GOOD_TALK);
});

describe('an upgrade', () => {
  const { 'node:http': make } = applications as { 'node:http': () => Promise<Server> };
  const open = (port: number, origin?: string) => {
    const headers = origin === undefined ? {} : { origin };
    const client = connectWebSocket(`ws://127.0.0.1:${port}/`, { onMessage() {}, ...headers });
    afterTest(() => client.stop());
    return client;
  };

  test('is refused to a page of another origin, or with what the application says', async () => {
    const first = await serve(await make());
    const ended = await open(first.port, 'https://elsewhere.example').finished;
    expect(ended).toMatchObject({ code: 1006, error: { response: { status: 403 } } });

    const authorize = async () => ({ httpStatus: 503, message: 'full' });
    const second = await serve(await make(), { authorize });
    expect(await open(second.port).finished).toMatchObject({
      error: { response: { status: 503 } },
    });
  });

  test('to something else gets 426 and the end of the connection', async () => {
    const { port } = await serve(await make());
    const socket = connect(port, '127.0.0.1').setEncoding('utf8');
    socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
    const answer = (await socket.toArray()).join('');
    expect(answer).toMatch(/^HTTP\/1\.1 426 /);
  });

  test('is closed with 1001 when the server goes away', async () => {
    const { port, webSockets } = await serve(await make(), {
      onConnection: () => ({ onMessage() {} }),
    });
    const closing = new Promise((resolve) => {
      const client = connectWebSocket(`ws://127.0.0.1:${port}/`, {
        onMessage() {},
        onOpen: () => setTimeout(() => webSockets.close(), 20),
        onClose: resolve,
      });
      afterTest(() => client.stop());
    });
    expect(await closing).toMatchObject({ code: 1001, wasClean: true });
  });

  test('that waits for a verdict is refused with 503 when the server goes away, and so is one that still comes', async () => {
    let decide = (_: boolean) => {};
    const verdict = new Promise<boolean>((resolve) => {
      decide = resolve;
    });
    let [asked, opened] = [0, 0];
    const server = await make();
    const { port, webSockets } = await serve(server, {
      authorize() {
        asked++;
        return verdict;
      },
      onConnection() {
        opened++;
        return { onMessage() {} };
      },
    });
    const waiting = open(port);
    await until(() => asked === 1, 'it is asked');
    webSockets.close();
    expect(await waiting.finished).toMatchObject({ error: { response: { status: 503 } } });
    expect(await open(port).finished).toMatchObject({ error: { response: { status: 503 } } });
    decide(true);
    await new Promise((resolve) => server.close(resolve));
    expect([asked, opened]).toEqual([1, 0]);
  });

  test('is answered once, whatever becomes of the verdict', async () => {
    let decide = (_: boolean) => {};
    const verdict = new Promise<boolean>((resolve) => {
      decide = resolve;
    });
    let isAsked = false;
    const server = await make();
    const { port, webSockets } = await serve(server, {
      authorize() {
        isAsked = true;
        return verdict;
      },
    });
    const client = await dial(port);
    client.socket.write(requestText());
    await until(() => isAsked, 'it is asked');
    webSockets.close();
    webSockets.close();
    decide(false);
    await until(() => client.isEnded, 'the answer is there');
    expect(client.text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 503']);
    // It does not end its side, and is given up.
    await new Promise((resolve) => server.close(resolve));
  });
});
