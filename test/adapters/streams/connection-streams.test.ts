import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ConnectionClosedError,
  ConnectionStreams,
  type ConnectionStreamsOptions,
  type MessageChunk,
} from '../../../src/adapters/streams.js';
import { Connection } from '../../../src/connection/connection.js';
import { hex, join, noise } from '../../vectors/bits.js';

/** A server's streams, and what stands at their four ends. */
function open(options: Partial<ConnectionStreamsOptions> = {}) {
  const streams = new ConnectionStreams({ role: 'server', ...options });
  return {
    streams,
    input: streams.incoming.writable.getWriter(),
    messages: streams.incoming.readable.getReader(),
    sending: streams.outgoing.writable.getWriter(),
    output: streams.outgoing.readable.getReader(),
  };
}

/** What a client puts on the wire. */
function wireOf(act: (client: Connection) => void): Uint8Array {
  const client = new Connection({ role: 'client' });
  act(client);
  return join(...client.takeOutput());
}

/** What a promise has come to by now. */
async function stateOf(promise: Promise<unknown>): Promise<'pending' | 'settled'> {
  let state: 'pending' | 'settled' = 'pending';
  const settle = () => {
    state = 'settled';
  };
  promise.then(settle, settle);
  // More turns than any of the chains here have.
  for (let turn = 0; turn < 100; turn++) await null;
  return state;
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error,
  );
}

const hello = wireOf((client) => client.sendText('hello'));

describe('what comes in', () => {
  test('is messages: strings and bytes', async () => {
    const { input, messages } = open();
    const wire = wireOf((client) => {
      client.sendText('hello');
      client.sendBinary(noise(300));
    });
    const written = input.write(wire);
    expect(await messages.read()).toStrictEqual({ done: false, value: 'hello' });
    expect(await messages.read()).toStrictEqual({ done: false, value: noise(300) });
    await written;
  });

  test('begins with what came behind the handshake', async () => {
    const { input, messages } = open({ firstBytes: hello.subarray(0, 7) });
    const written = input.write(hello.subarray(7));
    expect(await messages.read()).toStrictEqual({ done: false, value: 'hello' });
    await written;
  });

  test('needs no more than what came behind the handshake', async () => {
    const { messages } = open({ firstBytes: hello });
    expect(await messages.read()).toStrictEqual({ done: false, value: 'hello' });
  });

  test('may have pings and pongs in it', async () => {
    const { input, messages } = open();
    const written = input.write(
      wireOf((client) => {
        client.ping('x');
        client.pong('y');
        client.sendText('hello');
      }),
    );
    expect(await messages.read()).toStrictEqual({ done: false, value: 'hello' });
    await written;
  });

  test('is read no faster than messages are', async () => {
    const { input, messages } = open();
    const written = input.write(join(...Array.from({ length: 5 }, () => hello)));
    for (let count = 0; count < 4; count++) {
      expect(await stateOf(written)).toBe('pending');
      await messages.read();
    }
    expect(await stateOf(written)).toBe('settled');
    expect(await messages.read()).toStrictEqual({ done: false, value: 'hello' });
  });

  test('can be transferred, message by message', async () => {
    const { input, messages } = open();
    // So many of them that they share memory when they are decoded.
    const seeds = Array.from({ length: 50 }, (_, seed) => seed);
    const wire = wireOf((client) => {
      for (const seed of seeds) client.sendBinary(noise(200, seed));
    });
    const written = input.write(wire);
    for (const seed of seeds) {
      const { value } = await messages.read();
      const data = value as Uint8Array<ArrayBuffer>;
      expect(structuredClone(data, { transfer: [data.buffer] })).toStrictEqual(noise(200, seed));
    }
    await written;
  });
});

