/**
 * The live example's WebSocket side against bytes that no client library sends.
 */

import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  encodeClosePayload,
  encodeFrame,
  encodeFrameHeader,
  type FrameInit,
  Opcode,
} from 'websocket-codec';
import { LiveServer } from './live-server.js';
import {
  framesAfter,
  framesAfterDrip,
  handshakeTo,
  lastCloseCode,
  MASKING_KEY,
} from './raw-peer.js';

let server: LiveServer;
beforeAll(async () => {
  server = await LiveServer.start();
});
afterAll(async () => {
  await server.stop();
});

const MAX_MESSAGE_BYTES = 16_777_216;

/** The bytes of a masked frame. */
function frame(init: FrameInit): Uint8Array {
  return encodeFrame({ maskingKey: MASKING_KEY, ...init });
}

function text(payload: string): Uint8Array {
  return frame({ opcode: Opcode.Text, payload });
}

const close = frame({ opcode: Opcode.Close, payload: encodeClosePayload(1000) });

function hex(digits: string): Uint8Array {
  return Uint8Array.from(Buffer.from(digits.replaceAll(' ', ''), 'hex'));
}

const oversized = encodeFrameHeader({
  opcode: Opcode.Binary,
  payloadLength: MAX_MESSAGE_BYTES + 1,
  maskingKey: MASKING_KEY,
});

const faults: [what: string, closeCode: number, bytes: Uint8Array[]][] = [
  ['a frame without a mask', 1002, [hex('81 05 48 65 6c 6c 6f')]],
  ['a reserved bit', 1002, [hex('c1 80 00 00 00 00')]],
  ['a reserved opcode', 1002, [hex('83 80 00 00 00 00')]],
  ['a fragmented ping', 1002, [hex('09 80 00 00 00 00')]],
  ['a ping of 126 bytes', 1002, [hex('89 fe 00 7e 00 00 00 00')]],
  ['a length in a longer form than needed', 1002, [hex('81 fe 00 05 00 00 00 00')]],
  ['a length with its highest bit set', 1002, [hex('82 ff 80 00 00 00 00 00 00 00 00 00 00 00')]],
  ['a continuation of nothing', 1002, [hex('80 80 00 00 00 00')]],
  ['a message inside a message', 1002, [hex('01 80 00 00 00 00'), hex('81 80 00 00 00 00')]],
  ['a Close of one byte', 1002, [hex('88 81 00 00 00 00 03')]],
  ['a Close with the code 1005', 1002, [hex('88 82 00 00 00 00 03 ed')]],
  ['a Close whose reason is not UTF-8', 1007, [hex('88 83 00 00 00 00 03 e8 ff')]],
  ['a text that is not UTF-8', 1007, [hex('81 82 00 00 00 00 c3 28')]],
  ['a text that ends in half a character', 1007, [hex('81 81 00 00 00 00 c3')]],
  ['a frame that is too big', 1009, [oversized]],
];

describe('failing the connection', () => {
  test.each(faults)('%s is answered with Close %i and the end of TCP', async (_, code, bytes) => {
    expect(lastCloseCode(await framesAfter(server.port, ...bytes))).toBe(code);
  });

  test.each(faults)(
    '%s after a good message does not cost its echo (Close %i)',
    async (_, code, bytes) => {
      const frames = await framesAfter(server.port, text('good'), ...bytes);
      expect(frames.map(({ opcode }) => opcode)).toEqual([Opcode.Text, Opcode.Close]);
      expect(lastCloseCode(frames)).toBe(code);
    },
  );

  test('fragments that are too big together are answered with 1009', async () => {
    const first = frame({
      opcode: Opcode.Binary,
      fin: false,
      payload: new Uint8Array(MAX_MESSAGE_BYTES),
    });
    const ping = frame({ opcode: Opcode.Ping, payload: 'still here' });
    const second = frame({ opcode: Opcode.Continuation, payload: 'x' });
    const frames = await framesAfter(server.port, first, ping, second);
    expect(frames.map(({ opcode }) => opcode)).toEqual([Opcode.Pong, Opcode.Close]);
    expect(lastCloseCode(frames)).toBe(1009);
  });

  test('nothing is answered behind a fault', async () => {
    const frames = await framesAfter(server.port, hex('83 80 00 00 00 00'), text('late'), close);
    expect(frames).toHaveLength(1);
  });
});

describe('good frames', () => {
  test('the largest message comes back', async () => {
    const payload = new Uint8Array(MAX_MESSAGE_BYTES).fill(0xa5);
    const frames = await framesAfter(server.port, frame({ opcode: Opcode.Binary, payload }), close);
    expect(frames.map(({ opcode }) => opcode)).toEqual([Opcode.Binary, Opcode.Close]);
    expect(Buffer.from(frames[0]?.payload ?? []).equals(payload)).toBe(true);
  });

  test('a message, its fragments and a ping between them may come byte by byte', async () => {
    const frames = await framesAfterDrip(
      server.port,
      text('whole'),
      frame({ opcode: Opcode.Text, fin: false, payload: Uint8Array.of(0xc3) }),
      frame({ opcode: Opcode.Ping, payload: 'between' }),
      frame({ opcode: Opcode.Continuation, payload: Uint8Array.of(0xa9) }),
      frame({ opcode: Opcode.Binary, payload: new Uint8Array(126) }),
      close,
    );
    const seen = frames.map(({ opcode, payload }) => [opcode, Buffer.from(payload)]);
    expect(seen).toEqual([
      [Opcode.Text, Buffer.from('whole')],
      [Opcode.Pong, Buffer.from('between')],
      [Opcode.Text, Buffer.from('é')],
      [Opcode.Binary, Buffer.alloc(126)],
      [Opcode.Close, Buffer.from([0x03, 0xe8])],
    ]);
  });

  test('frames in the same packet as the handshake are answered', async () => {
    const socket = connect(server.port, '127.0.0.1');
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    socket.write(Buffer.concat([handshakeTo(server.port), text('early'), close]));
    await once(socket, 'end');
    const [head, frames] = received.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 101 /);
    expect(frames).toBe('\x81\x05early\x88\x02\x03\xe8');
  });

  test('an end of TCP without a Close ends the other side as well', async () => {
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.write(handshakeTo(server.port));
    await once(socket, 'data');
    socket.end(text('last words'));
    const [echo] = await once(socket, 'data');
    expect(Buffer.from(echo as Uint8Array).toString('latin1')).toBe('\x81\x0alast words');
    await once(socket, 'end');
    expect(socket.readableEnded).toBe(true);
  });
});

test('a client that does not read is not read from, and loses nothing', async () => {
  const bytes = frame({ opcode: Opcode.Binary, payload: new Uint8Array(65_536) });
  const count = 512;
  const socket = connect(server.port, '127.0.0.1');
  socket.write(handshakeTo(server.port));
  const [head] = await once(socket, 'data');
  expect(String(head)).toMatch(/^HTTP\/1\.1 101 /);
  socket.pause();
  for (let i = 0; i < count; i++) socket.write(bytes);
  await delay(500);
  // The system's buffers hold a few megabytes of the 32; the rest must be waiting here.
  expect(socket.writableLength).toBeGreaterThan(0);

  let received = 0;
  socket.on('data', (chunk) => {
    received += chunk.length;
  });
  socket.resume();
  socket.write(close);
  await once(socket, 'end');
  expect(received).toBe(count * (65_536 + 10) + 4);
});
