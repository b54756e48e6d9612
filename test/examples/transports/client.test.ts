import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { connectWebSocket } from '../../../examples/transports/client.js';
import { createWebSocketServer } from '../../../examples/transports/server.js';
import type { SocketDriver } from '../../../examples/transports/socket-driver.js';
import { computeAccept, encodeFrame, Opcode } from '../../../src/index.js';
import { afterTest, echo, listenRaw, openServer, until } from './harness.js';

type ClientOptions = Parameters<typeof connectWebSocket>[1];
type Ended = Parameters<NonNullable<ClientOptions['onClose']>>[0];

const quick = { minMs: 20, maxMs: 100, jitter: 0 };

/** A client whose every end and wait is kept. */
function open(port: number, options: Partial<ClientOptions> = {}) {
  const ends: (readonly [Ended, number | null])[] = [];
  const client = connectWebSocket(`ws://127.0.0.1:${port}/chat?room=1`, {
    heartbeatMs: 0,
    closeTimeoutMs: 300,
    onMessage() {},
    onClose: (ended, retryMs) => ends.push([ended, retryMs]),
    ...options,
  });
  afterTest(() => client.stop());
  return { client, ends };
}

/** A server that reads a head and writes an answer. */
async function answerWith(
  answer: (head: string) => string | Uint8Array,
  after: (socket: Socket) => unknown = () => {},
) {
  const heads: string[] = [];
  const { port } = await listenRaw((socket) => {
    socket.once('data', (chunk) => {
      heads.push(chunk.toString('latin1'));
      socket.write(answer(chunk.toString('latin1')));
      after(socket);
    });
  });
  return { port, heads };
}

function switching(head: string, extraFields = ''): string {
  const key = /Sec-WebSocket-Key: (.*)\r\n/.exec(head)?.[1] ?? '';
  return `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${computeAccept(key)}\r\n${extraFields}\r\n`;
}

