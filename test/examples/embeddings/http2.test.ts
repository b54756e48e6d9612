import { once } from 'node:events';
import { constants, createServer } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import { connectOverHttp2, openSession } from '../../../examples/embeddings/http2-client.js';
import { acceptConnects } from '../../../examples/embeddings/http2-connect.js';
import { createHttp2Server } from '../../../examples/embeddings/http2-server.js';
import { openSocket } from '../../../examples/embeddings/open-socket.js';
import { connectWebSocket } from '../../../examples/transports/client.js';
import type { SocketDriver } from '../../../examples/transports/socket-driver.js';
import { zlibCompressor } from '../../../src/adapters/node-zlib.js';
import { permessageDeflate } from '../../../src/deflate.js';
import { afterTest, type Closed, dial, listenRaw, until } from '../transports/harness.js';
import { makeCertificate } from './certificate.js';
import { GOOD_TALK, talkWithWs } from './talk-with-ws.js';

type Http2Options = Parameters<typeof createHttp2Server>[0];
type Message = { readonly data: string | Uint8Array };

const deflate = permessageDeflate({ compressor: zlibCompressor() });
const big = Uint8Array.from({ length: 200_000 }, (_, i) => i * 7);

let tls: ReturnType<typeof makeCertificate>;
beforeAll(() => {
  tls = makeCertificate();
});

/** An echo server that remembers how its connections came and ended. */
async function openEcho(options: Partial<Http2Options> = {}) {
  const versions: string[] = [];
  const closes: Closed[] = [];
  const peers: SocketDriver[] = [];
  const server = createHttp2Server({
    tls,
    heartbeatMs: 0,
    protocols: ['echo'],
    extensions: [deflate],
    onRequest: (_, response) => response.end('an ordinary page'),
    onConnection(peer, { httpVersion }) {
      versions.push(httpVersion);
      peers.push(peer);
      return {
        onMessage: ({ data }: Message) => peer.send(data) || peer.drained(),
        onClose: (closed) => closes.push(closed),
      };
    },
    ...options,
  });
  const { port } = await server.listen();
  afterTest(() => server.close());
  return { server, port, versions, closes, peers };
}

async function openClientSession(port: number) {
  const session = await openSession(`https://127.0.0.1:${port}`, { ca: tls.cert });
  afterTest(() => session.destroy());
  return session;
}

/** What a client has seen. */
function record() {
  const messages: (string | Uint8Array)[] = [];
  const pongs: string[] = [];
  const closes: Closed[] = [];
  const handlers = {
    onMessage: ({ data }: Message) => messages.push(data),
    onPong: (payload: Uint8Array) => pongs.push(Buffer.from(payload).toString()),
    onClose: (closed: Closed) => closes.push(closed),
  };
  return { messages, pongs, closes, handlers };
}

