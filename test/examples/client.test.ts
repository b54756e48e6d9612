/**
 * A client of the codec's pure functions against a server that everybody uses.
 */

import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeClosePayload, encodeClosePayload, Opcode } from 'websocket-codec';
import { type AddressInfo, type WebSocket, WebSocketServer } from 'ws';
import { PureClient } from './pure-client.js';

let server: WebSocketServer;
let port: number;
beforeAll(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'chat' });
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
  server.on('connection', (peer) => {
    peer.on('message', (data, binary) => peer.send(data, { binary }));
  });
});
afterAll(() => {
  for (const peer of server.clients) peer.terminate();
  server.close();
});

/** A client, and the server's end of its connection. */
async function open(): Promise<{ client: PureClient; peer: WebSocket }> {
  const connection = once(server, 'connection');
  const client = await PureClient.connect(port, ['other', 'chat']);
  return { client, peer: (await connection)[0] as WebSocket };
}

test('the handshake is accepted, with the subprotocol that the server chose', async () => {
  const { client } = await open();
  expect(client.response.status).toBe(101);
  expect(client.response.protocol).toBe('chat');
  client.end();
});

const sizes = [0, 1, 125, 126, 65_535, 65_536, 1_048_576];

describe.each([
  ['text', Opcode.Text],
  ['binary', Opcode.Binary],
] as const)('%s messages', (_, opcode) => {
  test.each(sizes)('%i bytes come back as they were', async (size) => {
    const { client } = await open();
    const payload = Buffer.from(Array.from({ length: size }, (_, at) => 0x20 + (at % 95)));
    client.send(opcode, payload);
    const frame = await client.nextFrame();
    expect(frame?.opcode).toBe(opcode);
    expect(payload.equals(frame?.payload ?? Buffer.from('no frame'))).toBe(true);
    client.end();
  });

  test('fragments with a ping between them arrive as one message', async () => {
    const { client } = await open();
    client.send(opcode, 'one ', false);
    client.send(Opcode.Ping, 'between');
    client.send(Opcode.Continuation, 'message');
    const frames = [await client.nextFrame(), await client.nextFrame()];
    const seen = frames.map((frame) => [
      frame?.opcode,
      Buffer.from(frame?.payload ?? []).toString(),
    ]);
    expect(seen).toEqual([
      [Opcode.Pong, 'between'],
      [opcode, 'one message'],
    ]);
    client.end();
  });
});

test('a text beyond ASCII is written as UTF-8', async () => {
  const { client, peer } = await open();
  const message = once(peer, 'message');
  client.send(Opcode.Text, 'Grüße, 世界 👋');
  const [data, isBinary] = await message;
  expect([String(data), isBinary]).toEqual(['Grüße, 世界 👋', false]);
  client.end();
});

test('the server accepts a pong for its ping', async () => {
  const { client, peer } = await open();
  peer.ping('are you there');
  const ping = await client.nextFrame();
  expect(ping?.opcode).toBe(Opcode.Ping);
  const pong = once(peer, 'pong');
  client.send(Opcode.Pong, ping?.payload);
  expect(String((await pong)[0])).toBe('are you there');
  client.end();
});

test.each([
  [1000, 'all said'],
  [3000, ''],
  [4999, 'Grüße'],
])('the server reads the Close %i %j, answers it and ends TCP', async (code, reason) => {
  const { client, peer } = await open();
  const closed = once(peer, 'close');
  client.send(Opcode.Close, encodeClosePayload(code, reason));
  const answer = await client.nextFrame();
  expect(answer?.opcode).toBe(Opcode.Close);
  expect(decodeClosePayload(answer?.payload ?? new Uint8Array(0))).toMatchObject({
    value: { code },
  });
  expect(await client.nextFrame()).toBeNull();
  const [closeCode, closeReason] = await closed;
  expect([closeCode, String(closeReason)]).toEqual([code, reason]);
});

test('the server’s Close is understood, and the answer to it accepted', async () => {
  const { client, peer } = await open();
  const closed = once(peer, 'close');
  peer.close(1001, 'going home');
  const frame = await client.nextFrame();
  const payload = frame?.payload ?? new Uint8Array(0);
  expect(frame?.opcode).toBe(Opcode.Close);
  expect(decodeClosePayload(payload)).toMatchObject({
    value: { code: 1001, reason: 'going home' },
  });
  client.send(Opcode.Close, payload);
  expect((await closed)[0]).toBe(1001);
  expect(await client.nextFrame()).toBeNull();
});
