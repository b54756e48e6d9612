/**
 * The live example's side channel: what it tells about a connection, and to whom.
 */

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { computeAccept } from 'websocket-codec';
import { WebSocket } from 'ws';
import { LiveServer } from './live-server.js';
import { framesFrom, inWords, openTrace, poll, type TraceEvent, traced } from './trace-stream.js';

let server: LiveServer;
beforeAll(async () => {
  server = await LiveServer.start();
});
afterAll(async () => {
  await server.stop();
});

function linesFrom(events: TraceEvent[], sender: string): string[] {
  const { data } = events.find(
    (event) => event.name === 'handshake' && event.data.sender === sender,
  ) as TraceEvent;
  return data.lines ?? [];
}

test('the whole life of a connection is told in order', async () => {
  const events = await traced(server, (socket) => {
    socket.send('Hello');
    socket.on('message', () => socket.close(1000));
  });
  expect(inWords(events)).toEqual([
    'handshake client',
    'handshake server',
    'state open open',
    'frame client',
    'frame server',
    'frame client',
    'frame server',
    'state closed end-after-output',
    'tcp-end server',
    'tcp-end client',
    'state closed close-after-output',
    'done',
  ]);
  expect(framesFrom(events, 'server')).toEqual(['810548656c6c6f', '880203e8']);
  const [hello, close] = framesFrom(events, 'client');
  expect(hello).toMatch(/^8185[0-9a-f]{18}$/);
  expect(close).toMatch(/^8882[0-9a-f]{12}$/);
});

test('the lines of both handshakes are told, and the answer follows from the key', async () => {
  const events = await traced(server, (socket) => socket.close());
  const request = linesFrom(events, 'client');
  const response = linesFrom(events, 'server');
  expect(request[0]).toMatch(/^GET \/chat\?trace=[0-9a-f-]{36} HTTP\/1\.1$/);
  expect(response[0]).toBe('HTTP/1.1 101 Switching Protocols');
  const key = request.find((line) => line.startsWith('Sec-WebSocket-Key: '))?.slice(19) ?? '';
  expect(response).toContain(`Sec-WebSocket-Accept: ${computeAccept(key)}`);
  expect(response).toContain('Sec-WebSocket-Protocol: chat');
});

test('cookies and credentials in the request are not told', async () => {
  const secrets = { Cookie: 'session=secret', Authorization: 'Basic secret' };
  const events = await traced(server, (socket) => socket.close(), { headers: secrets });
  expect(linesFrom(events, 'client')).toContain('Cookie: (not shown)');
  expect(JSON.stringify(events)).not.toContain('secret');
});

test('of a long payload the first 512 bytes are told, and how long the frame was', async () => {
  const events = await traced(server, (socket) => {
    socket.send(new Uint8Array(100_000));
    socket.on('message', () => socket.close());
  });
  const [echo] = events.filter(({ name, data }) => name === 'frame' && data.sender === 'server');
  expect(echo?.data.totalBytes).toBe(10 + 100_000);
  expect(echo?.data.hex).toBe(`827f00000000000186a0${'00'.repeat(512)}`);
});

test('empty frames, fragments and control frames are told one by one', async () => {
  const events = await traced(server, (socket) => {
    socket.send('', { fin: false });
    socket.ping();
    socket.send('', { fin: true });
    socket.on('message', () => socket.close());
  });
  const starts = framesFrom(events, 'client').map((frame) => frame?.slice(0, 4));
  expect(starts).toEqual(['0180', '8980', '8080', '8880']);
  expect(framesFrom(events, 'server')).toEqual(['8a00', '8100', '8800']);
});

test('a failure is told as a state', async () => {
  const events = await traced(server, (socket) => {
    const { _socket: inner } = socket as unknown as { _socket: Socket };
    inner.write(Uint8Array.of(0x83, 0x80, 0, 0, 0, 0));
  });
  expect(inWords(events).filter((words) => words.startsWith('state'))).toEqual([
    'state open open',
    'state closed end-after-output',
    'state closed close-after-output',
  ]);
});

test('a connection that is cut off is told as closed, with no end of TCP by the client', async () => {
  const events = await traced(server, (socket) => {
    const { _socket: inner } = socket as unknown as { _socket: Socket };
    inner.resetAndDestroy();
  });
  expect(inWords(events)).toEqual([
    'handshake client',
    'handshake server',
    'state open open',
    'state closed close-after-output',
    'done',
  ]);
});

test('bytes that are no frame are told with the rule that they break', async () => {
  const id = randomUUID();
  const trace = await openTrace(server, id);
  const socket = new WebSocket(`${server.chat}?trace=${id}`);
  await once(socket, 'open');
  const { _socket: inner } = socket as unknown as { _socket: Socket };
  inner.write(Uint8Array.of(0x83, 0x80, 0, 0, 0, 0));
  await once(socket, 'close');
  await poll(() => trace.events().at(-1)?.name).toBe('done');
  const invalid = trace.events().find(({ name }) => name === 'invalid');
  expect(invalid?.data).toMatchObject({ sender: 'client', hex: '83', code: 'reserved-opcode' });
});

test('a refusal is told as well', async () => {
  const events = await traced(server, () => {}, {
    headers: { Origin: 'http://example.com' },
  });
  expect(linesFrom(events, 'server')[0]).toBe('HTTP/1.1 403 Forbidden');
  expect(events.at(-1)?.name).toBe('done');
});

test('a connection is told to those who know its id, and to nobody else', async () => {
  const stranger = await openTrace(server, randomUUID());
  const events = await traced(server, (socket) => socket.close());
  expect(events.length).toBeGreaterThan(3);
  expect(stranger.events()).toEqual([]);
});

test('a connection whose id nobody listens to works all the same', async () => {
  const socket = new WebSocket(`${server.chat}?trace=${randomUUID()}`);
  await once(socket, 'open');
  socket.send('unseen');
  expect(String((await once(socket, 'message'))[0])).toBe('unseen');
  socket.close();
});

test('a listener who does not read loses events, and learns how many', async () => {
  const id = randomUUID();
  const { socket: listener, events } = await openTrace(server, id);
  listener.pause();
  const socket = new WebSocket(`${server.chat}?trace=${id}`, { perMessageDeflate: false });
  await once(socket, 'open');
  let echoes = 0;
  const count = 20_000;
  const all = new Promise<void>((resolve) => {
    socket.on('message', () => {
      echoes += 1;
      if (echoes === count) resolve();
    });
  });
  const payload = new Uint8Array(512);
  for (let i = 0; i < count; i++) socket.send(payload);
  await all;
  listener.resume();
  await poll(() => {
    socket.ping();
    return events().some(({ name }) => name === 'dropped');
  }).toBe(true);
  socket.close();
});
