/**
 * The ways in which a frame is written, against the plainest: all kinds of memory, lengths, offsets and texts.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FrameBlock } from '../../src/frame/frame-block.js';
import { freshFrame } from '../../src/frame/fresh-frame.js';
import { keyToBytes, readKey } from '../../src/frame/mask-loops.js';
import { simdMask } from '../../src/frame/mask-simd.js';
import { maxFrameBytes, writeBinaryFrame, writeTextFrame } from '../../src/frame/write-frame.js';
import { anyText } from '../properties/arbitraries.js';
import { writeFrame } from '../properties/naive-frame.js';
import { hex, join, noise, repeat, sameBytes } from '../vectors/bits.js';
import { recordingSimd } from './recording-simd.js';

const KEY = readKey(hex('37 fa 21 3d'), 0);
const PAPER = 0xa5;

const keys = [
  ['unmasked', null],
  ['masked', KEY],
  ['masked with a key of zeros', 0],
] as const;

/** Around every length at which another loop takes over. */
const lengths = [
  ...Array.from({ length: 40 }, (_, length) => length),
  ...[47, 48, 49, 63, 64, 65, 95, 96, 97, 124, 125, 126, 127, 128, 300],
  ...[1017, 1023, 1024, 1025, 1365, 1366, 4082, 4096, 16_383, 16_384, 16_385, 65_535, 65_536],
];

const plain = (payload: Uint8Array, key: number | null) =>
  writeFrame(
    {
      opcode: 2,
      payloadLength: payload.length,
      maskingKey: key === null ? null : keyToBytes(key),
    },
    undefined,
    payload,
  );

describe.each(keys)('%s', (_, key) => {
  test.each(lengths)('%i bytes are written the same way into any memory', (length) => {
    const payload = noise(length);
    const expected = plain(payload, key);
    for (const simd of [simdMask, null]) {
      expect(sameBytes(freshFrame(0x82, payload, key, simd), expected), 'fresh').toBe(true);
      for (const offset of [0, 1, 2, 3, 5, 4093]) {
        const target = repeat(PAPER, offset + expected.length + 9);
        for (const mayOverlap of [true, false]) {
          target.fill(PAPER);
          const end = writeBinaryFrame(target, offset, 0x82, payload, key, simd, mayOverlap);
          expect(end).toBe(offset + expected.length);
          const whole = join(repeat(PAPER, offset), expected, repeat(PAPER, 9));
          expect(sameBytes(target, whole)).toBe(true);
        }
      }
    }
    expect(sameBytes(payload, noise(length))).toBe(true);
  });

  const units = [
    ['ASCII', 'a'],
    ['two bytes', 'é'],
    ['the first that takes two bytes', '\x80'],
    ['three bytes', '€'],
    ['pairs', '\u{1f600}'],
    ['lone surrogates', '\ud83d'],
    ['ASCII, then others', 'abcdefghé'],
    ['others, then ASCII', '€ab'],
  ] as const;

  test.each(units)(
    'text of %s is what TextEncoder makes of it, at every length of a header',
    (__, unit) => {
      const counts = [
        0, 1, 2, 20, 41, 42, 43, 62, 63, 64, 65, 125, 126, 127, 400, 1365, 1366, 21_845, 33_000,
        65_536,
      ];
      for (const count of counts) {
        const text = unit.repeat(Math.ceil(count / unit.length)).slice(0, count);
        const bytes = new TextEncoder().encode(text);
        const expected = plain(bytes, key);
        expect(sameBytes(freshFrame(0x82, text, key, simdMask), expected)).toBe(true);
        for (const offset of [0, 3]) {
          for (const length of [text.length, bytes.length]) {
            // A guess needs the room of the longest that the text can become; what is known needs no more.
            const room = length === bytes.length ? expected.length : maxFrameBytes(text);
            const target = repeat(PAPER, offset + room + 5);
            target.fill(PAPER);
            const end = writeTextFrame(target, offset, 0x82, text, length, key, simdMask);
            expect(end).toBe(offset + expected.length);
            expect(sameBytes(target.subarray(offset, end), expected)).toBe(true);
            const around = join(target.subarray(0, offset), target.subarray(end));
            expect(around.every((byte) => byte === PAPER)).toBe(true);
          }
        }
      }
    },
  );
});

test('any text is written as TextEncoder writes it', () => {
  fc.assert(
    fc.property(anyText, fc.nat(3), fc.integer(), (text, offset, key) => {
      const expected = plain(new TextEncoder().encode(text), key | 0);
      const target = repeat(PAPER, offset + maxFrameBytes(text));
      const end = writeTextFrame(target, offset, 0x82, text, text.length, key | 0, simdMask);
      expect(sameBytes(target.subarray(offset, end), expected)).toBe(true);
      expect(sameBytes(freshFrame(0x82, text, key | 0, simdMask), expected)).toBe(true);
    }),
  );
});

