import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinInMemory } from '../../../examples/embeddings/memory-pair.js';
import type { MemoryPeer } from '../../../examples/embeddings/memory-peer.js';
import { SocketDriver } from '../../../examples/transports/socket-driver.js';
import { zlibCompressor } from '../../../src/adapters/node-zlib.js';
import { permessageDeflate } from '../../../src/deflate.js';
import { negotiateExtensions } from '../../../src/index.js';
import { driveOne, NO_BYTES, until } from '../transports/harness.js';

type Application = Parameters<typeof joinInMemory>[0]['client'];
type Handlers = ReturnType<Extract<Application, (peer: MemoryPeer) => unknown>>;

/** Handlers for a peer in memory and for a driver. */
interface Recorder {
  onMessage(): void;
  onClose(closed: { readonly code: number }): unknown;
  onStateChange(peer: Pick<MemoryPeer, 'state' | 'transport'>): unknown;
}

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

  test('has all that a driver has but its start', () => {
    // The compiler checks the shapes, and this the rest.
    const stand = (peer: MemoryPeer): Omit<SocketDriver, 'start'> => peer;
    const { client } = joinInMemory({ client: {}, server: {} });
    const missing = Object.getOwnPropertyNames(SocketDriver.prototype).filter(
      (name) => !(name in stand(client)),
    );
    expect(missing).toEqual(['start']);
  });

  test('sends in fragments, and knows what waits', async () => {
    const { heard, application } = listener();
    const { client, settle } = joinInMemory({ client: {}, server: application });
    expect(client.sendFragment('in ', { fin: false })).toBe(true);
    expect(client.sendFragment('parts', { fin: true })).toBe(true);
    // Two heads of six bytes.
    expect(client.pendingOutputBytes).toBe(12 + 8);
    await settle();
    expect(client.pendingOutputBytes).toBe(0);
    expect(heard).toEqual(['in parts']);
    client.close();
    expect(client.sendFragment('late', { fin: true })).toBe(false);
  });

  test.each(['closes', 'is cut'])(
    'is told when its state changes, as by a driver: it %s',
    async (way) => {
      /** What both sides of a kind of connection are told. */
      const told = async (
        join: (client: Recorder, server: Recorder) => Promise<() => Promise<unknown>>,
      ) => {
        const heard: Record<'client' | 'server', string[]> = { client: [], server: [] };
        const handlers = (side: 'client' | 'server'): Recorder => ({
          onMessage() {},
          onClose: ({ code }) => heard[side].push(`close ${code}`),
          onStateChange: ({ state, transport }) => heard[side].push(`${state} ${transport}`),
        });
        await (await join(handlers('client'), handlers('server')))();
        return heard;
      };
      const inMemory = await told(async (client, server) => {
        const pair = joinInMemory({ client, server });
        return async () => {
          if (way === 'is cut') return pair.cut();
          pair.client.close(1000);
          return pair.settle();
        };
      });
      const onSockets = await told(async (client, server) => {
        const { driver, socket, raw } = await driveOne('server');
        raw.socket.removeAllListeners('data').pause();
        const other = new SocketDriver(raw.socket, 'client', { heartbeatMs: 0 });
        driver.start(server, NO_BYTES);
        other.start(client, NO_BYTES);
        return async () => {
          if (way === 'is cut') for (const one of [socket, raw.socket]) one.destroy();
          else other.close(1000);
          await until(() => socket.closed && raw.isClosed, 'both are gone');
        };
      });
      // On a wire the end of the transport comes behind the Close, in memory together with it.
      onSockets.client = onSockets.client.filter((what) => what !== 'closed open');
      expect(inMemory).toEqual(onSockets);
      expect(inMemory.client.at(-1)).toBe('closed close-after-output');
    },
  );

  test('sees the frames of both directions', async () => {
    const frames: string[] = [];
    const onBytes = (direction: string, bytes: Uint8Array) =>
      frames.push(`${direction} ${Buffer.from(bytes).toString('hex')}`);
    const { server, settle } = joinInMemory({ client: {}, server: { onBytes } });
    server.send('hi');
    await settle();
    expect(frames).toEqual(['sent 81026869']);
  });

  test.each([0, -1, Number.NaN])('has no pieces of %d bytes', (chunkBytes) => {
    expect(() => joinInMemory({ client: {}, server: {} }, { chunkBytes })).toThrow(
      `chunkBytes is ${chunkBytes}; it must be at least 1`,
    );
  });
});
