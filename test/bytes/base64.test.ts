import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { base64Length, encodeBase64, encodeDigest } from '../../src/bytes/base64.js';
import { hex, noise } from '../vectors/bits.js';

/** The examples of RFC 4648 §10, and the sample nonce of RFC 6455 §1.3. */
const examples: readonly (readonly [wire: Uint8Array, text: string])[] = [
  [hex(''), ''],
  [hex('66'), 'Zg=='],
  [hex('66 6f'), 'Zm8='],
  [hex('66 6f 6f'), 'Zm9v'],
  [hex('66 6f 6f 62'), 'Zm9vYg=='],
  [hex('66 6f 6f 62 61'), 'Zm9vYmE='],
  [hex('66 6f 6f 62 61 72'), 'Zm9vYmFy'],
  [hex('00 00 00'), 'AAAA'],
  [hex('ff ff ff'), '////'],
  [hex('fb ef be'), '++++'],
  [hex('7468652073616d706c65206e6f6e6365'), 'dGhlIHNhbXBsZSBub25jZQ=='],
];

test.each(examples)('%s is written as "%s", whose length is known again', (bytes, text) => {
  expect(encodeBase64(bytes)).toBe(text);
  expect(base64Length(text)).toBe(bytes.length);
});

test('agrees with the platform for every length up to 300', () => {
  for (let length = 0; length <= 300; length++) {
    const bytes = noise(length, length + 1);
    const text = Buffer.from(bytes).toString('base64');
    expect(encodeBase64(bytes)).toBe(text);
    expect(base64Length(text)).toBe(length);
  }
});

test('the length of anything written is known again', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(base64Length(encodeBase64(bytes))).toBe(bytes.length);
    }),
  );
});

test('five words are written as the bytes of their digest', () => {
  const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  fc.assert(
    fc.property(fc.tuple(word, word, word, word, word), (words) => {
      const bytes = Buffer.alloc(20);
      for (const [at, value] of words.entries()) bytes.writeInt32BE(value, at * 4);
      expect(encodeDigest(Int32Array.from(words))).toBe(bytes.toString('base64'));
    }),
  );
});

describe('text that is not base64 has no length', () => {
  test.each([
    ['a length that is no multiple of four', ['A', 'AA', 'AAA', 'AAAAA', 'Zg=', '=']],
    ['padding in front or in the middle', ['=AAA', 'A=AA', 'AA=A', 'Zg==Zg==']],
    ['more than two padding characters', ['A===', '====']],
    ['blanks and line ends', ['AAA ', ' AAA', 'AA\r\nAA==', 'A\tAA']],
    ['the alphabet for URLs', ['AA-A', 'AA_A']],
  ])('%s', (_, texts) => {
    expect(texts.map(base64Length)).toStrictEqual(texts.map(() => -1));
  });

  test('one character outside the alphabet anywhere', () => {
    const alphabet = /[A-Za-z0-9+/]/;
    for (let code = 0; code < 0x180; code++) {
      const character = String.fromCharCode(code);
      const expected = alphabet.test(character);
      for (const text of [`${character}AAA`, `A${character}AA`, `AAAA${character}AAA`]) {
        expect(base64Length(text) >= 0, JSON.stringify(text)).toBe(expected);
      }
    }
  });
});

test('bits behind the last byte may be anything', () => {
  expect(base64Length('AQIDBAUGBwgJCgsMDQ4PEC==')).toBe(16);
  expect(base64Length('Zh==')).toBe(1);
  expect(base64Length('Zm9=')).toBe(2);
});