describe('what goes out', () => {
  test('is frames, several in one chunk if nobody reads meanwhile', async () => {
    const { sending, output } = open();
    await sending.write('a');
    await sending.write(Uint8Array.of(1));
    expect(await output.read()).toStrictEqual({ done: false, value: hex('81 01 61 82 01 01') });
  });

  test('holds pongs, and the echo of a Close, without the application', async () => {
    const { input, output } = open();
    await input.write(wireOf((client) => client.ping('x')));
    expect(await output.read()).toStrictEqual({ done: false, value: hex('8a 01 78') });
    await input.write(wireOf((client) => client.close(1001)));
    expect(await output.read()).toStrictEqual({ done: false, value: hex('88 02 03e9') });
    expect(await output.read()).toStrictEqual({ done: true, value: undefined });
  });

  test('is held back beyond 64 KiB until the transport takes it', async () => {
    const { sending, output } = open();
    await sending.write(noise(65_000));
    const second = sending.write(noise(65_000));
    expect(await stateOf(second)).toBe('pending');
    await output.read();
    await output.read();
    expect(await stateOf(second)).toBe('settled');
  });

  test('replaces pongs that nobody takes', async () => {
    const { input, output } = open({ maxPendingPongs: 1 });
    for (const payload of ['1', '2', '3']) {
      await input.write(wireOf((client) => client.ping(payload)));
    }
    expect(await output.read()).toStrictEqual({ done: false, value: hex('8a 01 33') });
  });

  test('holds a ping that is asked for', async () => {
    const { streams, output } = open();
    expect(streams.ping('x')).toBe(true);
    expect(await output.read()).toStrictEqual({ done: false, value: hex('89 01 78') });
    streams.ping();
    expect(await output.read()).toStrictEqual({ done: false, value: hex('89 00') });
  });

  test.each([[1], [null], [{}], [new Uint16Array(1)]])('is no %j', async (chunk) => {
    const { sending } = open();
    expect(await failureOf(sending.write(chunk as never))).toBeInstanceOf(TypeError);
  });
});

