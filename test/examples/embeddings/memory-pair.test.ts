import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinInMemory } from '../../../examples/embeddings/memory-pair.js';
import type { MemoryPeer } from '../../../examples/embeddings/memory-peer.js';
import { zlibCompressor } from '../../../src/adapters/node-zlib.js';
import { permessageDeflate } from '../../../src/deflate.js';
import { negotiateExtensions } from '../../../src/index.js';

type Application = Parameters<typeof joinInMemory>[0]['client'];
type Handlers = ReturnType<Extract<Application, (peer: MemoryPeer) => unknown>>;

/** What a side has heard. */
function listener() {
  const heard: unknown[] = [];
  const application: Application = {
    onMessage: ({ data }) => heard.push(data),
    onPong: (payload) => heard.push(`pong ${Buffer.from(payload)}`),
    onClose: ({ code, reason, wasClean, error }) =>
      heard.push([code, reason, wasClean, error?.code ?? null]),
  };
  return { heard, application };
}

/** An application under test: it counts in words, and sends those away who count too far. */
const counter = (peer: MemoryPeer): Handlers => {
  let count = 0;
  return {
    async onMessage({ data }) {
      await Promise.resolve();
      if (++count > 2) peer.close(4000, 'too many');
      else peer.send(`${count}: ${data}`);
    },
  };
};

describe('an application in memory', () => {
  test('answers, and closes', async () => {
    const { heard, application } = listener();
    const { client, settle } = joinInMemory({ client: application, server: counter });
    client.send('one');
    client.send('two');
    client.ping('there?');
    await settle();
    expect(heard).toEqual(['1: one', '2: two', 'pong there?']);
    client.send('three');
    await settle();
    expect(heard.slice(3)).toEqual([[4000, 'too many', true, null]]);
    expect(client.send('four')).toBe(false);
  });

  test('is the same however its bytes are cut', async () => {
    const message = fc.oneof(fc.string({ unit: 'grapheme' }), fc.uint8Array({ maxLength: 300 }));
    const property = fc.asyncProperty(
      fc.array(message, { maxLength: 5 }),
      fc.integer({ min: 1, max: 50 }),
      async (messages, chunkBytes) => {
        const { heard, application } = listener();
        const echo: Application = { onMessage: ({ data }, peer) => peer.send(data) };
        const pair = joinInMemory({ client: application, server: echo }, { chunkBytes });
        for (const message of messages) pair.client.send(message);
        pair.client.ping('last');
        await pair.settle();
        pair.client.close(1000);
        await pair.settle();
        expect(heard).toEqual([...messages, 'pong last', [1000, '', true, null]]);
      },
    );
    await fc.assert(property, { numRuns: 50 });
  });

  test('hears of the end when the network fails', async () => {
    const [client, server] = [listener(), listener()];
    const pair = joinInMemory({ client: client.application, server: server.application });
    pair.client.send('on its way');
    await pair.cut();
    expect(client.heard).toEqual([[1006, '', false, null]]);
    expect(server.heard).toEqual([[1006, '', false, null]]);
  });

  test('is protected by its limits', async () => {
    const [client, server] = [listener(), listener()];
    const pair = joinInMemory(
      { client: client.application, server: server.application },
      { server: { maxMessageBytes: 10 } },
    );
    pair.client.send('more than ten bytes');
    await pair.settle();
    expect(server.heard).toEqual([[1006, '', false, 'message-too-big']]);
    expect(client.heard).toMatchObject([[1009, expect.any(String), true, null]]);
  });

  test('talks through an extension', async () => {
    const deflate = permessageDeflate({ compressor: zlibCompressor() });
    const { heard, application } = listener();
    const extensions = negotiateExtensions(deflate.offer ? [deflate.offer] : [], [deflate]);
    const pair = joinInMemory(
      { client: application, server: { onMessage: ({ data }, peer) => peer.send(data) } },
      { client: { extensions }, server: { extensions } },
    );
    const text = 'and again, '.repeat(1000);
    pair.client.send(text);
    expect(pair.client.connection.pendingOutputBytes).toBeLessThan(200);
    await pair.settle();
    expect(heard).toEqual([text]);
  });
});
