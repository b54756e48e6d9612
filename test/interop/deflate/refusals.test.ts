import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type PerMessageDeflateOptions, WebSocket, WebSocketServer } from 'ws';
import { echo, ws } from '../peers/echo-ws.js';
import { expectTalk } from './check.js';
import { longTalk } from './messages.js';
import { compressors, deflateWith, startTalkServer, talkAsClient } from './ours.js';
import { noWishes, sendingsUnder } from './wishes.js';

const [{ compressor }] = compressors as [(typeof compressors)[number]];
const smallWindow = deflateWith(compressor, { ...noWishes, serverMaxWindowBits: 9 });
const anyWindow = deflateWith(compressor, noWishes);
const uncompressed = { ours: null, theirs: null };

async function startServer(perMessageDeflate: PerMessageDeflateOptions | boolean) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate });
  onTestFinished(() => server.close());
  server.on('connection', echo);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

test('our client talks uncompressed to a server that ignores its offer', async () => {
  const { talk, agreed } = await talkAsClient(await startServer(false), [anyWindow]);
  expect(agreed).toBeNull();
  await expectTalk(talk, longTalk, ws, uncompressed);
  expect(await talk.close()).toMatchObject({ code: 1000, wasClean: true });
});

test('our server talks uncompressed to a client that offers nothing', async () => {
  const server = await startTalkServer([anyWindow]);
  onTestFinished(() => server.close());
  echo(new WebSocket(`ws://127.0.0.1:${server.port}/`, { perMessageDeflate: false }));
  const { talk, agreed } = await server.nextTalk();
  expect(agreed).toBeNull();
  await expectTalk(talk, longTalk, ws, uncompressed);
  expect(await talk.close()).toMatchObject({ code: 1000, wasClean: true });
});

// Elsewhere an offer that does not fit is ignored; ws ends the handshake.
test('our client tells that ws refuses an offer that it cannot accept', async () => {
  const port = await startServer({ serverMaxWindowBits: 12 });
  await expect(talkAsClient(port, [smallWindow])).rejects.toMatchObject({
    response: { status: 400 },
  });
});

test('our client gets the second of its offers where the first is not acceptable', async () => {
  const port = await startServer({ serverMaxWindowBits: 12, threshold: 0 });
  const { talk, agreed } = await talkAsClient(port, [smallWindow, anyWindow]);
  expect(agreed).toEqual(['server_max_window_bits=12']);
  const { client, server } = sendingsUnder(agreed, noWishes);
  await expectTalk(talk, longTalk, ws, { ours: client, theirs: server });
  expect(await talk.close()).toMatchObject({ code: 1000, wasClean: true });
});
