import { expect, test } from 'vitest';
import {
  isTargetOfHandshake,
  isValidPath,
  isValidTarget,
  targetAuthority,
} from '../../src/http/target.js';

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
  'ws://example.com?room=1',
  'ws://example.com:80?a/b',
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

test.each([
  ['/', null],
  ['//example.com/', null],
  ['/ws://a/', null],
  ['*', null],
  ['example.com', null],
  ['ftp://example.com/', null],
  ['ws://', ''],
  ['ws:///', ''],
  ['ws://example.com', 'example.com'],
  ['wss://example.com:443/', 'example.com:443'],
  ['HTTP://user@example.com/a?b', 'user@example.com'],
  ['https://example.com?a/b', 'example.com'],
  ['https://example.com/a?b', 'example.com'],
])('the authority of %j is %j', (target, authority) => {
  expect(targetAuthority(target)).toBe(authority);
});

test.each([
  ['/', true],
  ['ws://example.com', true],
  ['ws://', false],
  ['ws://user@example.com/', false],
  ['*', false],
  ['/#', false],
])('%j, known to be visible ASCII, is a target: %s', (target, expected) => {
  expect(isTargetOfHandshake(target)).toBe(expected);
});

test.each([
  ['/', true],
  ['/chat?room=1', true],
  ['//double', true],
  ['', false],
  ['chat', false],
  ['chat/', false],
  ['*', false],
  ['ws://example.com/', false],
  ['/#', false],
  ['/a b', false],
  ['/\x7f', false],
  ['/é', false],
])('%j is a path: %s', (path, expected) => {
  expect(isValidPath(path)).toBe(expected);
});
