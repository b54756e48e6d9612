import { expect, test } from 'vitest';
import { decodeAscii } from '../../src/bytes/ascii-text.js';

const ascii = Uint8Array.from({ length: 200 }, (_, at) => (at * 37) % 128);
const textOf = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

test('of every length and at every place it is the text of the bytes', () => {
  for (let length = 0; length <= 70; length++) {
    for (const start of [0, 1, 7, 130 - length]) {
      const expected = textOf(ascii.slice(start, start + length));
      expect(decodeAscii(ascii, start, start + length)).toBe(expected);
    }
  }
});

test('the first byte above ASCII is found among zeros', () => {
  for (let length = 1; length <= 40; length++) {
    for (let at = 0; at < length; at++) {
      const bytes = new Uint8Array(length);
      bytes[at] = 0x80;
      expect(decodeAscii(bytes, 0, length)).toBe(null);
      bytes[at] = 0x7f;
      expect(decodeAscii(bytes, 0, length)).toBe(textOf(bytes));
    }
  }
});

test('a byte above ASCII is found wherever it stands, and none around the range', () => {
  const wrong: [length: number, at: number][] = [];
  for (let length = 1; length <= 70; length++) {
    for (let at = 0; at < length; at++) {
      const bytes = new Uint8Array(length + 2).fill(0xff);
      bytes.fill(0x61, 1, length + 1);
      if (decodeAscii(bytes, 1, length + 1) !== 'a'.repeat(length)) wrong.push([length, at]);
      bytes[at + 1] = at % 2 === 0 ? 0x80 : 0xff;
      if (decodeAscii(bytes, 1, length + 1) !== null) wrong.push([length, at]);
    }
  }
  expect(wrong).toStrictEqual([]);
});