describe('the end', () => {
  test('of the peer closes what is read, and fails what is written from then on', async () => {
    const { streams, input, messages, sending } = open();
    await input.write(wireOf((client) => client.close(4000, 'bye')));
    expect(await messages.read()).toStrictEqual({ done: true, value: undefined });
    const end = { closeCode: 4000, reason: 'bye', wasClean: true, violation: null };
    expect(await streams.closed).toStrictEqual(end);
    const error = await failureOf(sending.write('late'));
    expect(error).toBeInstanceOf(ConnectionClosedError);
    expect(error).toMatchObject({ closeCode: 4000, reason: 'bye', violation: null });
  });

  test('by a violation comes behind the messages in front of it, and says what it was', async () => {
    const { streams, input, messages, output } = open();
    const written = input.write(join(hello, hex('91 00')));
    expect(await messages.read()).toStrictEqual({ done: false, value: 'hello' });
    const error = await failureOf(messages.read());
    expect(error).toBeInstanceOf(ConnectionClosedError);
    const violation = { code: 'reserved-bit-set', closeCode: 1002 };
    expect(error).toMatchObject({ name: 'ConnectionClosedError', closeCode: 1006, violation });
    expect(String(error)).toContain('the peer broke the protocol: ');
    expect(await streams.closed).toMatchObject({ wasClean: false, violation });
    await written;
    expect((await output.read()).value?.subarray(2, 4)).toStrictEqual(hex('03ea'));
    expect(await output.read()).toStrictEqual({ done: true, value: undefined });
  });

  test('by a violation waits until what is in front of it has been read, however late that is', async () => {
    const { streams, input, messages, sending } = open();
    await input.write(join(hello, hex('91 00')));
    expect(await streams.closed).toMatchObject({ closeCode: 1006 });
    expect(await failureOf(sending.write('late'))).toBeInstanceOf(ConnectionClosedError);
    expect(await messages.read()).toStrictEqual({ done: false, value: 'hello' });
    expect(await failureOf(messages.read())).toMatchObject({ violation: { closeCode: 1002 } });
  });

  test('that is clean waits in the same way', async () => {
    const { streams, input, messages } = open();
    await input.write(
      join(
        hello,
        wireOf((client) => client.close(1000)),
      ),
    );
    expect(await streams.closed).toMatchObject({ closeCode: 1000, wasClean: true });
    expect(await messages.read()).toStrictEqual({ done: false, value: 'hello' });
    expect(await messages.read()).toStrictEqual({ done: true, value: undefined });
  });

  test('fails what is sent between a violation and the word of it', async () => {
    // `unmaskInPlace` is called while a frame is read, and the fault is in the same frame.
    let late: Promise<unknown> = Promise.resolve();
    const opened = open({
      unmaskInPlace(payload) {
        payload[0] = 0xff;
        late = Promise.resolve().then(() => failureOf(opened.sending.write('late')));
      },
    });
    await opened.input.write(hello);
    expect(await late).toMatchObject({ name: 'ConnectionClosedError', closeCode: 1006 });
  });

  test.each([
    ['closed', (input: WritableStreamDefaultWriter) => input.close()],
    ['aborted', (input: WritableStreamDefaultWriter) => input.abort(new Error('reset'))],
  ])('without a Close is a 1006: the input was %s', async (_, end) => {
    const { streams, input, messages, output } = open();
    await end(input);
    const error = await failureOf(messages.read());
    expect(error).toMatchObject({ closeCode: 1006, violation: null });
    expect(String(error)).toBe('ConnectionClosedError: the connection is over (1006)');
    expect(await streams.closed).toMatchObject({ closeCode: 1006, wasClean: false });
    expect(await output.read()).toStrictEqual({ done: true, value: undefined });
  });

  test('of a transport that takes nothing any more fails what waits for it', async () => {
    const { streams, sending, output, messages } = open();
    const waiting = failureOf(sending.write(noise(100_000)));
    expect(await stateOf(waiting)).toBe('pending');
    await output.cancel();
    expect(await waiting).toBeInstanceOf(ConnectionClosedError);
    expect(await failureOf(messages.read())).toMatchObject({ closeCode: 1006 });
    expect(await streams.closed).toMatchObject({ closeCode: 1006 });
  });

  test('of a transport waits for messages that nobody has read', async () => {
    const { streams, input, output, messages } = open();
    const written = input.write(join(hello, hello, hello));
    expect(await stateOf(written)).toBe('pending');
    await output.cancel();
    for (let count = 0; count < 3; count++) {
      expect(await stateOf(streams.closed)).toBe(count < 2 ? 'pending' : 'settled');
      expect(await messages.read()).toStrictEqual({ done: false, value: 'hello' });
    }
    expect(await failureOf(messages.read())).toMatchObject({ closeCode: 1006 });
    await written;
  });

  test('that a caller throws is what both of its streams fail with', async () => {
    const thrown = new Error('thrown by unmaskInPlace');
    const unmaskInPlace = () => {
      throw thrown;
    };
    const { streams, input, messages, sending, output } = open({ unmaskInPlace });
    expect(await failureOf(input.write(hello))).toBe(thrown);
    expect(await failureOf(messages.read())).toBe(thrown);
    expect(await failureOf(sending.closed)).toBe(thrown);
    const lost = { closeCode: 1006, reason: '', wasClean: false, violation: null };
    expect(await streams.closed).toStrictEqual(lost);
    expect(await failureOf(messages.read())).toBe(thrown);
    // Nothing can come of it any more, so the transport is to end.
    expect(await output.read()).toStrictEqual({ done: true, value: undefined });
  });

  test('that a caller throws is heard of once, though the transport goes as well', async () => {
    const thrown = new Error('thrown by unmaskInPlace');
    const unmaskInPlace = () => {
      throw thrown;
    };
    const { streams, input, messages, output } = open({ unmaskInPlace });
    expect(await failureOf(input.write(hello))).toBe(thrown);
    await output.cancel();
    expect(await failureOf(messages.read())).toBe(thrown);
    expect(await streams.closed).toMatchObject({ closeCode: 1006 });
  });

  test.each([
    ['nothing', undefined],
    ['a string', 'text'],
    ['an ArrayBuffer', new ArrayBuffer(2)],
  ])('of a transport that gives %s in place of a Uint8Array', async (_, chunk) => {
    const { streams, input, messages, sending, output } = open();
    const error = await failureOf(input.write(chunk as never));
    expect(error).toBeInstanceOf(TypeError);
    expect(await failureOf(messages.read())).toBe(error);
    expect(await failureOf(sending.closed)).toBe(error);
    expect(await streams.closed).toMatchObject({ closeCode: 1006 });
    expect(await output.read()).toStrictEqual({ done: true, value: undefined });
  });
});

