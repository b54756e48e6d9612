import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { decodeLatin1, decodeLatin1Portable, decodeNatively } from '../../src/bytes/latin1.js';
import { noise, repeat } from '../vectors/bits.js';

const naive = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

describe.each([
  ['decodeLatin1', decodeLatin1],
  ['decodeLatin1Portable', decodeLatin1Portable],
] as const)('%s', (_, decode) => {
  test('gives one character for each byte, those above ASCII too', () => {
    const all = Uint8Array.from({ length: 256 }, (__, byte) => byte);
    expect(decode(all, 0, 256)).toBe(naive(all));
  });

  test.each([0, 1, 31, 32, 33, 4095, 4096, 4097, 20_000])(
    'reads %i bytes, and only those',
    (length) => {
      const bytes = noise(length + 10);
      expect(decode(bytes, 4, 4 + length) === naive(bytes.slice(4, 4 + length))).toBe(true);
      const ascii = bytes.map((byte) => byte & 0x7f);
      expect(decode(ascii, 4, 4 + length) === naive(ascii.slice(4, 4 + length))).toBe(true);
    },
  );

  test('takes UTF-8, a byte order mark and what is neither for bytes', () => {
    for (const head of [
      [0xef, 0xbb, 0xbf],
      [0xc3, 0xa9],
      [0xe9],
      [0x80],
      [0xf0, 0x9f, 0x98, 0x80],
    ]) {
      const bytes = Uint8Array.from([...head, ...repeat(0x61, 60), ...head]);
      expect(decode(bytes, 0, bytes.length)).toBe(naive(bytes));
    }
  });

  test('agrees with the naive way about any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decode(bytes, 0, bytes.length)).toBe(naive(bytes));
      }),
    );
  });
});

test('what is decoded natively is ASCII', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 40, maxLength: 60, max: 0x84 }), (bytes) => {
      const isAscii = bytes.every((byte) => byte < 0x80);
      expect(decodeNatively(bytes, 0, bytes.length)).toBe(isAscii ? naive(bytes) : null);
    }),
  );
});

test('a text of fewer than 32 bytes is not worth a call of the native decoder', () => {
  expect(decodeNatively(repeat(0x61, 40), 4, 35)).toBe(null);
  expect(decodeNatively(repeat(0x61, 40), 4, 36)).toBe('a'.repeat(32));
});

describe('a runtime', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  test.each([
    ['without TextDecoder', undefined],
    [
      'whose TextDecoder knows no fatal mode',
      class {
        constructor() {
          throw new RangeError('no ICU');
        }
      },
    ],
  ])('%s decodes just the same', async (_, TextDecoder) => {
    vi.stubGlobal('TextDecoder', TextDecoder);
    vi.resetModules();
    const fresh = await import('../../src/bytes/latin1.js');
    const bytes = repeat(0x61, 100);
    expect(fresh.decodeNatively(bytes, 0, 100)).toBe(null);
    expect(fresh.decodeLatin1(bytes, 0, 100)).toBe('a'.repeat(100));
  });
});
