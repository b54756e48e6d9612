import { expect, test } from 'vitest';
import { isValidTarget } from '../../src/http/target.js';

test.each([
  '/',
  '/chat',
  '/chat?room=1&x=%20',
  '//double',
  '/?',
  '/a|b{c}',
  'http://example.com/',
  'https://example.com/chat',
  'ws://example.com/chat',
  'WSS://example.com',
])('%j is a target', (target) => {
  expect(isValidTarget(target)).toBe(true);
});

test.each([
  '',
  '*',
  'chat',
  '?room=1',
  'example.com:443',
  'ftp://example.com/',
  'javascript:alert(1)',
  ' /',
  '/a b',
  '/a\tb',
  '/a\r\nX: y',
  '/\0',
  '/\x7f',
  '/é',
  '/\u2028',
  '/#fragment',
  'ws://example.com/#',
])('%j is none', (target) => {
  expect(isValidTarget(target)).toBe(false);
});
