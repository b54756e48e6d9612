/**
 * What a page can ask the live example's server to do on its WebSocket: ping, send fragments, close.
 */

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { Commanded } from './commanded.js';
import { LiveServer } from './live-server.js';
import { framesFrom, inWords, poll } from './trace-stream.js';

let server: LiveServer;
beforeAll(async () => {
  server = await LiveServer.start();
});
afterAll(async () => {
  await server.stop();
});

describe('ping', () => {
  test('goes out with a number, and its pong is told with the round trip', async () => {
    const commanded = await Commanded.open(server);
    const { socket, trace } = commanded;
    const pings: string[] = [];
    socket.on('ping', (payload) => pings.push(String(payload)));
    expect(await commanded.command({ do: 'ping' })).toBe(204);
    expect(await commanded.command({ do: 'ping' })).toBe(204);
    await poll(() => framesFrom(trace.events(), 'client')).toHaveLength(2);
    expect(pings).toEqual(['ping 1', 'ping 2']);
    const trips = trace.events().flatMap(({ data: { roundTripMs } }) => roundTripMs ?? []);
    expect(trips).toEqual([expect.any(Number), expect.any(Number)]);
    expect(Math.min(...trips)).toBeGreaterThan(0);
  });

  test('a pong that nobody asked for is told without a round trip', async () => {
    const { socket, trace } = await Commanded.open(server);
    socket.pong('unasked');
    await poll(() => framesFrom(trace.events(), 'client')).toHaveLength(1);
    expect(trace.events().at(-1)?.data.roundTripMs).toBeNull();
  });

  test('a pong answers the pings in front of its own as well', async () => {
    const commanded = await Commanded.open(server, { autoPong: false });
    for (let i = 0; i < 3; i++) await commanded.command({ do: 'ping' });
    commanded.socket.pong('ping 2');
    commanded.socket.pong('ping 1');
    commanded.socket.pong('ping 3');
    await poll(() => framesFrom(commanded.trace.events(), 'client')).toHaveLength(3);
    const pongs = commanded.trace
      .events()
      .filter(({ data }) => data.sender === 'client' && data.hex);
    expect(pongs.map(({ data }) => typeof data.roundTripMs)).toEqual([
      'number',
      'object',
      'number',
    ]);
  });
});

