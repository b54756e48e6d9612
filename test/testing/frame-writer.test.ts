/**
 * Frames as they stand on the wire.
 */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, toHex } from '../../src/testing/byte-data.js';
import { type WrittenFrame, writeFrame, xor } from '../../src/testing/frame-writer.js';

const frameOf = (payload: Uint8Array): WrittenFrame => ({
  opcode: 2,
  payload,
  fin: true,
  rsv: 0,
  length: null,
});

test('the masked and the unmasked Hello are those of RFC 6455 §5.7', () => {
  const hello = { ...frameOf(bytesOf({ utf8: 'Hello' })), opcode: 1 };
  expect(toHex(writeFrame(hello, null))).toBe('810548656c6c6f');
  const key = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);
  expect(toHex(writeFrame(hello, key))).toBe('818537fa213d7f9f4d5158');
});

test.each<[number, string, string]>([
  [0, '00', '80'],
  [125, '7d', 'fd'],
  [126, '7e007e', 'fe007e'],
  [200, '7e00c8', 'fe00c8'],
  [40_000, '7e9c40', 'fe9c40'],
  [65_535, '7effff', 'feffff'],
  [65_536, '7f0000000000010000', 'ff0000000000010000'],
])('a length of %s takes the shortest form', (length, plain, masked) => {
  const frame = frameOf(new Uint8Array(length).fill(0x5a));
  const unmasked = writeFrame(frame, null);
  const at = 1 + plain.length / 2;
  expect(toHex(unmasked.subarray(0, at))).toBe(`82${plain}`);
  expect(Buffer.compare(unmasked.subarray(at), frame.payload)).toBe(0);
  const written = writeFrame(frame, Uint8Array.of(0x5a, 0x5a, 0x5a, 0x5a));
  expect(toHex(written.subarray(0, at))).toBe(`82${masked}`);
  expect(toHex(written.subarray(at, at + 4))).toBe('5a5a5a5a');
  expect(written.subarray(at + 4).every((byte) => byte === 0)).toBe(true);
  expect(written).toHaveLength(at + 4 + length);
});

test('each byte from an index on is masked with its byte of the key, and none in front of it', () => {
  const four = fc.uint8Array({ minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(40), four, (bytes, index, key) => {
      const from = Math.min(index, bytes.length);
      const masked = bytes.slice();
      xor(masked, from, key);
      const expected = bytes.map((byte, i) =>
        i < from ? byte : byte ^ Number(key[(i - from) % 4]),
      );
      expect(masked).toEqual(expected);
    }),
  );
});
