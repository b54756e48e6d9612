import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cut, validStream } from '../../../src/adapters/fast-check.js';
import { join, noise, toHex } from '../../vectors/bits.js';
import { runs, sample, share, smallest } from './sampling.js';

test.each(runs)('the chunks are the stream, and none of them is its memory (%j)', (run) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), cut(), (bytes, way) => {
      const chunks = way(bytes);
      expect(toHex(join(...chunks))).toBe(toHex(bytes));
      expect(chunks.some(({ buffer }) => buffer === bytes.buffer)).toBe(false);
      expect(way(bytes)).toStrictEqual(chunks);
    }),
    run,
  );
});

test.each(runs)('a stream that knows its frames is cut to the same bytes (%j)', (run) => {
  fc.assert(
    fc.property(validStream({ maxMessageBytes: 200 }), cut(), (stream, way) => {
      expect(toHex(join(...way(stream)))).toBe(toHex(stream.bytes));
    }),
    run,
  );
});

test('whole, byte by byte, between frames, inside headers, and with empty chunks', () => {
  const bytes = noise(500);
  const boundaries = [0, 100, 250];
  const cuts = sample(cut()).map((way) => way({ bytes, boundaries }).map(({ length }) => length));
  expect(share(cuts, (lengths) => lengths.length === 1)).toBeGreaterThan(0.1);
  expect(share(cuts, (lengths) => lengths.every((length) => length === 1))).toBeGreaterThan(0.05);
  expect(share(cuts, (lengths) => lengths.join() === '100,150,250')).toBeGreaterThan(0.1);
  expect(share(cuts, (lengths) => lengths.includes(0))).toBeGreaterThan(0.01);
  // In the header behind a boundary.
  const inHeader = cuts.filter((lengths) => {
    let at = 0;
    return lengths.some((length) => {
      at += length;
      return at > 100 && at < 110;
    });
  });
  expect(inHeader.length / cuts.length).toBeGreaterThan(0.2);
});

test('it shrinks towards whole', () => {
  const bytes = noise(100);
  expect(smallest(cut(), () => true)(bytes)).toHaveLength(1);
  expect(smallest(cut(), (way) => way(bytes).length > 1)(bytes)).toHaveLength(2);
});

test('it says what it is', () => {
  const names = sample(cut(), 300).map((way) => fc.stringify(way));
  expect(names).toContain('cut whole');
  expect(names).toContain('cut byte by byte');
  expect(names.every((name) => name.startsWith('cut '))).toBe(true);
  expect(sample(cut(), 300).map(String)).toEqual(names);
});

test('it cuts bytes and nothing else', () => {
  for (const way of sample(cut(), 20)) {
    expect(() => way([1, 2] as unknown as Uint8Array)).toThrow('stream must be a Uint8Array');
  }
});
