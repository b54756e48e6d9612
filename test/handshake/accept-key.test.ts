import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeAccept, generateKey, isValidKey } from '../../src/handshake/accept-key.js';
import { ACCEPT, KEY } from './heads.js';

const acceptOfNode = (key: string): string =>
  createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`, 'utf8').digest('base64');

describe('computeAccept', () => {
  test('gives the example of RFC 6455 §1.3', () => {
    expect(computeAccept(KEY)).toBe(ACCEPT);
  });

  test('keeps the spare bits of the key: the text is hashed, not its bytes', () => {
    expect(computeAccept('AQIDBAUGBwgJCgsMDQ4PEC==')).toBe(
      acceptOfNode('AQIDBAUGBwgJCgsMDQ4PEC=='),
    );
    expect(computeAccept('AQIDBAUGBwgJCgsMDQ4PEC==')).not.toBe(
      computeAccept('AQIDBAUGBwgJCgsMDQ4PEA=='),
    );
  });

  test.each([
    '',
    'short',
    'x'.repeat(24),
    `${'x'.repeat(23)}\x7f`,
    // 24 characters that are more than 24 bytes.
    `${'x'.repeat(23)}\x80`,
    `\u00ff${'x'.repeat(23)}`,
    `${'x'.repeat(11)}\u0100${'x'.repeat(12)}`,
    '\u{1f600}'.repeat(12),
    '\ud800'.repeat(24),
    // Of these, all bits together are those of one byte beyond ASCII.
    '\x80'.repeat(24),
    '\x00'.repeat(24),
    'x'.repeat(23),
    'x'.repeat(25),
    'x'.repeat(1000),
  ])('agrees with node:crypto on %j', (key) => {
    expect(computeAccept(key)).toBe(acceptOfNode(key));
  });

  test('agrees with node:crypto on every key of 16 bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const key = Buffer.from(bytes).toString('base64');
        expect(computeAccept(key)).toBe(acceptOfNode(key));
      }),
    );
  });

  test('agrees with node:crypto on every string, and remembers nothing between calls', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ minLength: 24, maxLength: 24 }),
    );
    fc.assert(
      fc.property(text, text, (first, second) => {
        const alone = computeAccept(first);
        computeAccept(second);
        expect(computeAccept(first)).toBe(alone);
        expect(alone).toBe(acceptOfNode(first));
      }),
    );
  });

  test.each([[undefined], [null], [1], [new Uint8Array(16)]])('refuses %o', (key) => {
    expect(() => computeAccept(key as unknown as string)).toThrow(TypeError);
    expect(() => computeAccept(key as unknown as string)).toThrow('key must be a string');
  });
});

describe('generateKey', () => {
  test('is the base64 of what the random source gives', () => {
    const key = generateKey((target) => {
      for (let i = 0; i < target.length; i++) target[i] = i + 1;
    });
    expect(key).toBe('AQIDBAUGBwgJCgsMDQ4PEA==');
  });

  test('asks once, for 16 bytes', () => {
    const asked: number[] = [];
    generateKey((target) => asked.push(target.length));
    expect(asked).toEqual([16]);
  });

  test('makes valid keys that differ when no source is given', () => {
    const keys = Array.from({ length: 1000 }, () => generateKey());
    expect(keys.every(isValidKey)).toBe(true);
    expect(new Set(keys).size).toBe(1000);
  });

  test('refuses a source that is no function', () => {
    expect(() => generateKey(7 as unknown as () => void)).toThrow(TypeError);
  });
});

test.each([
  [KEY, true],
  ['AAAAAAAAAAAAAAAAAAAAAA==', true],
  ['/+/+/+/+/+/+/+/+/+/+/w==', true],
  // Spare bits behind the last byte may be set.
  ['AQIDBAUGBwgJCgsMDQ4PEC==', true],
  ['AQIDBAUGBwgJCgsMDQ4PEP==', true],
  // 15, 17 and 18 bytes.
  ['AQIDBAUGBwgJCgsMDQ4P', false],
  ['AQIDBAUGBwgJCgsMDQ4PEBE=', false],
  ['AQIDBAUGBwgJCgsMDQ4PEBES', false],
  ['', false],
  ['AQIDBAUGBwgJCgsMDQ4PEA', false],
  ['AQIDBAUGBwgJCgsMDQ4PEA=', false],
  ['AQIDBAUGBwgJCgsMDQ4PEA===', false],
  ['AQIDBAUGBwgJCgsMDQ4P====', false],
  ['AQIDBAUGBwgJCgsMDQ4PE===', false],
  ['AQIDBAUGBwgJ=gsMDQ4PEA==', false],
  ['AQIDBAUGBwgJ CgsMDQ4PE==', false],
  ['-_-_-_-_-_-_-_-_-_-_-w==', false],
  ['AQIDBAUGBwgJCgsMDQ4P\u0141A==', false],
])('isValidKey(%j) is %s', (key, expected) => {
  expect(isValidKey(key)).toBe(expected);
});
