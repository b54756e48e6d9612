/**
 * The live example's WebSocket side, driven by the clients that people use.
 */

import { once } from 'node:events';
import { createServer } from 'node:net';
import { WebSocket as UndiciWebSocket } from 'undici';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { LiveServer } from './live-server.js';

let server: LiveServer;
beforeAll(async () => {
  server = await LiveServer.start();
});
afterAll(async () => {
  await server.stop();
});

interface Received {
  readonly data: string | Buffer;
}

interface Client {
  readonly protocol: string;
  send(data: string | Uint8Array): void;
  next(): Promise<Received>;
  close(code: number, reason: string): Promise<{ code: number; reason: string }>;
}

/** Both clients behind one face, so that every case is written once. */
const clients: { name: string; open: (url: string) => Promise<Client> }[] = [
  {
    name: 'ws',
    open: async (url) => {
      const socket = new WebSocket(url, 'chat');
      await once(socket, 'open');
      return {
        protocol: socket.protocol,
        send: (data) => socket.send(data),
        next: async () => {
          const [data, isBinary] = await once(socket, 'message');
          return { data: isBinary ? (data as Buffer) : String(data) };
        },
        close: async (code, reason) => {
          socket.close(code, reason);
          const [closeCode, closeReason] = await once(socket, 'close');
          return { code: closeCode as number, reason: String(closeReason) };
        },
      };
    },
  },
  {
    name: 'undici',
    open: async (url) => {
      const socket = new UndiciWebSocket(url, 'chat');
      socket.binaryType = 'arraybuffer';
      await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
      return {
        protocol: socket.protocol,
        send: (data) => socket.send(data),
        next: () =>
          new Promise((resolve) => {
            const receive = ({ data }: { data: string | ArrayBuffer }): void =>
              resolve({ data: typeof data === 'string' ? data : Buffer.from(data) });
            socket.addEventListener('message', receive, { once: true });
          }),
        close: (code, reason) =>
          new Promise((resolve) => {
            socket.addEventListener('close', resolve, { once: true });
            socket.close(code, reason);
          }),
      };
    },
  },
];

const sizes = [0, 1, 125, 126, 65_535, 65_536, 1_048_576];

describe.each(clients)('with $name as the client', ({ open }) => {
  test('the subprotocol chat is agreed on', async () => {
    const client = await open(server.chat);
    expect(client.protocol).toBe('chat');
    await client.close(1000, '');
  });

  test.each(sizes)('a text of %i bytes comes back', async (size) => {
    const client = await open(server.chat);
    client.send('x'.repeat(size));
    expect((await client.next()).data).toBe('x'.repeat(size));
    await client.close(1000, '');
  });

  test.each(sizes)('%i bytes come back as they were', async (size) => {
    const client = await open(server.chat);
    const bytes = Buffer.from(Array.from({ length: size }, (_, at) => at % 251));
    client.send(bytes);
    const { data } = await client.next();
    expect(Buffer.isBuffer(data) && bytes.equals(data)).toBe(true);
    await client.close(1000, '');
  });

  test('text beyond ASCII comes back', async () => {
    const client = await open(server.chat);
    client.send('Grüße, 世界 👋');
    expect((await client.next()).data).toBe('Grüße, 世界 👋');
    await client.close(1000, '');
  });

  test.each([
    [1000, 'all said'],
    [3000, ''],
    [4999, 'Grüße'],
  ])('a Close with %i and %j is answered with its code', async (code, reason) => {
    const client = await open(server.chat);
    expect((await client.close(code, reason)).code).toBe(code);
  });
});

test('a Close without a code is answered without one', async () => {
  const socket = new WebSocket(server.chat);
  await once(socket, 'open');
  socket.close();
  const [code] = await once(socket, 'close');
  expect(code).toBe(1005);
});

test('a ping is answered with a pong that carries the same payload', async () => {
  const socket = new WebSocket(server.chat);
  await once(socket, 'open');
  socket.ping('are you there');
  const [payload] = await once(socket, 'pong');
  expect(String(payload)).toBe('are you there');
  socket.close();
});

test('a fragmented message comes back whole, and a ping between its fragments is answered', async () => {
  const socket = new WebSocket(server.chat);
  await once(socket, 'open');
  const pong = once(socket, 'pong');
  const message = once(socket, 'message');
  socket.send('one ', { fin: false });
  socket.ping('between');
  socket.send('', { fin: false });
  socket.pong('unasked');
  socket.send('message', { fin: true });
  expect(String((await pong)[0])).toBe('between');
  expect(String((await message)[0])).toBe('one message');
  socket.close();
});

test('several connections at once each get their own echoes, in order', async () => {
  const echoes = async (name: string): Promise<string[]> => {
    const socket = new WebSocket(server.chat);
    await once(socket, 'open');
    const received: string[] = [];
    const all = new Promise<void>((resolve) => {
      socket.on('message', (data) => {
        received.push(String(data));
        if (received.length === 50) resolve();
      });
    });
    for (let i = 0; i < 50; i++) socket.send(`${name} ${i}`);
    await all;
    socket.close();
    return received;
  };
  const names = Array.from({ length: 20 }, (_, index) => `client ${index}`);
  const received = await Promise.all(names.map(echoes));
  expect(received).toEqual(
    names.map((name) => Array.from({ length: 50 }, (_, index) => `${name} ${index}`)),
  );
});

describe('starting and stopping', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s says going away to everyone, and the process exits with 0',
    async (signal) => {
      const own = await LiveServer.start();
      onTestFinished(async () => void (await own.stop()));
      const sockets = [1, 2, 3].map(() => new WebSocket(own.chat));
      await Promise.all(sockets.map((socket) => once(socket, 'open')));
      const closes = Promise.all(sockets.map((socket) => once(socket, 'close')));
      const startedAt = performance.now();
      const exit = await own.stop(signal);
      expect((await closes).map(([code]) => code)).toEqual([1001, 1001, 1001]);
      expect(exit.code).toBe(0);
      expect(exit.stderr).toBe('');
      expect(performance.now() - startedAt).toBeLessThan(3_000);
    },
  );

  test('it stops in time although a client does not answer its Close', async () => {
    const own = await LiveServer.start();
    onTestFinished(async () => void (await own.stop()));
    const socket = new WebSocket(own.chat);
    await once(socket, 'open');
    socket.pause();
    const startedAt = performance.now();
    expect((await own.stop()).code).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    socket.terminate();
  });

  test('a taken port is one line on stderr and a failure', async () => {
    const exit = await LiveServer.runToEnd(String(server.port));
    expect(exit.code).toBe(1);
    expect(exit.stdout).toBe('');
    expect(exit.stderr).toBe(`port ${server.port} is taken; PORT=0 npm start picks a free one\n`);
  });

  test('a port that someone else listens on at all addresses is taken, too', async () => {
    const other = createServer().listen(0);
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const exit = await LiveServer.runToEnd(String(port));
    other.close();
    expect(exit.code).toBe(1);
    expect(exit.stderr.split('\n')).toHaveLength(2);
  });

  test.each(['web', '65536', '-1', '1.5'])('PORT=%s is refused with one line', async (port) => {
    const exit = await LiveServer.runToEnd(port);
    expect(exit.code).toBe(1);
    expect(exit.stderr).toBe(`PORT is "${port}"; it must be a number from 0 to 65535\n`);
  });
});
