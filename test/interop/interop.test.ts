import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import {
  CLIENT_CLOSE,
  digest,
  expectedClientReport,
  type Implementation,
  messages,
  SERVER_CLOSE,
} from './conversation.js';
import { runClient } from './peers/our-client.js';
import { ours } from './peers/ours.js';
import { aiohttp, websockets, wsproto } from './peers/python.js';
import { undici } from './peers/undici.js';
import { ws } from './peers/ws.js';
import { requirePeer } from './require-peer.js';

const theirs = [ws, undici, websockets, wsproto, aiohttp];
const withServer = theirs.filter(({ startServer }) => startServer !== null);

async function converse(client: Implementation, server: Implementation): Promise<void> {
  const { startServer } = server;
  const { runClient } = client;
  if (startServer === null || runClient === null) throw new TypeError('a side is missing');
  const running = await startServer();
  try {
    const report = await runClient(running.port);
    const pong = client.clientPings ? expectedClientReport.pong : null;
    expect(report).toEqual({ ...expectedClientReport, pong });
    expect(await running.nextEnd()).toEqual(CLIENT_CLOSE);
    // The answer to a Close repeats the code; whether it repeats the reason is up to each.
    expect((await running.nextEnd())[0]).toBe(SERVER_CLOSE[0]);
  } finally {
    await running.close();
  }
}

describe('text, binary, 1 MiB, a ping and Closes with code and reason', () => {
  test('pass between our client and our server', async () => {
    await converse(ours, ours);
  });

  test.for(theirs)('pass between the client of $name and our server', async (peer, context) => {
    await requirePeer(context, peer.missing);
    await converse(peer, ours);
  });

  test.for(withServer)('pass between our client and the server of $name', async (peer, context) => {
    await requirePeer(context, peer.missing);
    await converse(ours, peer);
  });
});

test('our client answers a server that speaks first, and is done when it is told to go', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const finished = runClient(port, '/a/path?and=query');
  const [socket, request] = await once(server, 'connection');
  expect(request.url).toBe('/a/path?and=query');
  for (const message of messages) {
    socket.send(message);
    const [data, isBinary] = await once(socket, 'message');
    expect(digest(isBinary ? data : data.toString())).toBe(digest(message));
  }
  socket.close(1000);
  await finished;
  await once(socket, 'close');
  expect(socket.readyState).toBe(socket.CLOSED);
});
