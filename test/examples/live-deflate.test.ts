/**
 * The live example's side channel about compressed messages: their sizes, and what they say.
 */

import { once } from 'node:events';
import type { Socket } from 'node:net';
import { constants, deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeFrame, type FrameInit, Opcode } from 'websocket-codec';
import { type PerMessageDeflateOptions, WebSocket } from 'ws';
import { Commanded } from './commanded.js';
import { LiveServer } from './live-server.js';
import { MASKING_KEY } from './raw-peer.js';
import {
  framesFrom,
  inflatedFrom,
  inWords,
  poll,
  type TraceEvent,
  textOf,
  textsFrom,
  traced,
  wireSizes,
} from './trace-stream.js';

let server: LiveServer;
beforeAll(async () => {
  server = await LiveServer.start();
});
afterAll(async () => {
  await server.stop();
});

const sides = ['client', 'server'] as const;
/** A client that compresses everything, as browsers do. */
const deflate = { perMessageDeflate: { threshold: 0 } };

/** Sends messages one after the other, each when the echo of the one before is there. */
async function echoed(
  messages: readonly (string | Uint8Array)[],
  perMessageDeflate: PerMessageDeflateOptions | boolean = deflate.perMessageDeflate,
): Promise<TraceEvent[]> {
  const waiting = [...messages];
  return traced(
    server,
    (socket) => {
      const next = (): void => {
        const message = waiting.shift();
        if (message === undefined) socket.close();
        else socket.send(message);
      };
      socket.on('message', next);
      next();
    },
    { perMessageDeflate },
  );
}

/** Writes bytes of its own making on a connection that has agreed on compression. */
async function written(...chunks: Uint8Array[]): Promise<TraceEvent[]> {
  return traced(
    server,
    (socket) => {
      const { _socket: inner } = socket as unknown as { _socket: Socket };
      for (const chunk of chunks) inner.write(chunk);
      socket.close();
    },
    deflate,
  );
}

function frame(init: FrameInit): Uint8Array {
  return encodeFrame({ maskingKey: MASKING_KEY, ...init });
}

/** A message as RFC 7692 §7.2.1 wants it: flushed to a byte, without the four bytes of an empty block. */
function deflated(text: string | Uint8Array): Uint8Array {
  return deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4);
}

describe('a compressed message', () => {
  test('of the client is told with both sizes and its text, its short echo is plain', async () => {
    const events = await echoed(['Hello']);
    const [hello] = framesFrom(events, 'client');
    //                      c1: FIN and RSV1, Text; 87: MASK, 7 bytes
    expect(hello).toMatch(/^c187[0-9a-f]{22}$/);
    expect(inflatedFrom(events, 'client')).toEqual([
      {
        hex: '48656c6c6f',
        totalBytes: 5,
        message: { wireBytes: 7, plainBytes: 5 },
        fault: null,
      },
      undefined,
    ]);
    expect(framesFrom(events, 'server')[0]).toBe('810548656c6c6f');
    expect(inflatedFrom(events, 'server')).toEqual([undefined, undefined]);
  });

  test.each(sides)('of the %s is as long on the wire as its frame says', async (side) => {
    const text = 'as long as it is short, '.repeat(40);
    const events = await echoed([text]);
    const { data } = events.find(
      ({ name, data: { sender } }) => name === 'frame' && sender === side,
    ) as TraceEvent;
    const headerBytes = side === 'client' ? 6 : 2;
    expect(data.hex?.slice(0, 2)).toBe('c1');
    expect(data.inflated?.message).toEqual({
      wireBytes: (data.totalBytes ?? 0) - headerBytes,
      plainBytes: text.length,
    });
    expect(data.inflated?.message?.wireBytes).toBeLessThan(100);
    expect(textOf(data.inflated)).toBe(text.slice(0, 512));
  });

  test.each(sides)('of the %s may point back at the ones before it', async (side) => {
    const text = Array.from({ length: 60 }, (_, at) => (at * at * 7919).toString(36)).join(' ');
    const events = await echoed([text, `${text}!`, 'something else altogether '.repeat(9), text]);
    expect(textsFrom(events, side)).toEqual([
      text,
      `${text}!`,
      'something else altogether '.repeat(9),
      text,
    ]);
    const [first = 0, second = 0, , fourth = 0] = wireSizes(events, side);
    expect(first).toBeGreaterThan(100);
    expect(second).toBeLessThan(first / 4);
    expect(fourth).toBeLessThan(first / 4);
  });

  test.each<[string, PerMessageDeflateOptions]>([
    ['no context takeover', { clientNoContextTakeover: true, serverNoContextTakeover: true }],
    ['no context takeover of the server', { serverNoContextTakeover: true }],
    ['small windows', { clientMaxWindowBits: 9, serverMaxWindowBits: 9 }],
  ])('is understood with %s', async (_, agreement) => {
    // Long enough to be compressed alone.
    const texts = ['x', 'y', 'x'].map((letter) => `${letter} and more of it, `.repeat(80));
    const events = await echoed(texts, {
      ...agreement,
      threshold: 0,
    });
    const shown = texts.map((text) => text.slice(0, 512));
    for (const side of sides) expect(textsFrom(events, side)).toEqual(shown);
  });

  test.each(sides)('of a megabyte is counted, and its first 512 bytes told (%s)', async (side) => {
    const bytes = Buffer.alloc(1_048_576, 'all of it ');
    const events = await echoed([bytes]);
    const inflated = inflatedFrom(events, side).filter((each) => each !== undefined);
    expect(inflated.at(-1)?.message?.plainBytes).toBe(bytes.length);
    expect(inflated.reduce((sum, { totalBytes }) => sum + totalBytes, 0)).toBe(bytes.length);
    expect(inflated[0]?.hex).toBe(bytes.subarray(0, 512).toString('hex'));
  });

  test('in fragments is told piece by piece, its sizes with the last', async () => {
    const text = 'in fragments, with a ping between them';
    const whole = deflated(text);
    const cut = whole.length >> 1;
    const events = await written(
      frame({ opcode: Opcode.Text, rsv1: true, fin: false, payload: whole.subarray(0, cut) }),
      frame({ opcode: Opcode.Ping, payload: 'between' }),
      frame({ opcode: Opcode.Continuation, fin: false }),
      frame({ opcode: Opcode.Continuation, payload: whole.subarray(cut) }),
    );
    const inflated = inflatedFrom(events, 'client');
    expect(inflated.map((each) => each?.message)).toEqual([
      null,
      undefined,
      null,
      { wireBytes: whole.length, plainBytes: text.length },
      undefined,
    ]);
    expect(inflated.map(textOf).join('')).toBe(text);
    expect(inflated.map((each) => each?.totalBytes)).toEqual([
      expect.any(Number),
      undefined,
      0,
      expect.any(Number),
      undefined,
    ]);
  });

  test('without anything in it has sizes, too', async () => {
    const events = await written(
      frame({ opcode: Opcode.Text, rsv1: true, payload: Uint8Array.of(0) }),
    );
    expect(inflatedFrom(events, 'client')[0]?.message).toEqual({ wireBytes: 1, plainBytes: 0 });
  });
});

