import { describe, expect, test } from 'vitest';
import { type HandshakeRequest, Opcode } from '../../../src/index.js';
import {
  type Closed,
  dial,
  dialWebSocket,
  echo,
  masked,
  openServer,
  requestText,
  type ServerOptions,
  until,
} from './harness.js';

describe('the end', () => {
  const collectCloses = (closes: Closed[]): ServerOptions['onConnection'] => {
    return () => ({
      onMessage: ({ data }, peer) => peer.send(data),
      onClose: (closed) => closes.push(closed),
    });
  };

  test('is begun by the server on TCP when both Closes are out, and completed by the client', async () => {
    const closes: Closed[] = [];
    const { port } = await openServer({ onConnection: collectCloses(closes) });
    const raw = await dialWebSocket(port);
    raw.socket.write(masked(Opcode.Close, Uint8Array.of(0x0f, 0xa1, 0x6f, 0x6b)));
    await until(() => raw.isEnded, 'the server ends');
    expect(raw.close).toBe('4001 ');
    expect(closes).toEqual([{ code: 4001, reason: 'ok', wasClean: true, error: null }]);
    raw.socket.end();
    await until(() => raw.isClosed, 'the socket is closed');
  });

  test('of TCP does not wait for a slow onClose', async () => {
    let closes = 0;
    const { port } = await openServer({
      closeTimeoutMs: 10_000,
      onConnection: () => ({
        onMessage() {},
        onClose() {
          closes++;
          return new Promise(() => {});
        },
      }),
    });
    const raw = await dialWebSocket(port);
    raw.socket.write(masked(Opcode.Close, ''));
    await until(() => raw.isEnded, 'the server ends');
    raw.socket.end('nobody reads this');
    await until(() => raw.isClosed, 'the socket is closed', 5_000);
    expect(closes).toBe(1);
    expect(raw.error).toBeNull();
  });

  test('is forced on a client that has said Close and does not end TCP', async () => {
    const { port } = await openServer({ closeTimeoutMs: 100, onConnection: collectCloses([]) });
    const raw = await dialWebSocket(port);
    raw.socket.write(masked(Opcode.Close, ''));
    await until(() => raw.isEnded, 'the server ends');
    // Once the server's side is destroyed, what is written is answered with a reset.
    const started = performance.now();
    const timer = setInterval(() => raw.socket.write('x'), 20);
    await until(() => raw.isClosed, 'the socket is reset');
    clearInterval(timer);
    expect(performance.now() - started).toBeLessThan(4_000);
  });

  test('of a client that breaks the protocol: 1002, its further bytes unheard, no reset', async () => {
    const closes: Closed[] = [];
    const { port } = await openServer({ onConnection: collectCloses(closes) });
    const raw = await dialWebSocket(port);
    // Unmasked, and megabytes behind it that nobody will look at.
    raw.socket.write(Uint8Array.of(0x81, 0x02, 0x48, 0x69));
    raw.socket.end(new Uint8Array(16_000_000));
    await until(() => raw.isClosed, 'the socket is closed');
    expect(raw.isEnded).toBe(true);
    expect(raw.error).toBeNull();
    expect(raw.close).toBe('1002 a client must mask every frame that it sends');
    expect(closes).toMatchObject([
      { code: 1006, reason: '', wasClean: false, error: { code: 'mask-missing' } },
    ]);
  });

  test('of a client that ends its side early: it still gets its answers', async () => {
    const closes: Closed[] = [];
    const { port } = await openServer({ onConnection: collectCloses(closes) });
    const raw = await dialWebSocket(port);
    raw.socket.end(masked(Opcode.Text, 'last words'));
    await until(() => raw.isClosed, 'the socket is closed');
    expect(raw.frames.map(({ payload }) => Buffer.from(payload).toString())).toEqual([
      'last words',
    ]);
    expect(closes).toEqual([{ code: 1006, reason: '', wasClean: false, error: null }]);
  });

  test('by a reset is an abnormal closure that says so', async () => {
    const closes: Closed[] = [];
    const { port } = await openServer({ onConnection: collectCloses(closes) });
    const raw = await dialWebSocket(port);
    raw.socket.resetAndDestroy();
    await until(() => closes.length === 1, 'the reset is here');
    expect(closes).toMatchObject([{ code: 1006, wasClean: false, error: { code: 'ECONNRESET' } }]);
  });
});

describe('shutting down', () => {
  test('tells everyone 1001 and is done when the last has answered', async () => {
    const { server, port } = await openServer({ closeTimeoutMs: 5_000, onConnection: echo });
    const clients = await Promise.all([1, 2, 3].map(() => dialWebSocket(port)));
    const closing = server.close();
    await until(() => clients.every((raw) => raw.close !== null), 'all have a Close');
    expect(clients.map((raw) => raw.close)).toEqual(
      clients.map(() => '1001 the server is going away'),
    );
    for (const { socket } of clients) {
      socket.write(masked(Opcode.Close, Uint8Array.of(0x03, 0xe9)));
      socket.end();
    }
    const started = performance.now();
    await closing;
    expect(performance.now() - started).toBeLessThan(4_000);
    await expect(dial(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('does not wait for a peer that does not answer, for a handshake, or for a page', async () => {
    const asked: string[] = [];
    const { server, port } = await openServer({
      closeTimeoutMs: 200,
      onConnection: echo,
      onRequest: (request) => asked.push(request.target),
    });
    const silent = await dialWebSocket(port);
    const half = await dial(port);
    half.socket.write('GET /chat HTTP/1.1\r\n');
    const page = await dial(port);
    page.socket.write('GET /page HTTP/1.1\r\nHost: a\r\n\r\n');
    await until(() => asked.length === 1, 'the page is asked for');

    const started = performance.now();
    await server.close();
    const tookMs = performance.now() - started;
    expect(tookMs).toBeGreaterThan(150);
    expect(tookMs).toBeLessThan(4_000);
    await until(() => half.isEnded || half.isClosed, 'the handshake is dropped');
    expect(silent.close).toBe('1001 the server is going away');
  });

  test('twice is shutting down once', async () => {
    const { server } = await openServer({ onConnection: echo });
    const first = server.close();
    expect(server.close()).toBe(first);
    await first;
  });

  test('drops a request that is still being judged', async () => {
    let judged: ((verdict: boolean) => void) | null = null;
    const { server, port } = await openServer({
      onConnection: echo,
      authorize: (_: HandshakeRequest) =>
        new Promise<boolean>((resolve) => {
          judged = resolve;
        }),
    });
    const raw = await dial(port);
    raw.socket.write(requestText());
    await until(() => judged !== null, 'the request is being judged');
    await server.close();
    (judged as unknown as (verdict: boolean) => void)(true);
    await until(() => raw.isEnded || raw.isClosed, 'the socket is dropped');
    expect(raw.text).toBe('');
  });
});
