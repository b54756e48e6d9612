import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, encodeUtf8, join, toHex, toLatin1 } from '../../src/testing/byte-data.js';
import type { ByteData } from '../../src/testing/case-data.js';

const hexOf = (data: ByteData, round = 0, accept: string | null = null) =>
  toHex(bytesOf(data, { round, accept }));

test.each<[ByteData, string]>([
  ['', ''],
  ['00 fF', '00ff'],
  [{ utf8: 'aä€😀' }, '61c3a4e282acf09f9880'],
  [{ repeat: '01 02', times: 3 }, '010201020102'],
  [{ repeat: '01 02 03', length: 7 }, '01020301020301'],
  [{ repeat: '01', length: 0 }, ''],
  [{ repeat: '', times: 3 }, ''],
  [['01', { utf8: 'a' }, ['02']], '016102'],
  // The first states of the generator from seed 1 are 270369 and 67634689.
  [{ random: 1, length: 2 }, '2101'],
  [{ random: 1, length: 2, from: { utf8: 'abcdefghij' } }, toHex(encodeUtf8('jj'))],
])('%j is %s', (data, expected) => {
  expect(hexOf(data)).toBe(expected);
});

test('a walk goes round a circle, on from where the last round ended', () => {
  const walk: ByteData = { walk: '00 01 02 03 04', length: 3 };
  expect([0, 1, 2, 5].map((round) => hexOf(walk, round))).toEqual([
    '000102',
    '030400',
    '010203',
    '000102',
  ]);
});

test('a walk is what cutting the circle repeated for ever gives', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 20 }),
      fc.nat(70),
      fc.nat(9),
      (circle, length, round) => {
        const data: ByteData = { walk: toHex(circle), length };
        const endless = Array.from(
          { length: length * (round + 1) },
          (_, i) => circle[i % circle.length],
        );
        expect([...bytesOf(data, { round, accept: null })]).toEqual(endless.slice(length * round));
      },
    ),
  );
});

test('the circle of a walk is made once', () => {
  const circle: ByteData = { random: 5, length: 9 };
  const circles = new Map<ByteData, Uint8Array>();
  const context = { round: 0, accept: null, circles };
  bytesOf({ walk: circle, length: 3 }, context);
  expect(circles.get(circle)).toHaveLength(9);
});

test('the accept is that of the context, or has its case changed', () => {
  expect(toLatin1(bytesOf({ accept: 'right' }, { round: 0, accept: 'aB1+=' }))).toBe('aB1+=');
  expect(toLatin1(bytesOf({ accept: 'other-case' }, { round: 0, accept: 'aB1+=' }))).toBe('Ab1+=');
  expect(() => bytesOf({ accept: 'right' })).toThrow('only the answer to a client has an accept');
});

test('text becomes UTF-8 as TextEncoder makes it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(encodeUtf8(text)).toEqual(new TextEncoder().encode(text));
    }),
  );
});

test('bytes survive hexadecimal and back', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(bytesOf(toHex(bytes))).toEqual(bytes);
    }),
  );
});

test('parts are joined in order, and one is not copied', () => {
  const one = Uint8Array.of(1);
  expect(join([one])).toBe(one);
  expect([...join([one, Uint8Array.of(2, 3), one])]).toEqual([1, 2, 3, 1]);
  expect([...join([])]).toEqual([]);
});

describe('what does not describe bytes is refused', () => {
  test.each<[string, unknown]>([
    ['is not bytes in hexadecimal', 'abc'],
    ['is not bytes in hexadecimal', '0g'],
    ['cannot be repeated', { repeat: '', length: 1 }],
    ['is a name', { data: 'json' }],
    ['does not describe bytes', {}],
  ])('%s', (message, data) => {
    expect(() => bytesOf(data as ByteData)).toThrow(message);
  });
});

test.each([
  ['\x7f', '7f'],
  ['\x80', 'c280'],
  ['\u07ff', 'dfbf'],
  ['\u0800', 'e0a080'],
  ['\uffff', 'efbfbf'],
  ['\u{10000}', 'f0908080'],
])('the text %j is %s in UTF-8', (text, hex) => {
  expect(toHex(encodeUtf8(text))).toBe(hex);
});
