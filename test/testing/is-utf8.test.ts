import { expect, test } from 'vitest';
import { isUtf8 } from '../../src/testing/is-utf8.js';

const judged = (hex: string) => isUtf8(Uint8Array.from(Buffer.from(hex, 'hex')));

test.each([
  '',
  '7f',
  'c280',
  'dfbf',
  'e0a080',
  'e282ac',
  'efbfbf',
  'f0908080',
  'f48fbfbf',
  'c28061',
])('%s is UTF-8', (hex) => {
  expect(judged(hex)).toBe(true);
});

test.each([
  ['80', 'begins in the middle'],
  ['c1bf', 'is longer than it need be'],
  ['f5808080', 'is above U+10FFFF'],
  ['e09fbf', 'is longer than it need be'],
  ['eda080', 'is a surrogate'],
  ['f08fbfbf', 'is longer than it need be'],
  ['f4908080', 'is above U+10FFFF'],
  ['c27f', 'has a letter for its second byte'],
  ['c2c0', 'has a first byte for its second'],
  ['e28241', 'has a letter for its third byte'],
  ['e282c0', 'has a first byte for its third'],
  ['f09f9841', 'has a letter for its fourth byte'],
  ['f09f98c0', 'has a first byte for its fourth'],
  ['e282', 'ends without its third byte'],
  ['f09f98', 'ends without its fourth'],
  ['dfbf80', 'has a byte too much'],
])('%s %s', (hex) => {
  expect(judged(hex)).toBe(false);
});
