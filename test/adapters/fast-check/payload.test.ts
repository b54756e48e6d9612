import fc from 'fast-check';
import { expect, test } from 'vitest';
import { payload, text } from '../../../src/adapters/fast-check.js';
import { runs, sample, share, smallest } from './sampling.js';

const utf8 = (value: string) => new TextEncoder().encode(value);

test.each(runs)('text comes back from UTF-8 as it was and keeps to its limit (%j)', (run) => {
  fc.assert(
    fc.property(
      fc
        .oneof(fc.nat(10), fc.nat(200))
        .chain((max) => fc.tuple(fc.constant(max), text({ maxBytes: max }))),
      ([maxBytes, value]) => {
        const bytes = utf8(value);
        expect(bytes.length).toBeLessThanOrEqual(maxBytes);
        expect(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)).toBe(
          value,
        );
      },
    ),
    run,
  );
});

test.each(runs)('bytes keep to their limit (%j)', (run) => {
  const limited = fc
    .oneof(fc.nat(10), fc.nat(200))
    .chain((max) => fc.tuple(fc.constant(max), payload({ maxBytes: max })));
  fc.assert(
    fc.property(limited, ([maxBytes, bytes]) => {
      expect(bytes).toBeInstanceOf(Uint8Array);
      expect(bytes.length).toBeLessThanOrEqual(maxBytes);
    }),
    run,
  );
});

test.each([
  ['bytes', sample(payload()).map(({ length }) => length)],
  ['text', sample(text()).map((value) => utf8(value).length)],
])('%s reach the edges of all forms of a length', (_name, lengths) => {
  for (const edge of [0, 125, 126, 65_535, 65_536]) expect(lengths).toContain(edge);
  expect(share(lengths, (length) => length < 1_000)).toBeGreaterThan(0.7);
});

test('a limit is reached exactly, and 0 leaves nothing', () => {
  expect(sample(payload({ maxBytes: 77 })).some(({ length }) => length === 77)).toBe(true);
  expect(sample(text({ maxBytes: 77 })).some((value) => utf8(value).length === 77)).toBe(true);
  expect(new Set(sample(text({ maxBytes: 0 }), 100))).toStrictEqual(new Set(['']));
});

test('text has characters of every length in UTF-8, byte order marks and NUL', () => {
  const texts = sample(text());
  for (const character of ['a', 'é', '€', '\u{1f600}', '\ufeff', '\0']) {
    expect(share(texts, (value) => value.includes(character))).toBeGreaterThan(0.02);
  }
});

test('both shrink', () => {
  expect(smallest(payload(), ({ length }) => length > 130)).toHaveLength(131);
  expect(smallest(text(), (value) => value.includes('€')).length).toBeLessThanOrEqual(2);
});

test('a limit that is none is refused', () => {
  expect(() => text({ maxBytes: -1 })).toThrow(RangeError);
  expect(() => payload({ maxBytes: 0.5 })).toThrow('maxBytes is 0.5');
});
