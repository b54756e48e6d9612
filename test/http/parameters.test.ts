import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isToken } from '../../src/http/characters.js';
import {
  formatParameterizedToken,
  type ParameterizedToken,
  parseParameterizedList,
} from '../../src/http/parameters.js';

type Parameter = readonly [string, string | null];
const item = (name: string, ...parameters: Parameter[]): ParameterizedToken => ({
  name,
  parameters,
});

describe('lists', () => {
  test.each<[string[], ParameterizedToken[]]>([
    // The examples of RFC 6455 §9.1.
    [
      ['foo', 'bar; baz=2'],
      [item('foo'), item('bar', ['baz', '2'])],
    ],
    [['foo, bar; baz=2'], [item('foo'), item('bar', ['baz', '2'])]],
    [['deflate-stream'], [item('deflate-stream')]],
    [
      ['mux; max-channels=4; flow-control, deflate-stream'],
      [item('mux', ['max-channels', '4'], ['flow-control', null]), item('deflate-stream')],
    ],
    [['private-extension'], [item('private-extension')]],
    // What browsers send.
    [
      ['permessage-deflate; client_max_window_bits'],
      [item('permessage-deflate', ['client_max_window_bits', null])],
    ],
    // Order and duplicates stay.
    [['a; b=1; b=2; b'], [item('a', ['b', '1'], ['b', '2'], ['b', null])]],
    [['a, a; x, a'], [item('a'), item('a', ['x', null]), item('a')]],
    // White space where RFC 6455 §2.1 implies it.
    [['a;b=1,c'], [item('a', ['b', '1']), item('c')]],
    [['\t a \t;\t b \t=\t 1 \t,\t c \t'], [item('a', ['b', '1']), item('c')]],
    [['a; b  ; c'], [item('a', ['b', null], ['c', null])]],
    // Empty elements are passed over.
    [[',, a,, b ,'], [item('a'), item('b')]],
    [['', 'a'], [item('a')]],
    // Ordinary strings.
    [['constructor'], [item('constructor')]],
    [['a;__proto__'], [item('a', ['__proto__', null])]],
    [['__proto__; hasOwnProperty=1'], [item('__proto__', ['hasOwnProperty', '1'])]],
  ])('%j is %j', (values, expected) => {
    expect(parseParameterizedList(values)).toEqual(expected);
  });

  test.each([
    [[]],
    [['']],
    [[' ']],
    [[', ,']],
    [['a b']],
    [['a;']],
    [['a; ']],
    [['a;;b']],
    [['a;=1']],
    [['a; b=']],
    [['a; b= , c']],
    [['a; b=1 2']],
    [['a; b=1=2']],
    [['a=1']],
    [[';a']],
    [['"a"']],
    [['a; "b"']],
    [['a/b']],
    [['a; b=(1)']],
    [['é']],
    [['a; b=é']],
    [['a', 'b; c=']],
  ])('%j is malformed', (values) => {
    expect(parseParameterizedList(values)).toBeNull();
  });
});

describe('quoted values', () => {
  test.each([
    ['a; b="2"', '2'],
    ['a; b = "2" ', '2'],
    ['a; b="\\2"', '2'],
    ['a; b="\\p\\e\\r"', 'per'],
    ['a; b="x-y_z"', 'x-y_z'],
    ['a; b="10", c', '10'],
  ])('%j has the value %j', (text, value) => {
    expect(parseParameterizedList([text])?.[0]).toEqual(item('a', ['b', value]));
  });

  // RFC 6455 §9.1: after unescaping, a quoted value must be a token.
  test.each([
    'a; b=""',
    'a; b=" "',
    'a; b="x y"',
    'a; b="x,y"',
    'a; b="x;y"',
    'a; b="\\""',
    'a; b="\\\\"',
    'a; b="é"',
    'a; b="x\ty"',
    // Unclosed.
    'a; b="',
    'a; b="x',
    'a; b="x\\',
    'a; b="x\\"',
    'a; b="x\\", c="y',
    'a; b=\\"x"',
    // Something behind the closing quote.
    'a; b="x"y',
    'a; b="x""y"',
    'a; b="x" y',
  ])('%j is malformed', (text) => {
    expect(parseParameterizedList([text])).toBeNull();
  });

  test('any way to write a token as a quoted string gives the token', () => {
    const token = fc.string({ unit: 'grapheme-ascii', minLength: 1 }).filter(isToken);
    fc.assert(
      fc.property(token, fc.infiniteStream(fc.boolean()), (value, escapes) => {
        const quoted = Array.from(value, (c) => (escapes.next().value ? `\\${c}` : c)).join('');
        expect(parseParameterizedList([`a; b="${quoted}"; c`])).toEqual([
          item('a', ['b', value], ['c', null]),
        ]);
      }),
    );
  });
});

test.each([
  [item('a'), 'a'],
  [item('a', ['b', null]), 'a; b'],
  [item('a', ['b', '1'], ['c', null]), 'a; b=1; c'],
])('%j is written as %j', (token, text) => {
  expect(formatParameterizedToken(token)).toBe(text);
  expect(parseParameterizedList([text])).toEqual([token]);
});

test.each(['a, b;', 'a, b; ', 'a, b; c=', 'a, b; c="', 'a, b; c="d', 'a, b; c="d e"', 'a,b;,'])(
  '%j is malformed behind its first item as well',
  (text) => {
    expect(parseParameterizedList([text])).toBeNull();
  },
);
