import { Buffer } from 'node:buffer';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import {
  describe as describeValue,
  flagOption,
  isUint8Array,
  limitOption,
  requireBytes,
  requireFunction,
  requireHeaders,
  requireHonestBytes,
  requireInteger,
  requireList,
  requireRole,
  requireString,
} from '../../src/vocabulary/argument.js';

class Subclass extends Uint8Array {}

const realm = <T>(expression: string): T => runInNewContext(expression) as T;

describe('a Uint8Array', () => {
  test.each([
    ['of this realm', new Uint8Array(2)],
    ['of another realm', realm<Uint8Array>('Uint8Array.of(1, 2)')],
    ['that is a Buffer', Buffer.from('ab')],
    ['that is a Buffer of its own', Buffer.alloc(2)],
    ['of a subclass', new Subclass(2)],
    ['over shared memory', new Uint8Array(new SharedArrayBuffer(2))],
    ['with a strange name on top', Object.assign(new Uint8Array(2), { constructor: null })],
  ])('%s is one', (_, value) => {
    expect(isUint8Array(value)).toBe(true);
    expect(() => requireBytes(value, 'bytes')).not.toThrow();
  });

  test.each<[string, unknown, string]>([
    ['null', null, 'null'],
    ['nothing', undefined, 'undefined'],
    ['a number', 5, 'number 5'],
    ['a string', 'Hello', '"Hello"'],
    ['an array', [1, 2], 'Array'],
    ['an ArrayBuffer', new ArrayBuffer(2), 'ArrayBuffer'],
    ['a DataView', new DataView(new ArrayBuffer(2)), 'DataView'],
    ['a Float32Array', new Float32Array(2), 'Float32Array'],
    ['an Int8Array', new Int8Array(2), 'Int8Array'],
    ['a Uint8ClampedArray', new Uint8ClampedArray(2), 'Uint8ClampedArray'],
    ['a Float32Array of another realm', realm('new Float32Array(2)'), 'Float32Array'],
    ['an object that says so', { [Symbol.toStringTag]: 'Uint8Array', length: 2 }, 'Uint8Array'],
    ['an object with its prototype', Object.create(Uint8Array.prototype), 'Object'],
    ['a proxy of one', new Proxy(new Uint8Array(2), {}), 'Object'],
  ])('is not %s', (_, value, name) => {
    expect(isUint8Array(value)).toBe(false);
    expect(() => requireBytes(value, 'payload')).toThrow(
      new TypeError(`payload must be a Uint8Array, not ${name}`),
    );
  });
});

describe('bytes that pass through shared memory', () => {
  test.each([
    ['a plain array', new Uint8Array(2)],
    ['a Buffer out of a pool', Buffer.from('ab')],
    ['a part of a larger array', new Uint8Array(8).subarray(3, 5)],
    ['an array of another realm', realm<Uint8Array>('Uint8Array.of(1, 2)')],
  ])('pass as %s', (_, value) => {
    expect(() => requireHonestBytes(value, 'payload')).not.toThrow();
  });

  test.each([0, 1, 3, 1000])('that say that they are %i and are 2 do not pass', (length) => {
    const value = Object.defineProperty(new Uint8Array(2), 'length', { value: length });
    expect(() => requireHonestBytes(value, 'payload')).toThrow(
      new TypeError(`payload says that it is ${length} bytes, and is 2`),
    );
  });

  test('do not pass when they are no bytes at all', () => {
    expect(() => requireHonestBytes('ab', 'payload')).toThrow(
      new TypeError('payload must be a Uint8Array, not "ab"'),
    );
  });
});

describe('a string', () => {
  test('passes, the empty one too', () => {
    expect(() => requireString('', 'reason')).not.toThrow();
  });

  test.each([
    [4, 'number 4'],
    [null, 'null'],
    [Object('boxed'), 'String'],
  ])('is not %o', (value, name) => {
    expect(() => requireString(value, 'reason')).toThrow(
      new TypeError(`reason must be a string, not ${name}`),
    );
  });
});