describe('one who wants to end it', () => {
  test('closes what is written, and still gets what comes until the peer has answered', async () => {
    const { streams, input, messages, sending, output } = open();
    const closed = sending.close();
    expect(await stateOf(closed)).toBe('pending');
    expect(await output.read()).toStrictEqual({ done: false, value: hex('88 02 03e8') });
    await closed;
    await input.write(hello);
    expect(await messages.read()).toStrictEqual({ done: false, value: 'hello' });
    await input.write(wireOf((client) => client.close(1000)));
    expect(await messages.read()).toStrictEqual({ done: true, value: undefined });
    expect(await streams.closed).toMatchObject({ closeCode: 1000, wasClean: true });
    expect(await output.read()).toStrictEqual({ done: true, value: undefined });
  });

  test('says why', async () => {
    const { streams, sending, output } = open();
    streams.close(4001, 'why');
    expect(await output.read()).toStrictEqual({ done: false, value: hex('88 05 0fa1 776879') });
    expect(await failureOf(sending.write('late'))).toBeInstanceOf(TypeError);
  });

  test("is told of one's own mistake behind a clean end too", async () => {
    const { streams, input, sending, output } = open();
    streams.close(1000);
    await output.read();
    await input.write(wireOf((client) => client.close(1000)));
    expect(await streams.closed).toMatchObject({ wasClean: true });
    expect(await failureOf(sending.write('late'))).toMatchObject({
      name: 'TypeError',
      message: 'sendText() called after close()',
    });
  });

  test.each([
    ['cancels what is read', 'messages', 'cancel'],
    ['aborts what is written', 'sending', 'abort'],
  ] as const)(
    '%s, with a reason in the manner of a WebSocketError or without',
    async (_, end, how) => {
      for (const [reason, wire] of [
        [undefined, '88 00'],
        [new Error('any'), '88 00'],
        [{ closeCode: 4002 }, '88 02 0fa2'],
        [{ closeCode: 4003, reason: 'x' }, '88 03 0fa3 78'],
        // What may not be sent.
        [{ closeCode: 1006 }, '88 00'],
        [{ closeCode: 4003, reason: 'x'.repeat(124) }, '88 00'],
        [{ reason: 'x' }, '88 00'],
        [{ closeCode: 4003, reason: { cause: 1 } }, '88 00'],
        ['text', '88 00'],
      ] as const) {
        const opened = open();
        const ended = (
          opened[end] as unknown as Record<string, (reason: unknown) => Promise<void>>
        )[how]?.(reason);
        expect(await opened.output.read()).toStrictEqual({ done: false, value: hex(wire) });
        await ended;
      }
    },
  );

  test('is not disturbed by what nobody reads any more', async () => {
    const { streams, input, messages } = open();
    await messages.cancel();
    await input.write(
      join(
        hello,
        hello,
        wireOf((client) => client.close()),
      ),
    );
    expect(await streams.closed).toMatchObject({ closeCode: 1005, wasClean: true });
  });
});

test('an echo is one pipe, which ends well when the peer closes', async () => {
  const ends = transports(100);
  const server = new ConnectionStreams({ role: 'server' }).attach(ends.server);
  const client = new ConnectionStreams({ role: 'client' }).attach(ends.client);
  const echo = server.incoming.readable.pipeTo(server.outgoing.writable);
  const writer = client.outgoing.writable.getWriter();
  const reader = client.incoming.readable.getReader();
  await writer.write('hello');
  expect(await reader.read()).toStrictEqual({ done: false, value: 'hello' });
  await writer.close();
  expect(await reader.read()).toStrictEqual({ done: true, value: undefined });
  await echo;
  expect(await server.closed).toMatchObject({ closeCode: 1000, wasClean: true });
});

test('an echo whose transport is lost while its output is stuck has ended', async () => {
  const { writable, lose } = stuck();
  const wire = new TransformStream<Uint8Array, Uint8Array>();
  const streams = new ConnectionStreams({ role: 'server' }).attach({
    readable: wire.readable,
    writable,
  });
  const echo = streams.incoming.readable.pipeTo(streams.outgoing.writable);
  const peer = wire.writable.getWriter();
  const message = wireOf((client) => client.sendBinary(noise(60_000)));
  const sent = Array.from({ length: 20 }, () => peer.write(message));
  for (const write of sent) write.catch(() => {});
  expect(await stateOf(streams.closed)).toBe('pending');
  lose(new Error('reset'));
  peer.abort(new Error('reset'));
  expect(await failureOf(echo)).toMatchObject({ closeCode: 1006 });
  expect(await streams.closed).toMatchObject({ closeCode: 1006, wasClean: false });
});

