import { describe, expect, test } from 'vitest';
import { type CompressorBySizeOptions, compressorBySize } from '../../src/adapters/by-size.js';
import type { Compressor } from '../../src/extension/compressor.js';
import { counting } from '../extension/counting.js';
import { deflated, inflated, pako, zlib } from '../properties/deflating.js';
import { hex, join, noise, sameBytes } from '../vectors/bits.js';

const kept = { windowBits: 15, keepsContext: true };
const forgotten = { windowBits: 12, keepsContext: false };

function start(largeFromBytes?: number) {
  const [small, large] = [counting(pako), counting(zlib)];
  const compressor = compressorBySize({
    small: small.compressor,
    large: large.compressor,
    ...(largeFromBytes === undefined ? {} : { largeFromBytes }),
  });
  /** How many engines of each are in use. */
  const inUse = () =>
    [small.count, large.count].map(({ deflating, inflating }) => deflating + inflating);
  return { compressor, small: small.count, large: large.count, inUse };
}

describe('a message is deflated', () => {
  test.each<[number | undefined, number, 'small' | 'large']>([
    [undefined, 1, 'small'],
    [undefined, 16_383, 'small'],
    [undefined, 16_384, 'large'],
    [100, 99, 'small'],
    [100, 100, 'large'],
    [0, 1, 'large'],
    [1, 1, 'large'],
  ])('with a limit of %s and %i bytes by the %s one', (limit, length, which) => {
    const { compressor, inUse } = start(limit);
    const deflater = compressor.createDeflater(forgotten);
    const plain = noise(length);
    expect(sameBytes(inflated(deflater.deflate(plain, true), 12), plain)).toBe(true);
    expect(inUse()).toStrictEqual(which === 'small' ? [1, 0] : [0, 1]);
    deflater.release();
    expect(inUse()).toStrictEqual([0, 0]);
  });

  test('to its end by the one that began it', () => {
    const { compressor, inUse } = start(100);
    const deflater = compressor.createDeflater(forgotten);
    const pieces = [noise(99), noise(5000), noise(1)];
    const data = pieces.map((piece, at) => deflater.deflate(piece, at === 2));
    expect(sameBytes(inflated(join(...data), 12), join(...pieces))).toBe(true);
    expect(inUse()).toStrictEqual([1, 0]);
    deflater.release();
    deflater.deflate(noise(5000), true);
    expect(inUse()).toStrictEqual([0, 1]);
    deflater.release();
    deflater.release();
    expect(inUse()).toStrictEqual([0, 0]);
  });
});

describe('a message is inflated', () => {
  test.each<[number | undefined, number, 'small' | 'large']>([
    [undefined, 16_383, 'small'],
    [undefined, 16_384, 'large'],
    [100, 99, 'small'],
    [100, 100, 'large'],
    [0, 1, 'large'],
  ])('with a limit of %s, %i bytes having come, by the %s one', (limit, length, which) => {
    const { compressor, inUse } = start(limit);
    const inflater = compressor.createInflater(forgotten);
    const wire = join(new Uint8Array(5), deflated(noise(20_000), { windowBits: 12 }));
    const output = new Uint8Array(30_000);
    expect(inflater.inflate(wire, 5, 5 + length, output)).toBe(true);
    expect(inUse()).toStrictEqual(which === 'small' ? [1, 0] : [0, 1]);
    const read = inflater.bytesRead;
    const { bytesWritten } = inflater;
    expect(read).toBe(length);
    // The rest, longer or shorter, is the same one's.
    expect(inflater.inflate(wire, 5 + read, wire.length, output.subarray(bytesWritten))).toBe(true);
    expect(bytesWritten + inflater.bytesWritten).toBe(20_000);
    expect(sameBytes(output.subarray(0, 20_000), noise(20_000))).toBe(true);
    expect(inUse()).toStrictEqual(which === 'small' ? [1, 0] : [0, 1]);
    expect(inflater.endMessage()).toBe(true);
    inflater.release();
    expect(inUse()).toStrictEqual([0, 0]);
  });

  test('to nothing, when nothing has come', () => {
    const inflater = start().compressor.createInflater(forgotten);
    expect([inflater.bytesRead, inflater.bytesWritten]).toStrictEqual([0, 0]);
    expect(inflater.endMessage()).toBe(true);
    inflater.release();
  });

  test('again after corrupt data and a release', () => {
    const inflater = start(2).compressor.createInflater(forgotten);
    const output = new Uint8Array(100);
    for (const bad of [hex('ff'), hex('ff ff ff')]) {
      expect(inflater.inflate(bad, 0, bad.length, output)).toBe(false);
      inflater.release();
      const good = deflated(noise(9));
      expect(inflater.inflate(good, 0, good.length, output)).toBe(true);
      expect(inflater.endMessage()).toBe(true);
      inflater.release();
    }
  });
});