describe('the handshake', () => {
  test('carries target, subprotocols, origin and further fields', async () => {
    const { port, heads } = await answerWith((head) => switching(head));
    const { client } = open(port, {
      protocols: ['chat', 'chess'],
      origin: 'http://example.com',
      headers: [['Authorization', 'Bearer token']],
      onOpen: (peer) => peer.close(),
    });
    await client.finished;
    expect(heads[0]).toMatch(/^GET \/chat\?room=1 HTTP\/1\.1\r\n/);
    expect(heads[0]).toContain(`\r\nHost: 127.0.0.1:${port}\r\n`);
    expect(heads[0]).toContain('\r\nSec-WebSocket-Protocol: chat, chess\r\n');
    expect(heads[0]).toContain('\r\nOrigin: http://example.com\r\n');
    expect(heads[0]).toContain('\r\nAuthorization: Bearer token\r\n');
  });

  test('may be answered with the first frames in the same packet', async () => {
    const { port } = await answerWith((head) =>
      Buffer.concat([
        Buffer.from('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'),
        Buffer.from(switching(head)),
        encodeFrame({ opcode: Opcode.Text, payload: 'welcome' }),
        encodeFrame({ opcode: Opcode.Close, payload: Uint8Array.of(3, 232) }),
      ]),
    );
    const seen: unknown[] = [];
    const { client } = open(port, {
      onOpen: () => seen.push('open'),
      onMessage: ({ data }) => seen.push(data),
    });
    expect(await client.finished).toMatchObject({ code: 1000, wasClean: true });
    expect(seen).toEqual(['open', 'welcome']);
  });

  test.each([
    ['401 Unauthorized', 'WWW-Authenticate: Basic realm="chat"', 401, 'www-authenticate'],
    ['302 Found', 'Location: /elsewhere', 302, 'location'],
  ])(
    'that is answered with %s tells status and fields, and is not tried again',
    async (line, field, status, name) => {
      const { port, heads } = await answerWith(() => `HTTP/1.1 ${line}\r\n${field}\r\n\r\n`);
      const { client, ends } = open(port, { reconnect: quick });
      const ended = await client.finished;
      expect(ended).toMatchObject({
        code: 1006,
        wasClean: false,
        error: { code: 'status-not-101', response: { status } },
      });
      const response = ended.error !== null && 'response' in ended.error && ended.error.response;
      const names = response ? response.headers.map(([header]) => header.toLowerCase()) : [];
      expect(names).toEqual([name]);
      expect(ends).toEqual([[ended, null]]);
      expect(heads).toHaveLength(1);
    },
  );

  test('that is answered with a subprotocol nobody offered fails', async () => {
    const { port } = await answerWith((head) => switching(head, 'Sec-WebSocket-Protocol: x\r\n'));
    const { client } = open(port);
    expect((await client.finished).error).toMatchObject({ code: 'protocol-not-offered' });
  });

  test('that is answered by something else than HTTP fails', async () => {
    const { port } = await answerWith(() => 'SSH-2.0-x\r\n\r\n');
    const { client } = open(port, { reconnect: quick });
    expect((await client.finished).error).toMatchObject({ code: 'start-line-malformed' });
  });

  test('that is not answered in time fails', async () => {
    const { port } = await answerWith(() => 'HTTP/1.1 101 Swit');
    const { client } = open(port, { handshakeTimeoutMs: 80 });
    expect((await client.finished).error?.message).toBe('the handshake took more than 80 ms');
  });

  test.each([
    ['http://127.0.0.1/', 'is neither ws: nor wss:'],
    ['ws://127.0.0.1/#top', 'has a fragment'],
    ['ws://me:secret@127.0.0.1/', 'send Authorization in the headers'],
    ['wss://127.0.0.1/', 'wss: needs openSocket'],
    ['not a URL', 'Invalid URL'],
  ])('is not even begun for %s', (url, message) => {
    expect(() => connectWebSocket(url, { onMessage() {} })).toThrow(message);
  });

  test('is not even begun with a field that it writes itself', () => {
    const headers: [string, string][] = [['Upgrade', 'h2c']];
    expect(() => connectWebSocket('ws://127.0.0.1/', { onMessage() {}, headers })).toThrow(
      TypeError,
    );
  });

  test('finds a server at an IPv6 address', async () => {
    const server = createWebSocketServer({ onConnection: echo });
    afterTest(() => server.close());
    const { port } = await server.listen(0, '::1');
    const client = connectWebSocket(`ws://[::1]:${port}/`, {
      onMessage() {},
      onOpen: (peer) => peer.close(4000),
    });
    expect(await client.finished).toMatchObject({ code: 4000, wasClean: true });
  });
});

