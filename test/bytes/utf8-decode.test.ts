import { afterEach, describe, expect, test, vi } from 'vitest';
import { decodeUtf8, decodeUtf8Portable } from '../../src/bytes/utf8-decode.js';
import { platformDecode } from '../properties/naive-utf8.js';
import { hex, join, noise, repeat, toHex } from '../vectors/bits.js';
import { invalidTexts, validTexts } from '../vectors/utf8.js';

const readable = (wire: Uint8Array) => toHex(wire).slice(0, 40);

/** Enough ASCII in front to reach the native decoder. */
const long = repeat(0x2d, 64);

const decoders = [
  ['decodeUtf8', decodeUtf8],
  ['decodeUtf8Portable', decodeUtf8Portable],
] as const;

describe.each(decoders)('%s', (_, decode) => {
  test.each(validTexts.map(([wire, text]) => [readable(wire), text, wire] as const))(
    'reads %s as %j, alone and behind other text',
    (__, text, wire) => {
      expect(decode(wire)).toBe(text);
      expect(decode(join(long, wire))).toBe('-'.repeat(64) + text);
      expect(decode(join(wire, long))).toBe(text + '-'.repeat(64));
    },
  );

  test.each(invalidTexts.map(([wire]) => [readable(wire), wire] as const))(
    'gives null for %s, alone and behind other text',
    (__, wire) => {
      expect(decode(wire)).toBe(null);
      expect(decode(join(long, wire))).toBe(null);
    },
  );

  test('is as good as new after a text that was invalid', () => {
    for (const [wire] of invalidTexts) {
      decode(join(long, wire));
      expect(decode(long)).toBe('-'.repeat(64));
    }
  });

  test('reads texts longer than one call of String.fromCharCode may be', () => {
    const read = (text: string) => decode(new TextEncoder().encode(text)) === text;
    for (const length of [4094, 4095, 4096, 4097, 8191, 8192, 8193]) {
      for (const character of ['a', 'é', '€', '\u{10ffff}']) {
        expect(read(character.repeat(length))).toBe(true);
      }
    }
    expect(read('a'.repeat(2_000_000))).toBe(true);
  });

  test('finds the fault at the far end of a huge text', () => {
    const bytes = repeat(0x61, 2_000_000);
    bytes[1_999_999] = 0xff;
    expect(decode(bytes)).toBe(null);
  });

  test('reads a view from its own start, and leaves it as it is', () => {
    const whole = join(repeat(0xff, 3), long, repeat(0xff, 5));
    const before = whole.slice();
    expect(decode(whole.subarray(3, 67))).toBe('-'.repeat(64));
    expect(whole).toStrictEqual(before);
  });

  test('reads a range of an array, as if the rest were not there', () => {
    for (const middle of [repeat(0x2d, 3), long, join(long, validTexts[5]?.[0] ?? long)]) {
      const whole = join(repeat(0xff, 3), middle, repeat(0xff, 5));
      const end = 3 + middle.length;
      expect(decode(whole, 3, end)).toBe(platformDecode(middle));
      expect(decode(whole, 3, 3)).toBe('');
      expect(decode(whole, 3, end + 1)).toBe(null);
      expect(decode(whole, 2, end)).toBe(null);
    }
  });

  test('reads memory that is shared', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(64)).fill(0x2d);
    expect(decode(shared)).toBe('-'.repeat(64));
    shared[63] = 0x80;
    expect(decode(shared)).toBe(null);
  });
});

test('both decoders agree with the platform for every length up to 100', () => {
  for (let length = 0; length <= 100; length++) {
    const ascii = noise(length).map((byte) => byte & 0x7f);
    for (const bytes of [noise(length, 3), ascii]) {
      expect(decodeUtf8(bytes)).toBe(platformDecode(bytes));
      expect(decodeUtf8Portable(bytes)).toBe(platformDecode(bytes));
    }
  }
});

describe('a runtime', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  async function decodeWhereTextDecoderIs(standIn: unknown): Promise<typeof decodeUtf8> {
    vi.resetModules();
    vi.stubGlobal('TextDecoder', standIn);
    const module = await import('../../src/bytes/utf8-decode.js');
    return module.decodeUtf8;
  }

  test.each([
    ['without TextDecoder', undefined],
    ['with something else of that name', {}],
    [
      'whose TextDecoder knows no fatal mode',
      class {
        constructor() {
          throw new TypeError('"fatal" option is unsupported');
        }
      },
    ],
    [
      'whose TextDecoder refuses the memory',
      class {
        decode(): string {
          throw new TypeError('shared memory is not allowed');
        }
      },
    ],
  ])('%s decodes all the same', async (_, standIn) => {
    const decode = await decodeWhereTextDecoderIs(standIn);
    for (const [wire, text] of validTexts) {
      expect(decode(join(long, wire))).toBe('-'.repeat(64) + text);
    }
    for (const [wire] of invalidTexts) expect(decode(join(long, wire))).toBe(null);
  });

  test('that has a TextDecoder is asked for strictness and for the byte order mark', async () => {
    const asked: unknown[] = [];
    const decode = await decodeWhereTextDecoderIs(
      class {
        constructor(...options: unknown[]) {
          asked.push(...options);
        }
        decode(): string {
          return 'native';
        }
      },
    );
    expect(decode(long)).toBe('native');
    // ASCII goes there from 33 bytes on, anything else from 16 on.
    expect(decode(long, 0, 32)).toBe('-'.repeat(32));
    expect(decode(long, 0, 33)).toBe('native');
    const mixed = join(hex('c3a9'), long);
    expect(decode(mixed, 0, 15)).toBe(`é${'-'.repeat(13)}`);
    expect(decode(mixed, 0, 16)).toBe('native');
    expect(asked).toStrictEqual(['utf-8', { fatal: true, ignoreBOM: true }]);
  });
});