describe('what cannot be inflated', () => {
  test.each([
    ['garbage', 'compressed-data-invalid', Uint8Array.of(0xff, 0xff, 0xff, 0xff)],
    ['the beginning of a block', 'compressed-data-invalid', deflated('cut off').subarray(0, 3)],
    ['more than a message may have', 'message-too-big', deflated(new Uint8Array(16_777_217))],
  ])('%s is told with its fault, and fails the connection', async (_, fault, payload) => {
    const events = await written(
      frame({ opcode: Opcode.Binary, rsv1: true, payload: deflated('good') }),
      frame({ opcode: Opcode.Binary, rsv1: true, payload }),
      frame({ opcode: Opcode.Binary, rsv1: true, payload: deflated('late') }),
    );
    const [good, bad, late] = inflatedFrom(events, 'client');
    expect([textOf(good), good?.fault]).toEqual(['good', null]);
    expect(bad).toMatchObject({ message: null, fault });
    expect(late).toEqual({ hex: '', totalBytes: 0, message: null, fault });
    expect(inWords(events)).toContain('state closed end-after-output');
    expect(framesFrom(events, 'server').at(-1)?.slice(0, 2)).toBe('88');
  });

  test('a message inside another ends the inflating', async () => {
    const events = await written(
      frame({ opcode: Opcode.Text, rsv1: true, fin: false, payload: deflated('one ') }),
      frame({ opcode: Opcode.Text, rsv1: true, payload: deflated('two') }),
    );
    const [first, ...others] = inflatedFrom(events, 'client');
    expect(textOf(first)).toBe('one ');
    expect(others).toEqual([undefined, undefined]);
  });

  test('the bit on a connection without compression is no frame', async () => {
    const { trace, socket } = await Commanded.open(server);
    const { _socket: inner } = socket as unknown as { _socket: Socket };
    inner.write(frame({ opcode: Opcode.Text, rsv1: true, payload: deflated('alone') }));
    await poll(() => trace.events().find(({ name }) => name === 'invalid')?.data).toMatchObject({
      sender: 'client',
      code: 'reserved-bit-set',
    });
  });

  test('the server goes on for everyone else', async () => {
    const socket = new WebSocket(server.chat);
    await once(socket, 'open');
    socket.send('x'.repeat(2_000));
    expect(String((await once(socket, 'message'))[0])).toBe('x'.repeat(2_000));
    socket.close();
  });
});
