import { describe, expect, onTestFinished, test } from 'vitest';
import { connectWebSocket } from '../../examples/transports/client.js';
import { createWebSocketServer } from '../../examples/transports/server.js';
import type { SocketDriver } from '../../examples/transports/socket-driver.js';
import { CLIENT_CLOSE, PING, SERVER_CLOSE } from './conversation.js';
import { missing, startClient, startServer } from './peers/libwebsockets.js';
import { requirePeer } from './require-peer.js';

const MEBIBYTE = 1_048_576;

describe('our client and the server of libwebsockets', () => {
  const connectTo = async (protocol: string, onOpen: (peer: SocketDriver) => unknown) => {
    const { port, stop } = await startServer();
    onTestFinished(stop);
    const messages: string[] = [];
    const pongs: string[] = [];
    const client = connectWebSocket(`ws://127.0.0.1:${port}/`, {
      protocols: [protocol],
      onOpen,
      onMessage: ({ data }) => messages.push(String(data)),
      onPong: (payload) => pongs.push(Buffer.from(payload).toString()),
    });
    onTestFinished(() => client.stop());
    return { client, messages, pongs };
  };

  test('text, binary, 1 MiB, a ping and our Close', async (context) => {
    await requirePeer(context, missing);
    const big = Buffer.alloc(MEBIBYTE, 'abcdefghijklmnopqrstuvwxyz').toString();
    const said = ['Grüße 👋', 'it has bytes for a text', big];
    const { client, messages, pongs } = await connectTo('lws-mirror-protocol', async (peer) => {
      peer.send(said[0] as string);
      peer.send(Buffer.from(said[1] as string));
      peer.send(said[2] as string);
      peer.ping(PING);
      await expect
        .poll(() => messages.join('').length, { timeout: 20_000 })
        .toBe(said.join('').length);
      await expect.poll(() => pongs).toEqual([PING]);
      peer.close(...CLIENT_CLOSE);
    });
    expect(await client.finished).toMatchObject({ code: CLIENT_CLOSE[0], wasClean: true });
    expect(messages.slice(0, 2)).toEqual(said.slice(0, 2));
    expect(messages.join('') === said.join('')).toBe(true);
  });

  test('their Close, with code and reason', async (context) => {
    await requirePeer(context, missing);
    const { client, messages } = await connectTo('dumb-increment-protocol', async (peer) => {
      await expect.poll(() => messages.length).toBeGreaterThan(2);
      peer.send('closeme\n');
    });
    expect(await client.finished).toMatchObject({ code: 1001, reason: 'seeya', wasClean: true });
    expect(messages.slice(0, 3)).toEqual(['0', '1', '2']);
  });
});

test('the client of libwebsockets and our server: text, a ping and our Close', async (context) => {
  await requirePeer(context, missing);
  const closes: unknown[] = [];
  const pongs: string[] = [];
  const circles: unknown[] = [];
  const server = createWebSocketServer({
    protocols: ['lws-mirror-protocol'],
    onConnection: (peer, { protocol }) => ({
      onMessage({ data }) {
        circles.push(data);
        if (circles.length === 50) peer.ping(PING);
        return peer.send(data) || peer.drained();
      },
      onPong(payload) {
        pongs.push(Buffer.from(payload).toString());
        peer.close(...SERVER_CLOSE);
      },
      onClose: ({ code, wasClean }) => protocol !== null && closes.push([code, wasClean]),
    }),
  });
  onTestFinished(() => server.close());
  const { port } = await server.listen();
  const client = startClient(port);
  onTestFinished(client.stop);
  await expect.poll(() => closes.length, { timeout: 20_000 }).toBeGreaterThan(0);
  expect(closes[0]).toEqual([SERVER_CLOSE[0], true]);
  expect(pongs).toEqual([PING]);
  expect(circles[0]).toMatch(/^c #[0-9A-F]{6} \d+ \d+ \d+;$/);
});
