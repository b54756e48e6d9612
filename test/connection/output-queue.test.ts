import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OutputQueue } from '../../src/connection/output-queue.js';
import { encodeFrame } from '../../src/frame/encode-frame.js';
import { keyToBytes } from '../../src/frame/mask-loops.js';
import { simdMask } from '../../src/frame/mask-simd.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { join, noise, sameBytes } from '../vectors/bits.js';

const BINARY = 0x82;
const PONG = 0x8a;

function queueOf(lengths: readonly number[]): OutputQueue {
  const queue = new OutputQueue();
  for (const [at, length] of lengths.entries())
    queue.write(BINARY, noise(length, at), null, simdMask);
  return queue;
}

/** What the frames of `queueOf` are. */
const framesOf = (lengths: readonly number[]) =>
  lengths.map((length, at) => encodeFrame({ opcode: Opcode.Binary, payload: noise(length, at) }));

const lengthsOf = (pieces: readonly Uint8Array[]) => pieces.map(({ length }) => length);

test('an empty queue gives nothing', () => {
  const queue = new OutputQueue();
  expect(queue).toMatchObject({ byteLength: 0, pongCount: 0 });
  expect(queue.take()).toStrictEqual([]);
});

describe('short frames lie behind each other in few arrays:', () => {
  // Each with a header of 2 bytes, from 126 on of 4, above 65 535 of 10.
  test.each<[string, number[], number[]]>([
    ['one frame is an array', [5], [7]],
    ['several are one array too', [5, 6, 7], [24]],
    ['a block follows a longer first frame', [1500, 5, 6], [1504, 15]],
    ['a long frame has an array of its own', [5, 20_000, 6], [7, 20_004, 8]],
    ['long frames stay apart', [20_000, 30_000], [20_004, 30_004]],
    ['frames behind a long one go on in the same block', [5, 5, 20_000, 6, 7], [14, 20_004, 17]],
    [
      'a thousand are a few arrays',
      Array<number>(1000).fill(98),
      [1000, 2000, 4000, 8100, 16_300, 32_700, 35_900],
    ],
  ])('%s', (_, lengths, expected) => {
    const queue = queueOf(lengths);
    const whole = join(...framesOf(lengths));
    expect(queue.byteLength).toBe(whole.length);
    const pieces = queue.take();
    expect(lengthsOf(pieces)).toStrictEqual(expected);
    expect(sameBytes(join(...pieces), whole)).toBe(true);
  });

  test('a single frame is an array of exactly its length, and no array is much longer than what is in it', () => {
    expect(queueOf([300]).take()[0]?.buffer.byteLength).toBe(304);
    for (const count of [2, 10, 100, 1000, 5000]) {
      const lengths = Array<number>(count).fill(100);
      const buffers = new Set(
        queueOf(lengths)
          .take()
          .map(({ buffer }) => buffer),
      );
      const held = [...buffers].reduce((sum, { byteLength }) => sum + byteLength, 0);
      expect(held).toBeLessThanOrEqual(Math.max(1024, 4 * 102 * count));
    }
  });

  test('every byte is in its place, whatever is written and taken in between', () => {
    const write = fc.record({
      kind: fc.constantFrom('bytes', 'bytes', 'text', 'apart', 'pong'),
      length: fc.oneof(fc.nat(200), fc.integer({ min: 900, max: 5000 }), fc.nat(40_000)),
      key: fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
    });
    fc.assert(
      fc.property(fc.array(write, { maxLength: 40 }), (writes) => {
        const queue = new OutputQueue();
        const frames: Uint8Array[] = [];
        for (const [at, { kind, length, key }] of writes.entries()) {
          const maskingKey = key === null ? null : keyToBytes(key);
          const opcode = kind === 'pong' ? Opcode.Pong : Opcode.Binary;
          const bytes = noise(kind === 'pong' ? length % 126 : length, at);
          const payload = kind === 'text' ? 'aé€'.repeat(length % 1365) : bytes;
          frames.push(encodeFrame({ opcode, payload, maskingKey }));
          if (kind === 'pong') queue.writePong(PONG, bytes, key, Number.POSITIVE_INFINITY);
          else if (kind === 'apart') queue.writeApart(BINARY, maskedBy(bytes, key), key);
          else queue.write(BINARY, payload, key, simdMask);
        }
        const whole = join(...frames);
        expect(queue.byteLength).toBe(whole.length);
        expect(sameBytes(join(...queue.take()), whole)).toBe(true);
      }),
    );
  });
});

/** What `writeApart` is given: a payload that is masked already. */
function maskedBy(payload: Uint8Array, key: number | null): Uint8Array {
  if (key === null) return payload;
  const frame = encodeFrame({ opcode: Opcode.Binary, payload, maskingKey: keyToBytes(key) });
  return frame.slice(frame.length - payload.length);
}

describe('a payload that goes out as it is', () => {
  test.each([
    ['alone', 0, [4, 5000]],
    ['behind a first frame', 1, [102, 4, 5000]],
    ['behind a block, where its header lies too', 2, [208, 5000]],
  ])('is not copied: %s', (_, before, expected) => {
    const queue = queueOf(Array<number>(before).fill(100));
    const payload = noise(5000);
    queue.writeApart(BINARY, payload, null);
    expect(queue.byteLength).toBe(before * 102 + 5004);
    const pieces = queue.take();
    expect(lengthsOf(pieces)).toStrictEqual(expected);
    expect(pieces.at(-1)).toBe(payload);
  });
});

describe('a pong', () => {
  const pong = (payload: Uint8Array) => encodeFrame({ opcode: Opcode.Pong, payload });
  const binary = (payload: Uint8Array) => encodeFrame({ opcode: Opcode.Binary, payload });

  test.each([1, 2, 3, 5])('beyond %i takes the place of the last that waits', (max) => {
    const queue = new OutputQueue();
    queue.write(BINARY, noise(2, 1), null, null);
    const expected = [binary(noise(2, 1))];
    for (let count = 1; count <= max; count++) {
      queue.writePong(PONG, noise(count, count), null, max);
      queue.write(BINARY, noise(3, count), null, null);
      expected.push(pong(noise(count, count)), binary(noise(3, count)));
      expect(queue.pongCount).toBe(count);
    }
    for (const length of [9, 0, 125, 4]) {
      queue.writePong(PONG, noise(length, 99), null, max);
      expected[2 * max - 1] = pong(noise(length, 99));
      expect(queue.pongCount).toBe(max);
      expect(queue.byteLength).toBe(join(...expected).length);
    }
    expect(join(...queue.take())).toStrictEqual(join(...expected));
  });
});
