import { describe, expect, test } from 'vitest';
import {
  type ConnectionOptions,
  requireCompress,
  requireFragmentBytes,
  resolveConnectionOptions,
} from '../../src/connection/connection-options.js';
import { defaultLimits } from '../../src/vocabulary/limits.js';
import { roles } from './drive.js';

const limitNames = [
  'maxPayloadBytes',
  'maxMessageBytes',
  'maxFragments',
  'maxPendingPongs',
] as const;

test.each(roles)('every default of a %s is there, and every limit finite', (role) => {
  const resolved = resolveConnectionOptions({ role });
  expect(resolved).toMatchObject({
    role,
    unmaskInPlace: null,
    streamMessages: false,
    takeOwnership: false,
    autoPong: true,
    fragmentBytes: Infinity,
  });
  for (const name of limitNames) {
    expect(resolved[name]).toBe(defaultLimits[name]);
    expect(Number.isSafeInteger(resolved[name])).toBe(true);
  }
});

test('what is given is taken', () => {
  const unmaskInPlace = () => {};
  const given = {
    role: 'client',
    unmaskInPlace,
    streamMessages: true,
    takeOwnership: true,
    autoPong: false,
    fragmentBytes: 1,
    maxPayloadBytes: 2,
    maxMessageBytes: 3,
    maxFragments: 4,
    maxPendingPongs: 5,
  } as const;
  expect(resolveConnectionOptions(given)).toMatchObject(given);
});

describe.each(limitNames)('%s', (name) => {
  test('may be 0 and 2^53 − 1', () => {
    for (const value of [0, Number.MAX_SAFE_INTEGER]) {
      expect(resolveConnectionOptions({ role: 'server', [name]: value })[name]).toBe(value);
    }
  });

  test.each([
    [-1, RangeError],
    [1.5, RangeError],
    [Number.NaN, RangeError],
    [2 ** 53, RangeError],
    [-Infinity, RangeError],
    ['1', TypeError],
    [null, TypeError],
    [1n, TypeError],
    [true, TypeError],
  ])('may not be %s', (value, type) => {
    for (const streamMessages of [true, false]) {
      const options = { role: 'server', streamMessages, [name]: value } as ConnectionOptions;
      expect(() => resolveConnectionOptions(options)).toThrow(type);
      expect(() => resolveConnectionOptions(options)).toThrow(name);
    }
  });

  test('may be Infinity only where messages are given in parts, and never for pongs', () => {
    const endless = { role: 'server', [name]: Infinity } as const;
    expect(() => resolveConnectionOptions(endless)).toThrow(RangeError);
    expect(() => resolveConnectionOptions(endless)).toThrow(`${name} is Infinity`);
    const inParts = () => resolveConnectionOptions({ ...endless, streamMessages: true });
    if (name === 'maxPendingPongs') expect(inParts).toThrow(RangeError);
    else expect(inParts()[name]).toBe(Infinity);
  });
});

describe('the length of fragments', () => {
  test.each([1, 125, Number.MAX_SAFE_INTEGER, Infinity])('may be %d', (value) => {
    expect(() => requireFragmentBytes(value)).not.toThrow();
    expect(resolveConnectionOptions({ role: 'client', fragmentBytes: value }).fragmentBytes).toBe(
      value,
    );
  });

  test.each([0, -1, 1.5, Number.NaN, -Infinity])('may not be %d', (value) => {
    expect(() => requireFragmentBytes(value)).toThrow(RangeError);
    expect(() => resolveConnectionOptions({ role: 'client', fragmentBytes: value })).toThrow(
      'fragmentBytes',
    );
  });
});

test.each<[string, unknown, string]>([
  ['nothing', undefined, 'role'],
  ['null', null, 'role'],
  ['no role', {}, 'role is undefined'],
  ['a role that does not exist', { role: 'proxy' }, 'role is "proxy"'],
  ['an unmask that is no function', { role: 'server', unmaskInPlace: {} }, 'unmaskInPlace'],
  ['a random source that is no function', { role: 'client', random: 4 }, 'random'],
  ['a random source that is no function, for a server', { role: 'server', random: 4 }, 'random'],
  ['extensions that are no list', { role: 'server', extensions: 1 }, 'extensions must be an array'],
  ['null for extensions', { role: 'server', extensions: null }, 'extensions must be an array'],
])('options that are wrong throw a TypeError: %s', (_, options, text) => {
  expect(() => resolveConnectionOptions(options as ConnectionOptions)).toThrow(TypeError);
  expect(() => resolveConnectionOptions(options as ConnectionOptions)).toThrow(text);
});

describe('extensions', () => {
  test('that use no reserved bit are admitted', () => {
    const extensions = [
      { name: 'a', parameters: [] },
      { name: 'b', parameters: [], rsv: 0 },
    ];
    expect(() => resolveConnectionOptions({ role: 'server', extensions })).not.toThrow();
  });
});

test.each([true, false, undefined])('compress may be %s', (value) => {
  expect(() => requireCompress(value)).not.toThrow();
});

test.each([
  [null, 'null'],
  [1, 'number 1'],
  ['true', '"true"'],
])('compress may not be %j', (value, name) => {
  expect(() => requireCompress(value as unknown as boolean)).toThrow(
    new TypeError(`compress must be a boolean, not ${name}`),
  );
});

test.each(['streamMessages', 'takeOwnership', 'autoPong', 'simd'])(
  'an option that is neither on nor off is called by its name: %s',
  (name) => {
    const options = { role: 'server', [name]: 1 } as unknown as ConnectionOptions;
    expect(() => resolveConnectionOptions(options)).toThrow(
      new TypeError(`${name} must be a boolean, not number 1`),
    );
  },
);
