import { describe, expect, test } from 'vitest';
import {
  BLANK,
  DIGIT,
  everyCharacter,
  FIELD_VALUE,
  hasBlankEdge,
  isAllOf,
  isAlphanumeric,
  isAscii,
  isBlank,
  isDigit,
  isFieldValue,
  isFieldValueCharacter,
  isNameCharacter,
  isToken,
  isTokenCharacter,
  isVisibleCharacter,
  NAME,
  skipClass,
  skipClassIn,
  skipFieldValue,
  TOKEN,
  VISIBLE,
} from '../../src/http/characters.js';

const allBytes = Array.from({ length: 256 }, (_, code) => code);
const accepted = (test: (code: number) => boolean): string =>
  allBytes
    .filter(test)
    .map((code) => String.fromCharCode(code))
    .join('');
const range = (from: number, to: number): string =>
  allBytes
    .slice(from, to + 1)
    .map((code) => String.fromCharCode(code))
    .join('');

describe('character classes', () => {
  // RFC 9110 §5.6.2 in the order of ASCII.
  const tchar = "!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~";

  test.each([
    ['isTokenCharacter', isTokenCharacter, tchar],
    ['isVisibleCharacter', isVisibleCharacter, range(0x21, 0x7e)],
    ['isFieldValueCharacter', isFieldValueCharacter, `\t${range(0x20, 0x7e)}${range(0x80, 0xff)}`],
    ['isBlank', isBlank, '\t '],
    ['isDigit', isDigit, '0123456789'],
    ['isAlphanumeric', isAlphanumeric, tchar.replace(/[^0-9A-Za-z]/g, '')],
    // RFC 3986 §2.2, §2.3 in the order of ASCII.
    [
      'isNameCharacter',
      isNameCharacter,
      "!$&'()*+,-.0123456789;=ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~",
    ],
  ])('%s accepts exactly the bytes of its class', (_name, test, expected) => {
    expect(accepted(test)).toBe(expected);
  });

  test.each([
    ['isTokenCharacter', isTokenCharacter],
    ['isVisibleCharacter', isVisibleCharacter],
    ['isFieldValueCharacter', isFieldValueCharacter],
    ['isBlank', isBlank],
    ['isDigit', isDigit],
  ])('%s refuses what is no byte', (_name, test) => {
    expect([-1, 256, 0x130, 0x2028, 0xffff, Number.NaN].some(test)).toBe(false);
  });
});

describe('skipClass', () => {
  const bytes = Uint8Array.from(allBytes);

  test.each([
    ['TOKEN', TOKEN, isTokenCharacter],
    ['FIELD_VALUE', FIELD_VALUE, isFieldValueCharacter],
    ['VISIBLE', VISIBLE, isVisibleCharacter],
    ['BLANK', BLANK, isBlank],
    ['DIGIT', DIGIT, isDigit],
    ['NAME', NAME, isNameCharacter],
  ])('passes over exactly the bytes of %s', (_name, classBit, test) => {
    const passes = (code: number): boolean => skipClass(bytes, code, code + 1, classBit) > code;
    expect(accepted(passes)).toBe(accepted(test));
  });

  test.each([
    ['stops at the first byte of another class', 0x30, 0x100, 0x3a],
    ['stops at the end that is given', 0x30, 0x35, 0x35],
    ['stays where it is when nothing fits', 0x2f, 0x100, 0x2f],
    ['never goes behind the end', 0x38, 0x35, 0x35],
  ])('%s', (_name, at, end, expected) => {
    expect(skipClass(bytes, at, end, DIGIT)).toBe(expected);
  });
});

describe('skipFieldValue', () => {
  test('is skipClass for FIELD_VALUE, over every length, offset and end', () => {
    for (let length = 0; length <= 12; length++) {
      for (let stop = 0; stop <= length; stop++) {
        const row = new Uint8Array(length + 6).fill(0x61);
        row[3 + stop] = 0x0d;
        const end = 3 + length;
        expect(skipFieldValue(row, 3, end)).toBe(skipClass(row, 3, end, FIELD_VALUE));
        expect(skipFieldValue(row, 3, end)).toBe(Math.min(3 + stop, end));
      }
    }
  });

  test('passes over exactly the bytes of its class, at each place of a turn', () => {
    for (let at = 0; at < 4; at++) {
      for (const code of allBytes) {
        const row = new Uint8Array(8).fill(0x61);
        row[at] = code;
        expect(skipFieldValue(row, 0, 8)).toBe(isFieldValueCharacter(code) ? 8 : at);
      }
    }
  });
});

