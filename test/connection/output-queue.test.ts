import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OutputQueue } from '../../src/connection/output-queue.js';
import { join, noise, sameBytes } from '../vectors/bits.js';

function queueOf(frames: readonly Uint8Array[]): OutputQueue {
  const queue = new OutputQueue();
  for (const frame of frames) queue.push(frame);
  return queue;
}

test('an empty queue gives nothing', () => {
  const queue = new OutputQueue();
  expect(queue).toMatchObject({ byteLength: 0, pongCount: 0 });
  expect(queue.take()).toStrictEqual([]);
});

test('what was taken is gone', () => {
  const queue = queueOf([noise(3), noise(4)]);
  queue.pushPong(noise(2));
  expect(queue).toMatchObject({ byteLength: 9, pongCount: 1 });
  queue.take();
  expect(queue).toMatchObject({ byteLength: 0, pongCount: 0 });
  expect(queue.take()).toStrictEqual([]);
});

describe('joining', () => {
  test.each<[string, number[], number[]]>([
    ['one frame goes as it is', [5], [5]],
    ['small frames become one', [5, 6, 7], [18]],
    ['a frame of 2047 bytes is small', [2047, 1], [2048]],
    ['a frame of 2048 bytes is not', [2048, 1], [2048, 1]],
    ['a large frame separates small ones', [1, 2, 5000, 3, 4], [3, 5000, 7]],
    ['large frames in a row stay apart', [5000, 6000], [5000, 6000]],
    ['a piece has 65 536 bytes at most', Array<number>(33).fill(2000), [64_000, 2000]],
    ['a piece may have exactly 65 536 bytes', Array<number>(64).fill(1024), [65_536]],
    ['and not one more', [...Array<number>(64).fill(1024), 1], [65_536, 1]],
    ['an empty array of bytes is no harm', [0, 0], []],
  ])('%s', (_, lengths, expected) => {
    const frames = lengths.map((length, at) => noise(length, at + 1));
    const pieces = queueOf(frames).take();
    expect(pieces.map((piece) => piece.length)).toStrictEqual(expected);
    expect(sameBytes(join(...pieces), join(...frames))).toBe(true);
  });

  test('large frames are not copied', () => {
    const large = noise(5000);
    const pieces = queueOf([noise(1), large, noise(1)]).take();
    expect(pieces[1]).toBe(large);
  });

  test('keeps every byte in its place', () => {
    const lengths = fc.array(
      fc.oneof(fc.nat(200), fc.integer({ min: 2040, max: 2056 }), fc.constantFrom(0, 30_000)),
      { maxLength: 90 },
    );
    fc.assert(
      fc.property(lengths, (all) => {
        const frames = all.map((length, at) => noise(length, at + 1));
        const queue = queueOf(frames);
        const whole = join(...frames);
        expect(queue.byteLength).toBe(whole.length);
        const pieces = queue.take();
        expect(sameBytes(join(...pieces), whole)).toBe(true);
        for (const piece of pieces) {
          expect(piece.length <= 65_536 || frames.includes(piece)).toBe(true);
        }
      }),
    );
  });
});

describe('a pong', () => {
  test('takes the place of the last that waits, wherever that is', () => {
    const queue = new OutputQueue();
    queue.push(noise(2, 1));
    queue.pushPong(noise(2, 2));
    queue.pushPong(noise(9, 3));
    queue.push(noise(2, 4));
    queue.replaceLastPong(noise(5, 5));
    expect(queue).toMatchObject({ byteLength: 11, pongCount: 2 });
    queue.replaceLastPong(noise(4, 6));
    expect(queue).toMatchObject({ byteLength: 10, pongCount: 2 });
    expect(join(...queue.take())).toStrictEqual(
      join(noise(2, 1), noise(2, 2), noise(4, 6), noise(2, 4)),
    );
  });

  test('behind a take is the first again', () => {
    const queue = new OutputQueue();
    queue.pushPong(noise(1, 1));
    queue.take();
    queue.push(noise(1, 2));
    queue.pushPong(noise(1, 3));
    queue.replaceLastPong(noise(1, 4));
    expect(join(...queue.take())).toStrictEqual(join(noise(1, 2), noise(1, 4)));
  });
});
