import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeFrame } from '../../src/index.js';
import { bytesOf, toHex } from '../../src/testing/byte-data.js';
import { FrameReader, type Incoming } from '../../src/testing/frame-reader.js';
import { xor } from '../../src/testing/frame-writer.js';
import { SeededBytes } from '../../src/testing/seeded-bytes.js';

const server = () => new FrameReader('server');
const typesOf = (incoming: readonly Incoming[]) => incoming.map(({ type }) => type);

/** What a server's bytes are taken for. */
function breachOf(hex: string, reader = server()): string | null {
  const last = reader.push(bytesOf(hex)).at(-1);
  return last?.type === 'breach' ? last.what : null;
}

test.each([
  ['a text', '81 01 61', 'text'],
  ['a binary message', '82 00', 'binary'],
  ['a ping', '89 01 00', 'ping'],
  ['a pong', '8a 00', 'pong'],
  ['a Close without a code', '88 00', 'close'],
  ['a Close with a code of a registry', '88 02 03f6', 'close'],
  ['a message in fragments with a ping between', '01 01 61 89 00 80 01 62', 'ping text'],
])('%s is read', (_, hex, types) => {
  expect(typesOf(server().push(bytesOf(hex))).join(' ')).toBe(types);
});

test.each([
  ['c1 00', 'a reserved bit without an extension'],
  ['83 00', 'the reserved opcode 3'],
  ['81 80', 'a masked frame from a server'],
  ['80 00', 'a continuation of nothing'],
  ['01 00 81 00', 'a message inside a message'],
  ['82 7e 007d', 'a length of 125 in a longer form than needed'],
  ['82 7f ffffffffffffffff', 'a length of 18446744073709552000, longer than any message of a case'],
  ['81 01 ff', 'a text that is not UTF-8'],
  ['88 01 03', 'a Close with a body of one byte'],
  ['88 03 03e8 ff', 'a Close whose reason is not UTF-8'],
  ['88 00 00', 'bytes after its Close'],
])('%s is %s', (hex, what) => {
  expect(breachOf(hex)).toBe(what);
});

test('a client must mask', () => {
  expect(breachOf('81 00', new FrameReader('client'))).toBe('an unmasked frame from a client');
});

test('a masking key may come again, unless fresh ones are asked for', () => {
  const [one, again] = ['81 81 01020304 60', '89 80 01020304'];
  const other = '8a 80 01020305';
  const lax = new FrameReader('client');
  expect(typesOf(lax.push(bytesOf([one, other, again])))).toEqual(['text', 'pong', 'ping']);
  const strict = new FrameReader('client', { freshMasks: true });
  expect(typesOf(strict.push(bytesOf([one, other])))).toEqual(['text', 'pong']);
  expect(breachOf(again, strict)).toBe('a masking key for a second time');
});

test('what is too long is a breach at its header, before any of it has come', () => {
  const tooLong = (length: number) => `a length of ${length}, longer than any message of a case`;
  expect(breachOf('82 7f 0000000004000001')).toBe(tooLong(67_108_865));
  expect(breachOf('82 7f 0000000004000000')).toBe(null);
  // Of a message it is the sum that counts.
  expect(breachOf('02 01 00 80 7f 0000000004000000')).toBe(tooLong(67_108_864));
  expect(breachOf('02 01 00 80 7f 0000000003ffffff')).toBe(null);
});

test('empty fragments for ever are a breach, and no control frame is one of them', () => {
  const many = bytesOf(['02 00', { repeat: '00 00', times: 1_048_575 }]);
  const reader = server();
  expect(reader.push(many)).toEqual([]);
  expect(breachOf('00 00', reader)).toBe('more than 1048576 fragments');
  const other = server();
  other.push(many);
  expect(typesOf(other.push(bytesOf('89 00 8a 00 88 00')))).toEqual(['ping', 'pong', 'close']);
});

test('each item has the first bytes of the frame in which it ended', () => {
  const [ping, text] = server().push(bytesOf(`01 01 61 89 00 80 28 ${'62'.repeat(40)}`));
  expect(ping?.frame).toEqual(bytesOf('89 00'));
  expect(text?.frame).toEqual(bytesOf(`80 28 ${'62'.repeat(22)}`));
  const [breach] = server().push(bytesOf('83 00 00'));
  expect(breach?.frame).toEqual(bytesOf('83 00 00'));
});