describe('texts', () => {
  test.each([
    ['', false],
    ['a', true],
    ['permessage-deflate', true],
    ['__proto__', true],
    ['a b', false],
    ['a,', false],
    ['é', false],
    ['\u2028', false],
  ])('isToken(%j) is %s', (text, expected) => {
    expect(isToken(text)).toBe(expected);
  });

  test.each<[string, boolean]>([
    ['', true],
    ['a b\tc', true],
    ['Montréal', true],
    ['\x80\x85\xff', true],
    ['\u0100', false],
    ...Array.from('\0\r\n\v\f\x1c\x1d\x1e\x7f', (c) => [`a${c}b`, false] as [string, boolean]),
  ])('isFieldValue(%j) is %s', (text, expected) => {
    expect(isFieldValue(text)).toBe(expected);
  });

  test.each([
    ['', true],
    ['\0\x7f', true],
    ['a\x80', false],
    ['ü', false],
  ])('isAscii(%j) is %s', (text, expected) => {
    expect(isAscii(text)).toBe(expected);
  });

  test.each([
    ['', false],
    ['a', false],
    ['a b', false],
    [' a', true],
    ['a ', true],
    ['\ta', true],
    ['a\t', true],
    ['\xa0a\xa0', false],
  ])('hasBlankEdge(%j) is %s', (text, expected) => {
    expect(hasBlankEdge(text)).toBe(expected);
  });

  test('skipClassIn and isAllOf read texts as skipClass reads bytes, and stop at what is no byte', () => {
    for (const code of allBytes) {
      const text = `aa${String.fromCharCode(code)}`;
      expect(skipClassIn(text, 1, TOKEN)).toBe(isTokenCharacter(code) ? 3 : 2);
      expect(isAllOf(text, TOKEN)).toBe(isTokenCharacter(code));
    }
    expect(skipClassIn('aa\u0161', 0, TOKEN)).toBe(2);
    expect(isAllOf('', TOKEN)).toBe(true);
  });

  test('everyCharacter stops at the first character that fails', () => {
    const seen: number[] = [];
    const isA = (code: number): boolean => {
      seen.push(code);
      return code === 0x61;
    };
    expect(everyCharacter('aba', isA)).toBe(false);
    expect(seen).toEqual([0x61, 0x62]);
  });
});

describe('what lies behind the end', () => {
  const bytes = new Uint8Array(40).fill(0x61);

  test('is not looked at by skipFieldValue, in turns of four or less', () => {
    for (let at = 0; at <= 12; at++) {
      for (let end = at; end <= 24; end++) expect(skipFieldValue(bytes, at, end)).toBe(end);
    }
  });

  test('is not counted by skipClass', () => {
    for (let end = 0; end <= 12; end++) expect(skipClass(bytes, 0, end, TOKEN)).toBe(end);
    expect(skipClass(bytes, 7, 5, TOKEN)).toBe(5);
  });
});

test.each([
  ['', true],
  ['a b\tc', true],
  ['Montr\xe9al\xff', true],
  ['a\r', false],
  ['\n', false],
  ['a\0b', false],
  ['\x7f', false],
  ['\u0100', false],
])('%j can stand in a head as a value: %s', (text, expected) => {
  expect(isFieldValue(text)).toBe(expected);
});

test('what is no byte is of no class', () => {
  for (const code of [-1, 256, 0x161, Number.NaN]) {
    const tests = [isNameCharacter, isTokenCharacter, isVisibleCharacter, isFieldValueCharacter];
    expect(tests.map((isOfClass) => isOfClass(code))).toStrictEqual([false, false, false, false]);
  }
});

test('everyCharacter asks of each one, and of none in an empty text', () => {
  expect(everyCharacter('', isDigit)).toBe(true);
  expect(everyCharacter('12', isDigit)).toBe(true);
  expect(everyCharacter('a2', isDigit)).toBe(false);
  expect(everyCharacter('1a', isDigit)).toBe(false);
});
