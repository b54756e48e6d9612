import { describe, expect, test } from 'vitest';
import {
  BLANK,
  DIGIT,
  everyCharacter,
  FIELD_VALUE,
  isAscii,
  isBlank,
  isDigit,
  isFieldValue,
  isFieldValueCharacter,
  isToken,
  isTokenCharacter,
  isVisibleCharacter,
  skipClass,
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
