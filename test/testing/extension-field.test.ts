import { expect, test } from 'vitest';
import { formatExtensions, parseExtensions } from '../../src/testing/extension-field.js';

test.each([
  ['', ''],
  ['  ', ''],
  [' a ', 'a'],
  ['a;b', 'a; b'],
  ['a ; b = 1;c="2" , d', 'a; b=1; c=2, d'],
  ['a; b="10"', 'a; b=10'],
  ['a; b=""', 'a; b='],
])('%j names %j', (field, extensions) => {
  expect(formatExtensions(parseExtensions(field))).toBe(extensions);
});

test('a parameter without a value is not one whose value is empty', () => {
  expect(parseExtensions('a; b; c=')).toEqual([
    {
      name: 'a',
      parameters: [
        ['b', null],
        ['c', ''],
      ],
    },
  ]);
});

test.each([',', 'a,', ',a', 'a, ,b'])('the empty elements of %j are passed over', (field) => {
  const names = parseExtensions(field).map(({ name }) => name);
  expect(names).toEqual(field.match(/\w/g) ?? []);
});

test.each(['1"0"', '"1"0', '"10', '10"'])('the quotes of %s are part of it', (value) => {
  expect(parseExtensions(`a; b=${value}`)).toEqual([{ name: 'a', parameters: [['b', value]] }]);
});