describe('a message in fragments', () => {
  test('has a ping between the fragments, and the pong comes before the next one', async () => {
    const commanded = await Commanded.open(server);
    const status = await commanded.command({
      do: 'send-fragments',
      text: 'one message',
      count: '3',
    });
    expect(status).toBe(204);
    await poll(() => commanded.received).toEqual(['one message']);
    await poll(() => commanded.starts()).toEqual([
      'server 01',
      'server 89',
      'client 8a',
      'server 00',
      'server 89',
      'client 8a',
      'server 80',
    ]);
  });

  test.each([
    ['a character that is cut in the middle', '世界', '4'],
    ['fewer bytes than fragments', 'ab', '8'],
    ['nothing at all', '', '2'],
  ])('%s arrives whole', async (_, text, count) => {
    const commanded = await Commanded.open(server);
    expect(await commanded.command({ do: 'send-fragments', text, count })).toBe(204);
    await poll(() => commanded.received).toEqual([text]);
    await poll(() =>
      commanded.starts().filter((start) => /^server [08][01]$/.test(start ?? '')),
    ).toHaveLength(Number(count));
  });

  test('goes on without a pong, after a while', async () => {
    const commanded = await Commanded.open(server, { autoPong: false });
    expect(await commanded.command({ do: 'send-fragments', text: 'mute', count: '2' })).toBe(204);
    await poll(() => commanded.received).toEqual(['mute']);
  });

  test('makes an echo wait, and hurries then', async () => {
    const commanded = await Commanded.open(server, { autoPong: false });
    const startedAt = performance.now();
    const status = commanded.command({ do: 'send-fragments', text: 'in parts', count: '8' });
    await poll(() => commanded.starts()).toContain('server 01');
    commanded.socket.send('echo');
    expect(await status).toBe(204);
    await poll(() => commanded.received).toEqual(['in parts', 'echo']);
    // Seven pongs are missing, each of them worth three seconds.
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  test('is not begun inside another', async () => {
    const commanded = await Commanded.open(server, { autoPong: false });
    const first = commanded.command({ do: 'send-fragments', text: 'first', count: '2' });
    await poll(() => commanded.starts()).toContain('server 01');
    expect(await commanded.command({ do: 'send-fragments', text: 'second', count: '2' })).toBe(409);
    expect(await commanded.command({ do: 'send-long-text' })).toBe(409);
    expect(await first).toBe(204);
    await poll(() => commanded.received).toEqual(['first']);
  });

  test.each([
    ['server', (commanded: Commanded) => commanded.command({ do: 'close', code: '3000' })],
    ['client', (commanded: Commanded) => commanded.socket.close(3000)],
  ])('ends where the %s closes', async (_, close) => {
    const commanded = await Commanded.open(server, { autoPong: false });
    const closed = once(commanded.socket, 'close');
    const sending = commanded.command({ do: 'send-fragments', text: 'cut short', count: '8' });
    await poll(() => commanded.starts()).toContain('server 01');
    await close(commanded);
    expect(await sending).toBe(204);
    expect((await closed)[0]).toBe(3000);
    expect(commanded.received).toEqual([]);
  });
});

describe('close', () => {
  test.each([
    ['1000', ''],
    ['1001', 'leaving'],
    ['3000', 'Grüße'],
    ['4999', 'x'.repeat(123)],
  ])('sends %s and its reason, and waits for the answer', async (code, reason) => {
    const commanded = await Commanded.open(server);
    const { socket, trace } = commanded;
    const closed = once(socket, 'close');
    expect(await commanded.command({ do: 'close', code, reason })).toBe(204);
    expect((await closed).map(String)).toEqual([code, reason]);
    await poll(() => trace.events().at(-1)?.name).toBe('done');
    expect(inWords(trace.events()).slice(2)).toEqual([
      'state open open',
      'frame server',
      'state closing open',
      'frame client',
      'state closed end-after-output',
      'tcp-end server',
      'tcp-end client',
      'state closed close-after-output',
      'done',
    ]);
  });

  test('is done once', async () => {
    const commanded = await Commanded.open(server);
    commanded.socket.pause();
    expect(await commanded.command({ do: 'close', code: '1000' })).toBe(204);
    expect(await commanded.command({ do: 'close', code: '1000' })).toBe(409);
    expect(await commanded.command({ do: 'ping' })).toBe(409);
    expect(await commanded.command({ do: 'send-fragments', text: '', count: '2' })).toBe(409);
    expect(await commanded.command({ do: 'send-long-text' })).toBe(409);
    commanded.socket.resume();
    await once(commanded.socket, 'close');
    await poll(() => commanded.command({ do: 'ping' })).toBe(404);
  });
});

test.each([
  [{ do: 'anything' }],
  [{ do: 'send-fragments', text: 'x', count: '1' }],
  [{ do: 'send-fragments', text: 'x', count: '9' }],
  [{ do: 'send-fragments', text: 'x', count: 'two' }],
  [{ do: 'send-fragments', text: 'x' }],
  [{ do: 'send-fragments', text: 'x'.repeat(1_001), count: '2' }],
  [{ do: 'send-fragments', text: 'x', count: '2', compress: 'yes' }],
  [{ do: 'send-long-text', compress: '' }],
  [{ do: 'close' }],
  [{ do: 'close', code: '999' }],
  [{ do: 'close', code: '1005' }],
  [{ do: 'close', code: '1006' }],
  [{ do: 'close', code: '5000' }],
  [{ do: 'close', code: '1e3' }],
  [{ do: 'close', code: '3000', reason: 'ü'.repeat(62) }],
])('%j is refused, and nothing happens', async (parameters) => {
  const commanded = await Commanded.open(server);
  expect(await commanded.command(parameters as Record<string, string>)).toBe(400);
  await delay(20);
  expect(commanded.starts()).toEqual([]);
  expect(commanded.socket.readyState).toBe(WebSocket.OPEN);
});

test('nobody is commanded by an id that is not known', async () => {
  const commanded = await Commanded.open(server);
  expect(await commanded.command({ id: randomUUID(), do: 'close', code: '1000' })).toBe(404);
  expect(commanded.socket.readyState).toBe(WebSocket.OPEN);
});

test('a second connection with the same id is neither shown nor commanded', async () => {
  const commanded = await Commanded.open(server);
  const second = new WebSocket(`${server.chat}?trace=${commanded.id}`);
  await once(second, 'open');
  second.send('unseen');
  await once(second, 'message');
  second.close();
  await once(second, 'close');
  expect(await commanded.command({ do: 'ping' })).toBe(204);
  await poll(() => commanded.starts()).toEqual(['server 89', 'client 8a']);
});