describe('connecting again', () => {
  test('happens until the server is back', async () => {
    let server = createWebSocketServer({ onConnection: echo, closeTimeoutMs: 300 });
    const { port } = await server.listen();
    afterTest(() => server.close());
    const peers: SocketDriver[] = [];
    const messages: unknown[] = [];
    const { client, ends } = open(port, {
      reconnect: quick,
      onOpen: (peer) => peers.push(peer),
      onMessage: ({ data }) => messages.push(data),
    });
    await until(() => peers.length === 1, 'it is connected');
    await server.close();
    await until(() => ends.length >= 4, 'it has failed a few times');
    expect(ends[0]?.[0]).toMatchObject({ code: 1001, wasClean: true });
    expect(ends[1]?.[0]).toMatchObject({ code: 1006, error: { code: 'ECONNREFUSED' } });

    server = createWebSocketServer({ onConnection: echo, closeTimeoutMs: 300 });
    await server.listen(port);
    await until(() => peers.length === 2, 'it is connected again');
    peers[1]?.send('I am back');
    await until(() => messages.length === 1, 'the echo is here');
    expect(messages).toEqual(['I am back']);
    client.stop(1000, 'done');
    expect(await client.finished).toMatchObject({ code: 1000, wasClean: true });
    expect(ends.at(-1)?.[1]).toBeNull();
    expect(ends.slice(0, -1).every(([, retryMs]) => retryMs !== null)).toBe(true);
  });

  test('happens after the troubles of a server, with longer and longer waits', async () => {
    const { port, heads } = await answerWith(() => 'HTTP/1.1 503 Busy\r\n\r\n');
    const { client, ends } = open(port, { reconnect: quick });
    await until(() => ends.length === 5, 'five attempts have failed');
    client.stop();
    await client.finished;
    expect(ends.slice(0, 4).map(([, retryMs]) => retryMs)).toEqual([20, 40, 80, 100]);
    expect(heads.length).toBeGreaterThanOrEqual(5);
  });

  test('happens with a fresh key each time', async () => {
    const { port, heads } = await answerWith(() => 'HTTP/1.1 503 Busy\r\n\r\n');
    const { ends } = open(port, { reconnect: quick });
    await until(() => ends.length === 3, 'three attempts have failed');
    const keys = heads.map((head) => /Sec-WebSocket-Key: (.*)\r\n/.exec(head)?.[1]);
    expect(new Set(keys).size).toBe(heads.length);
  });

  test('does not happen unless it is asked for', async () => {
    const { port } = await openServer({
      onConnection(peer) {
        peer.close(1012);
        return { onMessage() {} };
      },
    });
    const { client, ends } = open(port);
    const ended = await client.finished;
    expect(ends).toEqual([[ended, null]]);
    expect(ended.code).toBe(1012);
  });

  test('ends with stop: while it waits', async () => {
    const { port } = await answerWith(() => 'HTTP/1.1 503 Busy\r\n\r\n');
    const { client, ends } = open(port, { reconnect: { minMs: 60_000, jitter: 0, maxMs: 60_000 } });
    await until(() => ends.length === 1, 'it waits');
    client.stop();
    expect((await client.finished).error).toMatchObject({ code: 'status-not-101' });
  });

  test('ends with stop: while it shakes hands', async () => {
    const { port, heads } = await answerWith(() => '');
    const { client, ends } = open(port, { reconnect: quick });
    await until(() => heads.length === 1, 'the request is there');
    client.stop();
    expect(await client.finished).toMatchObject({ code: 1006, wasClean: false });
    expect(ends.map(([, retryMs]) => retryMs)).toEqual([null]);
  });

  test('ends with stop: out of onClose', async () => {
    const { port, heads } = await answerWith(() => 'HTTP/1.1 503 Busy\r\n\r\n');
    const client = connectWebSocket(`ws://127.0.0.1:${port}/`, {
      reconnect: quick,
      onMessage() {},
      onClose: () => client.stop(),
    });
    await client.finished;
    expect(heads).toHaveLength(1);
  });
});

describe('the end', () => {
  test('of TCP is the server’s to begin; a server that does not is left after a while', async () => {
    let sawEnd = false;
    const { port } = await answerWith(
      (head) =>
        Buffer.concat([
          Buffer.from(switching(head)),
          encodeFrame({ opcode: Opcode.Close, payload: Uint8Array.of(3, 232) }),
        ]),
      (socket) =>
        socket.on('end', () => {
          sawEnd = true;
        }),
    );
    const sockets: Socket[] = [];
    const { client } = open(port, {
      closeTimeoutMs: 150,
      openSocket({ hostname, port: to }) {
        const socket = connect({ host: hostname, port: Number(to), allowHalfOpen: true });
        sockets.push(socket);
        return socket;
      },
    });
    const started = performance.now();
    expect(await client.finished).toMatchObject({ code: 1000, wasClean: true });
    const [socket] = sockets as [Socket];
    expect(socket.writableEnded).toBe(false);
    await until(() => socket.closed, 'it is left');
    expect(performance.now() - started).toBeGreaterThan(100);
    await until(() => sawEnd, 'the server sees it');
  });

  test('of a server that vanishes is abnormal', async () => {
    const { port } = await answerWith(
      (head) => switching(head),
      (socket) => setTimeout(() => socket.resetAndDestroy(), 20),
    );
    const { client } = open(port);
    expect(await client.finished).toMatchObject({ code: 1006, error: { code: 'ECONNRESET' } });
  });

  test('a mistake of the application in onOpen comes out of finished', async () => {
    const { port } = await openServer({ onConnection: echo });
    const { client } = open(port, {
      onOpen() {
        throw new Error('a mistake');
      },
    });
    await expect(client.finished).rejects.toThrow('a mistake');
  });
});
