import { describe, expect, test } from 'vitest';
import { InputWindow } from '../../src/bytes/input-window.js';
import { readKey } from '../../src/frame/mask-loops.js';
import { type SimdMask, simdMask } from '../../src/frame/mask-simd.js';
import { pushFrames, pushPayload, unmaskWindow } from '../../src/frame/unmask-window.js';
import { naiveMask } from '../properties/naive-frame.js';
import { hex, join, noise, sameBytes } from '../vectors/bits.js';

const KEY = hex('37 fa 21 3d');
const simd = simdMask as SimdMask;
const header = join(hex('82 94'), KEY);
const payloads = Array.from({ length: 60 }, (_, seed) => noise(20, seed));
const wire = join(...payloads.flatMap((payload) => [header, naiveMask(payload, KEY)]));
const plain = join(...payloads.flatMap((payload) => [header, payload]));

/** A window with so many bytes of the wire in it. */
function windowOf(length: number): InputWindow {
  const input = new InputWindow();
  input.push(wire.slice(0, length), true, 0);
  return input;
}

const held = (input: InputWindow) => input.bytes.subarray(input.at, input.end);

describe('pushing frames', () => {
  test.each([0, 1, 2, 5, 10, 26])('unmasks them behind %i bytes that wait', (waiting) => {
    const input = windowOf(waiting);
    expect(pushFrames(input, wire.slice(waiting), 26, simd)).toBe(true);
    expect(sameBytes(held(input), plain)).toBe(true);
    expect(input).toMatchObject({ at: 0, end: wire.length, preparedTo: wire.length });
  });

  test.each([
    ['a chunk is short', 0, 511, 0],
    ['much waits beside the chunk', 200, 520, 0],
    ['the frame that waits is longer than what is there', 5, 600, 606],
    ['the frame that waits is longer than a tile', 5, 1500, 16_385],
  ])('does nothing where %s', (_, waiting, length, wanted) => {
    const input = windowOf(waiting);
    const { bytes, at, end } = input;
    expect(pushFrames(input, wire.slice(waiting, waiting + length), wanted, simd)).toBe(false);
    expect(input.bytes).toBe(bytes);
    expect(input).toMatchObject({ at, end });
  });

  test('does nothing where what waits is unmasked already', () => {
    const input = windowOf(26);
    input.preparedTo = 26;
    expect(pushFrames(input, wire.slice(26), 26, simd)).toBe(false);
    input.at = 26;
    expect(pushFrames(input, wire.slice(26), 26, simd)).toBe(true);
  });

  test.each([
    ['82 fe 0400', 1024 + 8, true],
    ['82 fe 0400', 1024 + 7, false],
    ['82 7e 0400', 1024 + 4, true],
    ['82 7e 0400', 1024 + 3, false],
    ['82 ff 0000000000000080', 1024, false],
  ])(
    'a chunk that begins with %s and has %i bytes holds a frame: %s',
    (start, length, expected) => {
      const chunk = new Uint8Array(length);
      chunk.set(hex(start));
      expect(pushFrames(new InputWindow(), chunk, 0, simd)).toBe(expected);
    },
  );
});

describe('pushing payload', () => {
  test.each([
    [2047, false],
    [2048, true],
    [40_000, true],
  ])('of %i bytes unmasks it: %s', (length, expected) => {
    const input = new InputWindow();
    const chunk = noise(length);
    expect(pushPayload(input, chunk, readKey(KEY, 0), simd)).toBe(expected);
    expect(sameBytes(held(input), expected ? naiveMask(noise(length), KEY) : hex(''))).toBe(true);
    expect(input.preparedTo).toBe(expected ? length : 0);
    expect(sameBytes(chunk, noise(length))).toBe(true);
  });
});

describe('unmasking in the window', () => {
  test.each([0, 1, 31, 32, 100, 2047, 2048, 5000])(
    '%i bytes touches nothing around them',
    (length) => {
      for (const way of [simd, null]) {
        for (const start of [0, 1, 6]) {
          const input = new InputWindow();
          const bytes = noise(start + length + 9);
          input.push(bytes.slice(), true, 0);
          unmaskWindow(input, -1, start, start + length, readKey(KEY, 0), way);
          const expected = bytes.slice();
          expected.set(naiveMask(bytes.slice(start, start + length), KEY), start);
          expect(sameBytes(held(input), expected)).toBe(true);
          expect(input.preparedTo).toBe(0);
        }
      }
    },
  );

  test.each([
    [simd, 26 + 512, true],
    [simd, 26 + 511, false],
    [null, wire.length, false],
  ])('goes on with many frames behind (%o, %i bytes: %s)', (way, length, expected) => {
    const input = windowOf(length);
    unmaskWindow(input, 0, 6, 26, readKey(KEY, 0), way);
    const done = expected ? input.preparedTo : 26;
    expect(input.preparedTo > 500).toBe(expected);
    expect(sameBytes(input.bytes.subarray(0, done), plain.subarray(0, done))).toBe(true);
    expect(sameBytes(input.bytes.subarray(done), wire.subarray(done, length))).toBe(true);
  });
});

test.each([
  [31, simd, false],
  [32, simd, true],
  [2047, simd, true],
  [2048, simd, false],
  [31, null, false],
  [2048, null, true],
])('of %i bytes, with %o, words are asked for where they pay: %s', (length, way, expected) => {
  for (const start of [0, 100]) {
    const input = new InputWindow();
    input.push(noise(start + length), true, 0);
    unmaskWindow(input, -1, start, start + length, readKey(KEY, 0), way);
    expect(input.words !== null).toBe(expected);
  }
});

test('a part is unmasked by itself, whatever lies behind it', () => {
  const input = new InputWindow();
  const rest = naiveMask(noise(100), KEY);
  input.push(join(rest, wire), true, 0);
  unmaskWindow(input, -1, 0, 100, readKey(KEY, 0), simd);
  expect(input.preparedTo).toBe(0);
  expect(sameBytes(held(input), join(noise(100), wire))).toBe(true);
});

test.each([
  [511, 0, false],
  [512, 0, true],
  [512, 128, true],
  [515, 129, false],
  [516, 129, true],
])('a chunk of %i bytes behind %i that wait is worth it: %s', (length, waiting, expected) => {
  const input = windowOf(waiting);
  const chunk = wire.slice(waiting, waiting + length);
  expect(pushFrames(input, chunk, 26, simd)).toBe(expected);
  expect(input.length).toBe(waiting + (expected ? length : 0));
});

test.each([
  [16_384, true],
  [16_385, false],
])('a frame that fills %i bytes is unmasked on the way: %s', (size, expected) => {
  const chunk = join(Uint8Array.of(0x82, 0xfe, (size - 8) >>> 8, size - 8), KEY, noise(size - 8));
  expect(pushFrames(new InputWindow(), chunk, 0, simd)).toBe(expected);
});

test('what waits is no more than SIMD takes at once', () => {
  for (const [waiting, expected] of [
    [16_384, true],
    [16_385, false],
  ] as const) {
    const input = new InputWindow();
    input.push(new Uint8Array(waiting), true, 0);
    expect(pushFrames(input, new Uint8Array(70_000), 100, simd)).toBe(expected);
  }
});