test('a side makes at most one of each, whatever comes', () => {
  const { compressor, small, large } = start(100);
  const [deflater, inflater] = [
    compressor.createDeflater(forgotten),
    compressor.createInflater(forgotten),
  ];
  for (const length of [1, 200, 50, 300, 99, 100]) {
    const data = deflater.deflate(noise(length), true);
    deflater.release();
    expect(inflater.inflate(data, 0, data.length, new Uint8Array(1000))).toBe(true);
    inflater.release();
  }
  expect([small.deflaters, small.inflaters, large.deflaters, large.inflaters]).toStrictEqual(
    Array(4).fill([forgotten]),
  );
});

test('a side that keeps its window leaves everything to the large one', () => {
  const { compressor, small, large } = start();
  const [deflater, inflater] = [compressor.createDeflater(kept), compressor.createInflater(kept)];
  const data = deflater.deflate(hex('61'), true);
  inflater.inflate(data, 0, data.length, new Uint8Array(9));
  expect([small.deflaters, small.inflaters]).toStrictEqual([[], []]);
  expect([large.deflaters, large.inflaters]).toStrictEqual([[kept], [kept]]);
  expect([large.deflating, large.inflating]).toStrictEqual([1, 1]);
  deflater.release();
  inflater.release();
  expect([large.deflating, large.inflating]).toStrictEqual([0, 0]);
});

test.each([
  [8, 8, 8],
  [9, 8, 9],
  [8, 10, 10],
])('the smallest windows %i and %i together are %i', (small, large, expected) => {
  const of = (minWindowBits: number): Compressor => ({ ...pako, minWindowBits });
  expect(compressorBySize({ small: of(small), large: of(large) }).minWindowBits).toBe(expected);
});

test.each<[unknown, typeof TypeError | typeof RangeError]>([
  [undefined, TypeError],
  [{}, TypeError],
  [{ small: pako }, TypeError],
  [{ large: zlib }, TypeError],
  [{ small: pako, large: null }, TypeError],
  [{ small: pako, large: zlib, largeFromBytes: -1 }, RangeError],
  [{ small: pako, large: zlib, largeFromBytes: 1.5 }, RangeError],
  [{ small: pako, large: zlib, largeFromBytes: Number.POSITIVE_INFINITY }, RangeError],
  [{ small: pako, large: zlib, largeFromBytes: '16384' }, TypeError],
])('throws for %o', (options, type) => {
  expect(() => compressorBySize(options as CompressorBySizeOptions)).toThrow(type);
});

test.each<[string, object]>([
  ['small', { large: zlib }],
  ['large', { small: zlib }],
  ['small.createInflater', { small: { ...zlib, createInflater: 1 }, large: zlib }],
  ['largeFromBytes is 16385', { small: pako, large: zlib, largeFromBytes: 16_385 }],
  ['large.minWindowBits', { small: zlib, large: { ...zlib, minWindowBits: 7 } }],
])('what is wrong is named: %s', (name, options) => {
  const make = () => compressorBySize(options as unknown as Parameters<typeof compressorBySize>[0]);
  expect(make).toThrow(name);
});
