import { describe, expect, test } from 'vitest';
import type { HeaderList } from '../../src/http/header-list.js';
import {
  requireExtraHeaders,
  requireFieldValue,
  requireToken,
  writeHead,
} from '../../src/http/write-head.js';
import { latin1Text } from '../handshake/heads.js';

describe('writeHead', () => {
  test('writes lines that end in CRLF, then the empty line', () => {
    const bytes = writeHead('GET / HTTP/1.1', [
      ['A', 'b'],
      ['A', ''],
      ['City', 'Montréal'],
    ]);
    expect(latin1Text(bytes)).toBe('GET / HTTP/1.1\r\nA: b\r\nA: \r\nCity: Montréal\r\n\r\n');
    expect(bytes).toContain(0xe9);
    expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
  });

  test.each<[string, string]>([
    ['', 'b'],
    ['A ', 'b'],
    ['A:', 'b'],
    ['A\r\nX', 'b'],
    ['É', 'b'],
    ['A', 'b\r\nX: y'],
    ['A', 'b\n'],
    ['A', '\r'],
    ['A', '\0'],
    ['A', '\x7f'],
    ['A', '\x1b[2J'],
    ['A', '\u010d\u010a'],
    ['A', '\u560a'],
    ['A', '€'],
  ])('refuses the field %j with the value %j', (name, value) => {
    expect(() => writeHead('GET / HTTP/1.1', [[name, value]])).toThrow(TypeError);
  });

  test('says which field is wrong', () => {
    expect(() => writeHead('', [['X-Name', 'a\nb']])).toThrow('the value of X-Name');
  });
});

describe('requireExtraHeaders', () => {
  const reserved = ['host', 'sec-websocket-'];

  test.each<[HeaderList]>([[[]], [[['Hosts', 'a']]], [[['Sec-WebSocket', 'a']]], [[['X', '']]]])(
    '%j may stand beside the handshake',
    (headers) => {
      expect(() => requireExtraHeaders(headers, reserved)).not.toThrow();
    },
  );

  test.each<[string]>([
    ['Host'],
    ['HOST'],
    ['sec-websocket-key'],
    ['Sec-WebSocket-'],
    ['Sec-WebSocket-X'],
  ])('%s is written by the handshake itself', (name) => {
    expect(() => requireExtraHeaders([[name, 'a']], reserved)).toThrow(TypeError);
    expect(() => requireExtraHeaders([[name, 'a']], reserved)).toThrow(name);
  });

  test.each([
    [null],
    [{ Host: 'a' }],
    ['Host: a'],
    [[null]],
    [['Host', 'a']],
    [[['Host']]],
    [[['Host', 1]]],
    [[[Symbol('Host'), 'a']]],
    [new Map([['A', 'b']])],
  ])('%o is no list of pairs', (headers) => {
    expect(() => requireExtraHeaders(headers as unknown as HeaderList, [])).toThrow(
      /^headers must be/,
    );
  });
});

test.each([[1], [null], [undefined], [{}], ['a b']])('requireToken(%o) throws', (value) => {
  expect(() => requireToken(value as string, 'a name')).toThrow(TypeError);
  expect(() => requireToken(value as string, 'a name')).toThrow('a name must be a token');
});

test.each([[1], [null], [undefined], [{}], ['a\n']])('requireFieldValue(%o) throws', (value) => {
  expect(() => requireFieldValue(value as string, 'origin')).toThrow(TypeError);
  expect(() => requireFieldValue(value as string, 'origin')).toThrow('origin must be Latin-1');
});

test.each(['a', 'a b', '', '\xe9', 'a\tb'])('requireFieldValue takes %j', (value) => {
  expect(() => requireFieldValue(value, 'a value')).not.toThrow();
});

test.each([' a', 'a ', '\ta', 'a\t', ' ', '\t'])(
  'requireFieldValue refuses %j, whose edge would not arrive',
  (value) => {
    expect(() => requireFieldValue(value, 'a value')).toThrow(
      new TypeError(
        'a value must be Latin-1 text without control characters, and without blanks at its ends',
      ),
    );
  },
);

test('a name that is none is said to be one of a header', () => {
  expect(() => writeHead('GET / HTTP/1.1', [['a b', 'c']])).toThrow(
    new TypeError('a header name must be a token, not "a b"'),
  );
});