describe('an integer', () => {
  test.each([0, 1, 65536, Number.MAX_SAFE_INTEGER])('%d passes without bounds', (value) => {
    expect(() => requireInteger(value, 'offset')).not.toThrow();
  });

  test.each([-1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    '%d is a RangeError that names it',
    (value) => {
      expect(() => requireInteger(value, 'offset')).toThrow(
        new RangeError(`offset is ${value}; it must be an integer from 0 to 9007199254740991`),
      );
    },
  );

  test.each([3, 7])('%d passes from 3 to 7', (value) => {
    expect(() => requireInteger(value, 'allowedRsv', 3, 7)).not.toThrow();
  });

  test.each([2, 8])('%d does not pass from 3 to 7', (value) => {
    expect(() => requireInteger(value, 'allowedRsv', 3, 7)).toThrow(
      new RangeError(`allowedRsv is ${value}; it must be an integer from 3 to 7`),
    );
  });

  test.each([
    ['5', '"5"'],
    [5n, 'bigint 5'],
    [null, 'null'],
    [undefined, 'undefined'],
    [true, 'boolean true'],
    [[5], 'Array'],
  ])('%s of another type is a TypeError', (value, name) => {
    expect(() => requireInteger(value as unknown as number, 'offset')).toThrow(
      new TypeError(`offset must be a number, not ${name}`),
    );
  });
});

describe('a limit', () => {
  test('that is left out takes its default, even an infinite one', () => {
    expect(limitOption(undefined, 'maxHeadBytes', 16_384)).toBe(16_384);
    expect(limitOption(undefined, 'maxHeadBytes', Number.POSITIVE_INFINITY)).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  test('of 0 is a limit', () => {
    expect(limitOption(0, 'maxHeadBytes', 16_384)).toBe(0);
  });

  test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('of %d is refused', (value) => {
    expect(() => limitOption(value, 'maxHeadBytes', 16_384)).toThrow(RangeError);
    expect(() => limitOption(value, 'maxHeadBytes', 16_384)).toThrow(`maxHeadBytes is ${value}`);
  });

  test('of null is refused, not taken for its default', () => {
    expect(() => limitOption(null as unknown as number, 'maxHeadBytes', 1)).toThrow(TypeError);
  });
});

describe('a flag', () => {
  test.each([true, false])('that is left out is %s by default', (byDefault) => {
    expect(flagOption(undefined, 'takeOwnership', byDefault)).toBe(byDefault);
  });

  test.each([true, false])('that is %s is so, whatever the default', (value) => {
    expect(flagOption(value, 'takeOwnership', true)).toBe(value);
    expect(flagOption(value, 'takeOwnership', false)).toBe(value);
  });

  test.each([
    [null, 'null'],
    [0, 'number 0'],
    ['true', '"true"'],
  ])('that is %j is a TypeError', (value, name) => {
    expect(() => flagOption(value as unknown as boolean, 'takeOwnership', false)).toThrow(
      new TypeError(`takeOwnership must be a boolean, not ${name}`),
    );
  });
});

describe('a list', () => {
  test.each([[[]], [['a', 1]]])('%j passes', (value) => {
    expect(() => requireList(value, 'protocols')).not.toThrow();
  });

  test.each([
    [null, 'null'],
    ['chat', '"chat"'],
    [{ length: 0 }, 'Object'],
    [new Set(['chat']), 'Set'],
  ])('%j is a TypeError', (value, name) => {
    expect(() => requireList(value, 'protocols')).toThrow(
      new TypeError(`protocols must be an array, not ${name}`),
    );
  });
});

describe('a role', () => {
  test.each(['client', 'server'])('of a %s passes', (role) => {
    expect(() => requireRole({ role })).not.toThrow();
  });

  test.each([
    [undefined, 'undefined'],
    [null, 'null'],
    ['server', '"server"'],
  ])('is not in %j', (options, name) => {
    expect(() => requireRole(options)).toThrow(
      new TypeError(`options must be an object with a role, not ${name}`),
    );
  });

  test.each([
    [{}, 'undefined'],
    [{ role: 'Server' }, '"Server"'],
    [{ role: null }, 'null'],
  ])('is not what %j says', (options, name) => {
    expect(() => requireRole(options)).toThrow(
      new TypeError(`role is ${name}; it must be 'client' or 'server'`),
    );
  });
});

test.each([
  [null, 'null'],
  [undefined, 'undefined'],
  ['a "quoted" string', '"a \\"quoted\\" string"'],
  ['x'.repeat(64), `"${'x'.repeat(64)}"`],
  ['x'.repeat(65), `"${'x'.repeat(64)}…"`],
  [12, 'number 12'],
  [12n, 'bigint 12'],
  [false, 'boolean false'],
  [Symbol('key'), 'symbol Symbol(key)'],
  [{}, 'Object'],
  [[], 'Array'],
  [new Date(0), 'Date'],
  [Object.create(null), 'Object'],
])('in a message, %o is called %s', (value, name) => {
  expect(describeValue(value)).toBe(name);
});

test('in a message, a function has its name, not its text', () => {
  expect(describeValue(Math.max)).toBe('a function (max)');
  expect(describeValue((() => () => {})())).toBe('a function ()');
});

describe('a function', () => {
  test.each([[() => {}], [class {}], [Math.max]])('%o passes', (value) => {
    expect(() => requireFunction(value, 'unmaskInPlace')).not.toThrow();
  });

  test.each([
    [null, 'null'],
    [undefined, 'undefined'],
    ['f', '"f"'],
    [{ call() {} }, 'Object'],
  ])('%o is a TypeError', (value, name) => {
    expect(() => requireFunction(value, 'unmaskInPlace')).toThrow(
      new TypeError(`unmaskInPlace must be a function, not ${name}`),
    );
  });
});

describe('a list of headers', () => {
  test.each([
    [[]],
    [[['Host', 'example.com']]],
    [
      [
        ['a', ''],
        ['a', ''],
      ],
    ],
    [[['a', 'b', 'more']]],
  ])('%j passes', (headers) => {
    expect(() => requireHeaders(headers, 'headers')).not.toThrow();
  });

  test.each([
    [null],
    ['Host: a'],
    [{ Host: 'a' }],
    [new Map([['Host', 'a']])],
    [['Host', 'a']],
    [[['Host']]],
    [[['Host', 80]]],
    [[[80, 'Host']]],
    [[null]],
    [[{ 0: 'Host', 1: 'a' }]],
  ])('%j is a TypeError', (headers) => {
    expect(() => requireHeaders(headers, 'headers')).toThrow(
      new TypeError('headers must be an array of [name, value] pairs of strings'),
    );
  });
});