describe('a WebSocket in a stream of HTTP/2', () => {
  test('echoes text, 200 kB and a ping, and closes with the code of the client', async () => {
    const { port, versions, closes } = await openEcho();
    const session = await openClientSession(port);
    const seen = record();
    const url = `wss://127.0.0.1:${port}/chat?room=1`;
    const { peer, response } = await connectOverHttp2(session, url, seen.handlers, {
      protocols: ['other', 'echo'],
      extensions: [deflate],
    });
    expect(response).toMatchObject({ status: 200, protocol: 'echo' });
    expect(response.extensions.map(({ name }) => name)).toEqual(['permessage-deflate']);
    peer.send('Grüße 👋');
    peer.send(big);
    peer.ping('still there?');
    await until(() => seen.messages.length === 2 && seen.pongs.length === 1, 'all has come back');
    expect(seen.messages[0]).toBe('Grüße 👋');
    expect(Buffer.compare(seen.messages[1] as Uint8Array, big)).toBe(0);
    expect(seen.pongs).toEqual(['still there?']);
    peer.close(4321, 'enough');
    await until(() => seen.closes.length === 1 && closes.length === 1, 'both have ended');
    expect(closes).toEqual([{ code: 4321, reason: 'enough', wasClean: true, error: null }]);
    expect(seen.closes).toEqual([{ code: 4321, reason: '', wasClean: true, error: null }]);
    expect(versions).toEqual(['2']);
  });

  test('shares its session with others and with ordinary requests', async () => {
    const { port, versions } = await openEcho();
    const session = await openClientSession(port);
    const seen = [record(), record(), record()];
    const url = `wss://127.0.0.1:${port}/`;
    await Promise.all(
      seen.map(async ({ handlers }, id) => {
        const { peer } = await connectOverHttp2(session, url, handlers);
        peer.send(`from ${id}`);
      }),
    );
    const page = session.request({ ':path': '/' }).setEncoding('utf8');
    expect((await page.toArray()).join('')).toBe('an ordinary page');
    await until(() => seen.every(({ messages }) => messages.length === 1), 'all have an echo');
    expect(seen.map(({ messages }) => messages)).toEqual([['from 0'], ['from 1'], ['from 2']]);
    expect(versions).toEqual(['2', '2', '2']);
  });

  test('closes with the code of the server, also when it goes away', async () => {
    const { server, port, peers } = await openEcho();
    const session = await openClientSession(port);
    const seen = record();
    const url = `wss://127.0.0.1:${port}/`;
    await connectOverHttp2(session, url, seen.handlers);
    peers[0]?.close(4000, 'not you');
    await until(() => seen.closes.length === 1, 'the first has ended');
    await connectOverHttp2(session, url, seen.handlers);
    await server.close();
    await until(() => seen.closes.length === 2, 'the second has ended');
    expect(seen.closes).toMatchObject([
      { code: 4000, reason: 'not you', wasClean: true },
      { code: 1001, reason: 'the server is going away', wasClean: true },
    ]);
  });

  test('is over with 1006 when the stream is reset', async () => {
    const { port, closes } = await openEcho();
    const session = await openClientSession(port);
    const seen = record();
    await connectOverHttp2(session, `wss://127.0.0.1:${port}/`, seen.handlers);
    session.destroy();
    await until(() => closes.length === 1 && seen.closes.length === 1, 'both have ended');
    expect(closes).toMatchObject([{ code: 1006, wasClean: false }]);
    expect(seen.closes).toMatchObject([{ code: 1006, wasClean: false }]);
  });

  test('is cancelled when the client answers no ping', async () => {
    const { port, closes } = await openEcho({ heartbeatMs: 50 });
    const session = await openClientSession(port);
    const stream = session.request(
      {
        ':method': 'CONNECT',
        ':protocol': 'websocket',
        ':scheme': 'https',
        ':authority': `127.0.0.1:${port}`,
        ':path': '/',
        'sec-websocket-version': '13',
      },
      { endStream: false },
    );
    stream.on('error', () => {}).resume();
    await until(() => stream.closed && closes.length === 1, 'the server gives up');
    expect(stream.rstCode).toBe(constants.NGHTTP2_CANCEL);
    expect(closes).toMatchObject([{ code: 1006, wasClean: false }]);
  });

  test('is refused to a page of another origin', async () => {
    const { port, versions } = await openEcho();
    const session = await openClientSession(port);
    const opening = connectOverHttp2(session, `wss://127.0.0.1:${port}/`, record().handlers, {
      origin: 'https://elsewhere.example',
    });
    await expect(opening).rejects.toMatchObject({ cause: { response: { status: 403 } } });
    expect(versions).toEqual([]);
  });

  test('is reset when its request breaks HTTP', async () => {
    const { port, versions } = await openEcho();
    const session = await openClientSession(port);
    const stream = session.request(
      {
        ':method': 'CONNECT',
        ':protocol': 'websocket',
        ':scheme': 'https',
        ':authority': `127.0.0.1:${port}`,
        ':path': 'nowhere',
        'sec-websocket-version': '13',
      },
      { endStream: false },
    );
    const reset = new Promise((resolve) => stream.on('error', resolve));
    expect(await reset).toMatchObject({ message: expect.stringContaining('PROTOCOL_ERROR') });
    expect(versions).toEqual([]);
  });
});