test('bytes after a Close are a breach in a later chunk too', () => {
  const reader = server();
  expect(typesOf(reader.push(bytesOf('88 00')))).toEqual(['close']);
  expect(breachOf('00', reader)).toBe('bytes after its Close');
});

describe('a compressed message', () => {
  const inflate = {
    inflate: (data: Uint8Array) => (data[0] === 0 ? null : Uint8Array.of(0x61, ...data)),
  };

  test('is inflated as a whole', () => {
    const reader = new FrameReader('server', { inflate });
    const [message] = reader.push(bytesOf('41 01 62 80 01 63'));
    expect(message).toMatchObject({ type: 'text', payload: bytesOf({ utf8: 'abc' }) });
  });

  test('may be binary, and one that is not compressed may follow it', () => {
    const reader = new FrameReader('server', { inflate });
    expect(reader.push(bytesOf('c2 01 62 82 01 63'))).toMatchObject([
      { type: 'binary', payload: bytesOf({ utf8: 'ab' }) },
      { type: 'binary', payload: bytesOf({ utf8: 'c' }) },
    ]);
  });

  test.each([
    ['c1 01 00', 'compressed data that do not inflate'],
    ['41 01 62 c0 01 63', 'RSV1 on a frame that does not begin a message'],
    ['c9 00', 'RSV1 on a frame that does not begin a message'],
  ])('%s is %s', (hex, what) => {
    expect(breachOf(hex, new FrameReader('server', { inflate }))).toBe(what);
  });
});

test('however the bytes are cut, the same is read', () => {
  const payloads = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 });
  fc.assert(
    fc.property(payloads, fc.integer({ min: 1, max: 300 }), (list, size) => {
      const maskingKey = Uint8Array.of(9, 8, 7, 6);
      const bytes = Buffer.concat(
        list.map((payload) => encodeFrame({ opcode: 2, payload, maskingKey })),
      );
      const reader = new FrameReader('client');
      const read: Incoming[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        read.push(...reader.push(bytes.subarray(at, at + size)));
      }
      const binary = list.map((payload) => ({ type: 'binary', payload }));
      expect(read.map(({ frame: _, ...item }) => item)).toEqual(binary);
    }),
  );
});

test.each([
  [999, 1000],
  [1004, 1003],
  [1005, 1007],
  [1006, 1014],
  [1015, 3000],
  [2999, 4000],
  [5000, 4999],
])('a Close may not have the code %i, but %i', (wrong, right) => {
  const close = (code: number) => `88 02 ${code.toString(16).padStart(4, '0')}`;
  expect(breachOf(close(wrong))).toBe(`a Close with the code ${wrong}`);
  expect(server().push(bytesOf(close(right)))).toMatchObject([{ type: 'close', code: right }]);
});

test('the shortest length in each form is right', () => {
  for (const [head, length] of [
    ['82 7d', 125],
    ['82 7e 007e', 126],
    ['82 7e ffff', 65_535],
    ['82 7f 0000000000010000', 65_536],
    ['89 7d', 125],
  ] as const) {
    const payload = new SeededBytes(length).take(length);
    const [item] = server().push(bytesOf([head, toHex(payload)]));
    expect(item).toMatchObject({ type: head.startsWith('89') ? 'ping' : 'binary' });
    const read = item !== undefined && 'payload' in item ? item.payload : null;
    expect(read !== null && Buffer.compare(read, payload)).toBe(0);
  }
});

test.each([
  ['82 85', 5],
  ['82 fe 007e', 126],
  ['82 ff 0000000000010000', 65_536],
])('a header %s in pieces is waited for, with its masking key', (head, length) => {
  const payload = new SeededBytes(3).take(length);
  const masked = payload.slice();
  const key = Uint8Array.of(1, 2, 3, 4);
  xor(masked, 0, key);
  const reader = new FrameReader('client');
  for (const byte of bytesOf([head, toHex(key)])) {
    expect(reader.push(Uint8Array.of(byte))).toEqual([]);
  }
  const [item] = reader.push(masked);
  const read = item?.type === 'binary' ? item.payload : null;
  expect(read !== null && Buffer.compare(read, payload)).toBe(0);
});

test('nothing is read behind a breach', () => {
  expect(server().push(bytesOf('81 00 81 01 ff 89 00'))).toMatchObject([
    { type: 'text' },
    { type: 'breach', what: 'a text that is not UTF-8', frame: bytesOf('81 01 ff') },
  ]);
});