test.each([
  ['that is lost', (from: WritableStreamDefaultWriter) => from.abort(new Error('reset'))],
  ['that breaks the protocol', (from: WritableStreamDefaultWriter) => from.write(hex('ff ff'))],
])('a connection %s closes the one that it is piped into', async (_, end) => {
  const [one, other] = [open(), open({ role: 'client' })];
  one.messages.releaseLock();
  other.sending.releaseLock();
  const piped = failureOf(one.streams.incoming.readable.pipeTo(other.streams.outgoing.writable));
  await end(one.input);
  expect(await piped).toMatchObject({ name: 'ConnectionClosedError', closeCode: 1006 });
  const { value: [first, second] = [] } = await other.output.read();
  expect([first, second]).toStrictEqual([0x88, 0x80]);
  await other.input.write(hex('88 00'));
  expect(await other.streams.closed).toMatchObject({ closeCode: 1005, wasClean: true });
});

test('options are asked for by name', () => {
  expect(() => new ConnectionStreams(undefined as never)).toThrow(
    "role is undefined; it must be 'client' or 'server'",
  );
});

test('options of messages in parts are not taken', async () => {
  const { input, messages } = open({ streamMessages: true } as never);
  await input.write(wireOf((client) => client.sendFragment('hel', { opcode: 1, fin: false })));
  const read = messages.read();
  expect(await stateOf(read)).toBe('pending');
  await input.write(hex('80 80 00000000'));
  expect(await read).toStrictEqual({ done: false, value: 'hel' });
});

/** The writable side of a transport that takes one chunk and no more, until it is lost. */
function stuck() {
  let lose: (error: unknown) => void = () => {};
  const writable = new WritableStream<Uint8Array>({
    start: (controller) => {
      lose = (error) => controller.error(error);
    },
    write: () =>
      new Promise((_, reject) => {
        const fail = lose;
        lose = (error) => {
          fail(error);
          reject(error);
        };
      }),
  });
  return { writable, lose: (error: unknown) => lose(error) };
}

/** Two transports joined: what one writes the other reads, in pieces of so many bytes. */
function transports(pieceBytes: number) {
  const direction = () =>
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        for (let at = 0; at < chunk.length; at += pieceBytes) {
          controller.enqueue(chunk.slice(at, at + pieceBytes));
        }
      },
    });
  const [toServer, toClient] = [direction(), direction()];
  return {
    client: { readable: toClient.readable, writable: toServer.writable },
    server: { readable: toServer.readable, writable: toClient.writable },
  };
}

async function collect(readable: ReadableStream<MessageChunk>): Promise<MessageChunk[]> {
  const all: MessageChunk[] = [];
  await readable.pipeTo(new WritableStream({ write: (chunk) => void all.push(chunk) }));
  return all;
}

test('a client and a server that are attached exchange messages in both directions', async () => {
  const chunk = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 50 }),
    fc.uint8Array({ maxLength: 300 }),
  );
  const chunks = fc.array(chunk, { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(chunks, chunks, fc.integer({ min: 1, max: 400 }), async (up, down, piece) => {
      const ends = transports(piece);
      const client = new ConnectionStreams({ role: 'client' }).attach(ends.client);
      const server = new ConnectionStreams({ role: 'server' }).attach(ends.server);
      const [atServer, atClient] = [
        collect(server.incoming.readable),
        collect(client.incoming.readable),
      ];
      const send = async (streams: ConnectionStreams, list: readonly MessageChunk[]) => {
        const writer = streams.outgoing.writable.getWriter();
        for (const message of list) await writer.write(message);
      };
      await Promise.all([send(client, up), send(server, down)]);
      // Behind all that the server has sent, so that nothing is left on the way.
      client.close(1000);
      expect(await atServer).toStrictEqual(up);
      expect(await atClient).toStrictEqual(down);
      const end = { closeCode: 1000, reason: '', wasClean: true, violation: null };
      expect(await Promise.all([client.closed, server.closed])).toStrictEqual([end, end]);
    }),
    { numRuns: 50 },
  );
});