describe('a session', () => {
  test.each<[name: string, answer: (socket: Socket) => unknown, message: string]>([
    ['says nothing', () => {}, 'the server said nothing for 50 ms'],
    ['hangs up', (socket) => socket.end(), 'the server hung up'],
    ['resets the connection', (socket) => socket.resetAndDestroy(), 'ECONNRESET'],
    ['speaks HTTP/1.1', (socket) => socket.end('HTTP/1.1 400 \r\n\r\n'), 'Protocol error'],
  ])('is refused when the server %s', async (_, answer, message) => {
    let isOver = false;
    const end = () => {
      isOver = true;
    };
    const { port } = await listenRaw((socket) => {
      socket.resume().on('end', end).on('close', end);
      answer(socket);
    });
    const opening = openSession(`http://127.0.0.1:${port}`, { settingsTimeoutMs: 50 });
    await expect(opening).rejects.toThrow(message);
    await until(() => isOver, 'nothing is left open');
  });

  test('that is reset ends its connections, and not the program', async () => {
    const server = createServer({ settings: { enableConnectProtocol: true } }, () => {});
    acceptConnects(server, { onConnection: () => ({ onMessage() {} }) });
    const sockets: Socket[] = [];
    server.on('connection', (socket) => sockets.push(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    afterTest(() => server.close());
    const { port } = server.address() as AddressInfo;
    const session = await openSession(`http://127.0.0.1:${port}`);
    const seen = record();
    await connectOverHttp2(session, `ws://127.0.0.1:${port}/`, seen.handlers);
    sockets[0]?.resetAndDestroy();
    await until(() => session.destroyed && seen.closes.length === 1, 'all is over');
    expect(seen.closes).toMatchObject([{ code: 1006, wasClean: false }]);
  });
});

test('the same server takes an upgrade of HTTP/1.1 over TLS, and ordinary requests', async () => {
  const { port, versions, closes } = await openEcho();
  const seen = record();
  const client = connectWebSocket(`wss://127.0.0.1:${port}/`, {
    onMessage: seen.handlers.onMessage,
    openSocket() {
      const socket = connectTls({ host: '127.0.0.1', port, ca: tls.cert });
      socket.allowHalfOpen = true;
      return socket;
    },
    onOpen(peer) {
      peer.send('by upgrade');
      peer.send(big);
    },
  });
  await until(() => seen.messages.length === 2, 'both have come back');
  expect(seen.messages[0]).toBe('by upgrade');
  expect(Buffer.compare(seen.messages[1] as Uint8Array, big)).toBe(0);
  client.stop(4001, 'bye');
  expect(await client.finished).toMatchObject({ code: 4001, wasClean: true });
  await until(() => closes.length === 1, 'the server knows');
  expect(closes).toMatchObject([{ code: 4001, reason: 'bye', wasClean: true }]);
  expect(versions).toEqual(['1.1']);
});

describe('a server that goes away', () => {
  test('does not wait for verdicts: in either version of HTTP it is 503', async () => {
    let asked = 0;
    const { server, port, versions } = await openEcho({
      closeTimeoutMs: 10_000,
      authorize() {
        asked++;
        return new Promise(() => {});
      },
    });
    const session = await openClientSession(port);
    const stream = connectOverHttp2(session, `wss://127.0.0.1:${port}/`, record().handlers);
    const refused = expect(stream).rejects.toMatchObject({ cause: { response: { status: 503 } } });
    const upgrade = connectWebSocket(`wss://127.0.0.1:${port}/`, {
      onMessage() {},
      openSocket: (url) => openSocket(url, { ca: tls.cert }),
    });
    await until(() => asked === 2, 'both are asked');
    const closing = server.close();
    expect(server.close()).toBe(closing);
    await refused;
    expect(await upgrade.finished).toMatchObject({ error: { response: { status: 503 } } });
    await closing;
    expect(versions).toEqual([]);
  });

  test('gives up ordinary requests that do not end, and clients that do not go', async () => {
    let requests = 0;
    const { server, port } = await openEcho({ closeTimeoutMs: 100, onRequest: () => requests++ });
    const session = await openClientSession(port);
    const page = session.request({ ':path': '/' }).on('error', () => {});
    const socket = connectTls({ host: '127.0.0.1', port, ca: tls.cert }).on('error', () => {});
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    const silent = await dial(port);
    await until(() => requests === 2, 'both have asked');
    await server.close();
    await until(() => page.destroyed && socket.destroyed, 'both are gone');
    await until(() => silent.isEnded || silent.error !== null, 'it is gone, too');
    expect(session.destroyed).toBe(true);
  });
});

test('a client of another make takes the upgrade', async () => {
  const { port } = await openEcho();
  const talk = await talkWithWs(`wss://127.0.0.1:${port}/`, { ca: tls.cert });
  expect(talk).toEqual(GOOD_TALK);
});
