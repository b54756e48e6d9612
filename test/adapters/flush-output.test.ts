import { describe, expect, test } from 'vitest';
import { collectOutput } from '../../src/adapters/flush-output.js';
import { noise, sameBytes } from '../vectors/bits.js';

const BLOCK = 16_384;

/** A deflater that has this to write, and then nothing more. */
function writer(output: Uint8Array): { write: (block: Uint8Array) => number; calls: () => number } {
  let at = 0;
  let calls = 0;
  return {
    calls: () => calls,
    write(block) {
      calls++;
      const piece = output.subarray(at, at + block.length);
      block.set(piece);
      at += piece.length;
      return piece.length;
    },
  };
}

describe.each([false, true])('with its tail left out: %s', (withoutTail) => {
  test.each([
    ...[4, 5, 100],
    ...[1, 2, 4].flatMap((blocks) =>
      [-5, -4, -1, 0, 1, 3, 4, 5].map((more) => blocks * BLOCK + more),
    ),
  ])('an output of %i bytes is collected', (length) => {
    const output = noise(length);
    const { write, calls } = writer(output);
    const result = collectOutput(withoutTail, write);
    expect(result.length).toBe(withoutTail ? length - 4 : length);
    expect(sameBytes(result, output.subarray(0, result.length))).toBe(true);
    // A full block is no end: there may be more, and the last call writes less.
    expect(calls()).toBe(Math.floor(length / BLOCK) + 1);
  });
});

test('the result is fresh: another call does not change it', () => {
  for (const length of [100, BLOCK, BLOCK + 100]) {
    const first = collectOutput(false, writer(noise(length)).write);
    collectOutput(false, (block) => block.fill(0).length - 1);
    expect(sameBytes(first, noise(length))).toBe(true);
  }
});

test('what throws goes through, and the next call is as good as ever', () => {
  const fail = () => {
    throw new Error('broken');
  };
  expect(() => collectOutput(true, fail)).toThrow('broken');
  expect(collectOutput(true, writer(noise(10)).write)).toStrictEqual(noise(10).slice(0, 6));
});