describe('a payload that lies in the target', () => {
  test('is read before it is overwritten, wherever it lies', () => {
    const before = noise(150_000);
    for (const key of [null, KEY]) {
      for (const length of [0, 1, 5, 8, 31, 32, 60, 100, 125, 126, 300, 1023, 1024, 5000, 40_000]) {
        for (const shift of [
          -length,
          -17,
          -9,
          -4,
          -3,
          -1,
          0,
          1,
          2,
          4,
          6,
          7,
          8,
          9,
          16,
          33,
          length,
        ]) {
          const offset = 50_000;
          const from = offset + shift;
          const buffer = before.slice();
          // Another view of the same memory, which begins elsewhere.
          const payload = new Uint8Array(buffer.buffer, from, length);
          const target = new Uint8Array(buffer.buffer, 100);
          const expected = join(buffer.slice(0, offset), plain(payload.slice(), key));
          const rest = buffer.slice(expected.length);
          const at = offset - 100;
          const end = writeBinaryFrame(target, at, 0x82, payload, key, simdMask, true);
          expect(end + 100).toBe(expected.length);
          expect(sameBytes(buffer, join(expected, rest)), `${length} from ${shift}`).toBe(true);
        }
      }
    }
  });
});

describe('a block', () => {
  test('takes frames one behind the other, and gives views that share its memory', () => {
    for (const key of [null, KEY]) {
      const block = new FrameBlock(2048);
      expect(block).toMatchObject({ room: 2048, hasNews: false });
      block.write(0x82, noise(100), key, null);
      block.write(0x81, 'aé€', key, null);
      expect(block.hasNews).toBe(true);
      const first = block.takeView();
      expect(block.hasNews).toBe(false);
      block.append(hex('8900'));
      block.writeHeader(0x82, 70_000, key);
      const second = block.takeView();
      const text = plain(new TextEncoder().encode('aé€'), key);
      text[0] = 0x81;
      expect(first).toStrictEqual(join(plain(noise(100), key), text));
      const header = plain(noise(70_000), key).slice(0, key === null ? 10 : 14);
      expect(second).toStrictEqual(join(hex('8900'), header));
      expect(second.buffer).toBe(first.buffer);
      expect(second.byteOffset).toBe(first.length);
      expect(block.room).toBe(2048 - first.length - second.length);
    }
  });

  test('has no room any more when its memory was transferred away', () => {
    const block = new FrameBlock(1024);
    block.write(0x82, noise(100), KEY, null);
    structuredClone(null, { transfer: [block.takeView().buffer as ArrayBuffer] });
    expect(block.room).toBeLessThan(0);
  });
});

test('the longest that a frame can become is known ahead', () => {
  expect(maxFrameBytes(noise(5))).toBe(14 + 5);
  // A unit of a text takes three bytes at most.
  expect(maxFrameBytes('abc')).toBe(14 + 9);
  expect(maxFrameBytes('')).toBe(14);
});

// It says where SIMD is asked, and there is nobody to ask in the run without WebAssembly.
describe.skipIf(simdMask === null)('SIMD', () => {
  test.each<[number, boolean, number | null, string[]]>([
    [63, false, KEY, []],
    [64, false, KEY, ['copyShort']],
    [4096, true, KEY, ['copyShort']],
    [4097, false, KEY, ['copy']],
    // Other memory, but the place has a number near by.
    [4097, true, KEY, ['inPlace']],
    [4097, false, 0, []],
    [4097, true, null, []],
  ])('masks %i bytes (may overlap: %s, key %s) by %j', (length, mayOverlap, key, expected) => {
    const { simd, calls } = recordingSimd();
    const target = new Uint8Array(length + 14);
    writeBinaryFrame(target, 0, 0x82, noise(length), key, simd, mayOverlap);
    expect(calls).toStrictEqual(expected);
  });

  test.each([
    [-5000, 'copy'],
    [-4999, 'inPlace'],
    [0, 'inPlace'],
    [4999, 'inPlace'],
    [5000, 'copy'],
  ])('masks 5000 bytes that lie %i from their place by %s', (shift, expected) => {
    const { simd, calls } = recordingSimd();
    const buffer = noise(30_000);
    const target = new Uint8Array(buffer.buffer, 100);
    // The header takes eight bytes.
    const payload = new Uint8Array(buffer.buffer, 10_108 + shift, 5000);
    const wire = plain(payload.slice(), KEY);
    writeBinaryFrame(target, 10_000, 0x82, payload, KEY, simd, true);
    expect(calls).toStrictEqual([expected]);
    expect(sameBytes(target.subarray(10_000, 10_000 + wire.length), wire)).toBe(true);
  });

  test.each([
    [63, []],
    [1365, []],
    [1366, ['inPlace']],
  ])('masks a text of %i units by %j', (length, expected) => {
    const { simd, calls } = recordingSimd();
    const target = new Uint8Array(length * 3 + 14);
    writeTextFrame(target, 0, 0x81, 'a'.repeat(length), length, KEY, simd);
    writeTextFrame(target, 0, 0x81, 'a'.repeat(length), length, null, simd);
    expect(calls).toStrictEqual(expected);
  });
});
