import { expect, test } from 'vitest';
import { HeadText } from '../../src/http/head-text.js';
import { usualNames } from '../../src/http/usual-names.js';
import { latin1 } from '../handshake/heads.js';

// That heads are read right stands in head.test.ts.

test.each([40, 4000, 4096, 4097, 10_000])(
  'pieces of a head of %i bytes are its pieces',
  (length) => {
    for (const letter of ['a', '\xe9', '\x85']) {
      const all = `before${letter.repeat(length)}behind`;
      const text = new HeadText(latin1(all), 6, 6 + length);
      for (const [start, end] of [
        [6, 6],
        [6, 9],
        [10, 6 + length],
      ] as const) {
        expect(text.slice(start, end) === all.slice(start, end)).toBe(true);
      }
    }
  },
);

test('only ASCII is known to be ASCII', () => {
  const isAscii = (text: string) => new HeadText(latin1(text), 0, text.length).isAscii;
  expect(isAscii('a'.repeat(100))).toBe(true);
  for (const other of ['\x80', '\xc3\xa9', '\xff']) {
    expect(isAscii('a'.repeat(100) + other)).toBe(false);
  }
});

test('a usual name is the same string each time', () => {
  const text = new HeadText(latin1('x-host:a'.padEnd(40)), 0, 40);
  const fields = text.fields(Int32Array.of(0, 6, 7, 8, 0, 0, 6, 7, 8, -1), 2);
  expect(fields).toEqual([
    [usualNames[0], 'a'],
    ['x-host', 'a'],
  ]);
});

test('of a head beyond 4096 bytes nothing is known, wherever it begins', () => {
  const bytes = latin1('a'.repeat(9000));
  const isAscii = (start: number, end: number) => new HeadText(bytes, start, end).isAscii;
  expect(isAscii(0, 4096)).toBe(true);
  expect(isAscii(0, 4097)).toBe(false);
  expect(isAscii(4500, 8596)).toBe(true);
  expect(isAscii(4500, 8597)).toBe(false);
});
