import { expect, test } from 'vitest';
import { frozenHeaders, type HeaderList, headerValues } from '../../src/http/header-list.js';

const list: HeaderList = [
  ['Set-Cookie', 'a=1'],
  ['Host', 'example.com'],
  ['SET-COOKIE', 'b=2'],
  ['Set-Cookie2', 'c=3'],
  ['__proto__', 'polluted'],
];

test.each([
  ['set-cookie', ['a=1', 'b=2']],
  ['Set-Cookie', ['a=1', 'b=2']],
  ['hOST', ['example.com']],
  ['__proto__', ['polluted']],
  ['constructor', []],
  ['', []],
])('headerValues(%j) finds every spelling, in order', (name, expected) => {
  expect(headerValues(list, name)).toEqual(expected);
});

test('frozenHeaders copies the pairs and freezes them and their list', () => {
  const pair: [string, string] = ['Allow', 'GET'];
  const frozen = frozenHeaders([pair]);
  pair[1] = 'POST';
  expect(frozen).toEqual([['Allow', 'GET']]);
  expect(Object.isFrozen(frozen)).toBe(true);
  expect(Object.isFrozen(frozen[0])).toBe(true);
});
