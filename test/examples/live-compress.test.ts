/**
 * What a page can ask the live example's server to send, compressed or not.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Commanded } from './commanded.js';
import { LiveServer } from './live-server.js';
import { poll, textsFrom, wireSizes } from './trace-stream.js';

let server: LiveServer;
beforeAll(async () => {
  server = await LiveServer.start();
});
afterAll(async () => {
  await server.stop();
});

const deflate = { perMessageDeflate: true };

describe('what the server is asked to send', () => {
  test.each([
    [{ compress: 'true' }, '41'],
    [{}, '41'],
    [{ compress: 'false' }, '01'],
  ])('goes in fragments as %j wants it', async (wish, start) => {
    const commanded = await Commanded.open(server, deflate);
    const fragments = { do: 'send-fragments', text: 'one message', count: '3', ...wish };
    expect(await commanded.command(fragments)).toBe(204);
    await poll(() => commanded.received).toEqual(['one message']);
    const data = (): string[] =>
      commanded
        .starts()
        .filter((each) => each?.startsWith('server') && !each.endsWith('89'))
        .map((each) => each?.slice(7) ?? '');
    await poll(data).toEqual([start, '00', '80']);
    const texts = textsFrom(commanded.trace.events(), 'server');
    expect(texts).toEqual(start === '41' ? ['one', ' mes', 'sage'] : []);
  });

  test('is a long text, and the second one hardly anything', async () => {
    const commanded = await Commanded.open(server, deflate);
    for (let i = 0; i < 2; i++) {
      expect(await commanded.command({ do: 'send-long-text' })).toBe(204);
    }
    await poll(() => commanded.received).toHaveLength(2);
    const [text = '', again] = commanded.received;
    expect(text.length).toBeGreaterThan(16_384);
    expect(again).toBe(text);
    await poll(() => wireSizes(commanded.trace.events(), 'server')).toHaveLength(2);
    const [first = 0, second = 0] = wireSizes(commanded.trace.events(), 'server');
    expect(first).toBeLessThan(text.length / 10);
    expect(second).toBeLessThan(text.length / 50);
  });

  test('is a long text as it is, when it is asked for like that', async () => {
    const commanded = await Commanded.open(server, deflate);
    expect(await commanded.command({ do: 'send-long-text', compress: 'false' })).toBe(204);
    await poll(() => commanded.starts()).toEqual(['server 81']);
    expect(textsFrom(commanded.trace.events(), 'server')).toEqual([]);
  });
});
