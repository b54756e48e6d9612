import { describe, expect, test } from 'vitest';
import {
  deflateWindowBits,
  resolveZlibOptions,
  type ZlibOptions,
} from '../../src/adapters/compressor-options.js';

describe('options', () => {
  test('have the defaults of zlib', () => {
    expect(resolveZlibOptions({})).toStrictEqual({ level: 6, memLevel: 8 });
  });

  test.each([0, 1, 9])('take a level of %i', (level) => {
    expect(resolveZlibOptions({ level })).toStrictEqual({ level, memLevel: 8 });
  });

  test.each([1, 2, 9])('take a memLevel of %i', (memLevel) => {
    expect(resolveZlibOptions({ memLevel })).toStrictEqual({ level: 6, memLevel });
  });

  test.each<[object, typeof RangeError | typeof TypeError, string]>([
    [{ level: -1 }, RangeError, 'level is -1; it must be an integer from 0 to 9'],
    [{ level: 10 }, RangeError, 'level is 10'],
    [{ level: 0.5 }, RangeError, 'level is 0.5'],
    [{ memLevel: 0 }, RangeError, 'memLevel is 0; it must be an integer from 1 to 9'],
    [{ memLevel: 10 }, RangeError, 'memLevel is 10'],
    [{ memLevel: Number.NaN }, RangeError, 'memLevel is NaN'],
    [{ level: 'fast' }, TypeError, 'level must be a number, not "fast"'],
    [{ memLevel: null }, TypeError, 'memLevel must be a number, not null'],
  ])('are refused: %j', (options, type, text) => {
    expect(() => resolveZlibOptions(options as ZlibOptions)).toThrow(type);
    expect(() => resolveZlibOptions(options as ZlibOptions)).toThrow(text);
  });
});

test.each([
  [8, 9],
  [9, 9],
  [10, 10],
  [15, 15],
])('a deflater for a window of 2^%i is made with 2^%i', (windowBits, expected) => {
  expect(deflateWindowBits(windowBits)).toBe(expected);
});
