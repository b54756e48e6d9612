import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { copyRange, pieceOf } from '../../src/bytes/piece.js';
import { noise, repeat } from '../vectors/bits.js';

describe('a piece', () => {
  test.each([0, 1, 63, 64, 65, 100, 1000])(
    'of %i bytes is those bytes, in a plain array',
    (length) => {
      const memory = noise(length + 20);
      for (const bytes of [memory, Buffer.from(memory.buffer), memory.subarray(3)]) {
        const piece = pieceOf(bytes, 7, 7 + length);
        expect(piece).toStrictEqual(new Uint8Array(bytes).slice(7, 7 + length));
        expect(Object.getPrototypeOf(piece)).toBe(Uint8Array.prototype);
      }
    },
  );

  test('of a few bytes pins nothing and shares nothing; a long one is not copied', () => {
    const memory = noise(1000);
    expect(pieceOf(memory, 10, 34).buffer.byteLength).toBe(24);
    expect(pieceOf(memory, 10, 35).buffer).toBe(memory.buffer);
  });

  test('of memory that is small itself is copied whatever its length', () => {
    expect(pieceOf(noise(64), 0, 64).buffer.byteLength).toBe(64);
    const small = noise(64);
    expect(pieceOf(small, 0, 60).buffer).not.toBe(small.buffer);
    const larger = noise(65);
    expect(pieceOf(larger, 0, 60).buffer).toBe(larger.buffer);
  });
});

test('copying a range leaves everything else alone', () => {
  const target = repeat(0xff, 10);
  copyRange(noise(10), 2, 5, target, 4);
  expect(target.slice(4, 7)).toStrictEqual(noise(10).slice(2, 5));
  expect(target.slice(0, 4)).toStrictEqual(repeat(0xff, 4));
  expect(target.slice(7)).toStrictEqual(repeat(0xff, 3));
  copyRange(noise(10), 5, 5, target, 0);
  expect(target[0]).toBe(0xff);
});
