import { describe, expect, test } from 'vitest';
import type { Compressor } from '../../src/extension/compressor.js';
import { DeflateEncoder } from '../../src/extension/deflate-encoder.js';
import { compressors, deflated, inflated } from '../properties/deflating.js';
import { hex, join, noise, repeat, toHex } from '../vectors/bits.js';
import { counting } from './counting.js';

interface Piece {
  readonly first?: boolean;
  readonly last?: boolean;
  readonly compress?: boolean | undefined;
}

const encode = (
  encoder: DeflateEncoder,
  bytes: Uint8Array,
  { first = true, last = true, compress }: Piece = {},
) => encoder.encode(bytes, { first, last, compress });

describe.each(compressors)('with %s', (_, inner) => {
  const make = (keepsContext: boolean, thresholdBytes: number, of: Compressor = inner) =>
    new DeflateEncoder(of, { windowBits: 15, keepsContext }, thresholdBytes);

  describe.each([
    ['kept', true],
    ['forgotten', false],
  ])('and a window that is %s', (_how, keepsContext) => {
    test.each([
      [0, 0, false],
      [0, 1, true],
      [1, 1, true],
      [64, 63, false],
      [64, 64, true],
      [64, 65, true],
      [1000, 999, false],
      [1000, 1000, true],
    ])(
      'a threshold of %i lets a message of %i bytes be compressed: %s',
      (threshold, length, is) => {
        // Zeros shrink, unless there is but one or none.
        const encoded = encode(make(keepsContext, threshold), repeat(0, length));
        if (length > 1 || keepsContext) expect(encoded !== null).toBe(is);
        if (encoded !== null) expect(inflated(encoded, 15)).toStrictEqual(repeat(0, length));
      },
    );

    test('the sender may insist, on the shortest message too', () => {
      const encoder = make(keepsContext, 1000);
      expect(encode(encoder, hex('61'), { compress: true })).toStrictEqual(deflated(hex('61')));
      expect(encode(encoder, hex(''), { compress: true })).toStrictEqual(hex('00'));
    });

    test('the sender may refuse, for the longest message too', () => {
      const encoder = make(keepsContext, 0);
      expect(encode(encoder, repeat(0, 10_000), { compress: false })).toBe(null);
      expect(
        encode(encoder, repeat(0, 10_000), { compress: false, first: true, last: false }),
      ).toBe(null);
    });

    test('a message in pieces is compressed whatever its first piece is', () => {
      const encoder = make(keepsContext, 1000);
      const pieces = [
        encode(encoder, hex(''), { last: false }),
        encode(encoder, hex('61'), { first: false, last: false }),
        encode(encoder, hex(''), { first: false, last: false }),
        encode(encoder, repeat(0x62, 300), { first: false, last: false }),
        encode(encoder, hex(''), { first: false }),
      ] as Uint8Array[];
      expect(pieces.map(({ length }) => length > 0)).toStrictEqual([
        false,
        true,
        false,
        true,
        true,
      ]);
      expect(pieces.at(-1)).toStrictEqual(hex('00'));
      expect(toHex(inflated(join(...pieces), 15))).toBe(`61${'62'.repeat(300)}`);
    });

    test('what it gives can be undone as far as it goes', () => {
      const encoder = make(keepsContext, 0);
      const plain = noise(3000);
      const first = encode(encoder, plain, { last: false }) as Uint8Array;
      expect(toHex(first.subarray(-4))).toBe('0000ffff');
      expect(inflated(first, 15)).toStrictEqual(plain);
      const second = encode(encoder, plain, { first: false }) as Uint8Array;
      expect(inflated(join(first, second), 15)).toStrictEqual(join(plain, plain));
      // The second piece repeats the first, so next to nothing of it is left.
      expect(second.length).toBeLessThan(100);
    });

    test('what it is given is neither changed nor kept', () => {
      const encoder = make(keepsContext, 0);
      const plain = noise(500);
      const encoded = encode(encoder, plain, { compress: true }) as Uint8Array;
      expect(plain).toStrictEqual(noise(500));
      plain.fill(0);
      expect(inflated(encoded, 15)).toStrictEqual(noise(500));
      encoded.fill(0);
      const again = encode(encoder, noise(500), { compress: true }) as Uint8Array;
      const before = keepsContext ? noise(500) : undefined;
      expect(inflated(again, 15, before)).toStrictEqual(noise(500));
    });

    test('what was released is not referred to, also in the middle of a message', () => {
      const encoder = make(keepsContext, 0);
      encode(encoder, noise(500), { compress: true });
      encoder.release();
      encoder.release();
      const first = encode(encoder, noise(500), { last: false }) as Uint8Array;
      expect(inflated(first, 15)).toStrictEqual(noise(500));
      encoder.release();
      const second = encode(encoder, noise(500), { first: false }) as Uint8Array;
      expect(inflated(second, 15)).toStrictEqual(noise(500));
    });
  });

  test('a window that is kept makes the second message short', () => {
    const encoder = make(true, 0);
    const lengths = [noise(500), noise(500)].map((plain) => encode(encoder, plain)?.length);
    expect(lengths[0]).toBeGreaterThan(500);
    expect(lengths[1]).toBeLessThan(20);
  });

  test('data that do not get smaller go out as they are, where nothing depends on them', () => {
    expect(encode(make(false, 0), noise(2000))).toBe(null);
    expect(encode(make(false, 0), noise(2000), { compress: true })).not.toBe(null);
    expect(encode(make(true, 0), noise(2000))).not.toBe(null);
    const encoder = make(false, 0);
    const first = encode(encoder, noise(2000), { last: false }) as Uint8Array;
    const second = encode(encoder, noise(2000, 2), { first: false }) as Uint8Array;
    expect(inflated(join(first, second), 15)).toStrictEqual(join(noise(2000), noise(2000, 2)));
  });

  describe('an engine', () => {
    const { compressor: counted, count: own } = counting(inner);

    test('is taken by the first message that is compressed', () => {
      const encoder = make(true, 100, counted);
      encode(encoder, repeat(0, 99));
      encode(encoder, repeat(0, 200), { compress: false });
      encode(encoder, hex(''), { compress: true });
      expect(own.deflating).toBe(0);
      encode(encoder, repeat(0, 100));
      expect(own.deflating).toBe(1);
      encode(encoder, repeat(0, 100));
      expect(own.deflating).toBe(1);
      encoder.release();
      expect(own.deflating).toBe(0);
      encoder.release();
      expect(own.deflating).toBe(0);
    });

    test('is held during a message only, where the window is forgotten', () => {
      const encoder = make(false, 0, counted);
      for (const plain of [repeat(0, 500), noise(500), hex('61')]) {
        encode(encoder, plain);
        expect(own.deflating).toBe(0);
      }
      encode(encoder, repeat(0, 500), { last: false });
      expect(own.deflating).toBe(1);
      encode(encoder, hex(''), { first: false });
      expect(own.deflating).toBe(0);
      encode(encoder, hex('61'), { last: false });
      encoder.release();
      expect(own.deflating).toBe(0);
    });

    test('is asked for with the settings, once', () => {
      const before = own.deflaters.length;
      const encoder = make(false, 0, counted);
      for (let message = 0; message < 3; message++) encode(encoder, repeat(0, 500));
      encoder.release();
      encode(encoder, repeat(0, 500));
      expect(own.deflaters.slice(before)).toStrictEqual([{ windowBits: 15, keepsContext: false }]);
    });
  });
});

describe('what a deflater returns', () => {
  const returning = (value: unknown) => {
    const deflater = { deflate: () => value as Uint8Array, release: () => {} };
    const compressor: Compressor = {
      minWindowBits: 8,
      createDeflater: () => deflater,
      createInflater: () => {
        throw new Error('nothing is inflated');
      },
    };
    return new DeflateEncoder(compressor, { windowBits: 15, keepsContext: false }, 0);
  };

  test.each([
    [4, true],
    [5, false],
    [6, false],
  ])('if it is %i bytes for 5, is sent: %s', (length, isSent) => {
    const encoded = encode(returning(noise(length)), repeat(0x61, 5));
    expect(encoded).toStrictEqual(isSent ? noise(length) : null);
  });

  test('must be bytes', () => {
    expect(() => encode(returning('61'), hex('61'))).toThrow(
      new TypeError('what the deflater returns must be a Uint8Array, not "61"'),
    );
  });
});

test('an empty message takes no engine, and there is none to be released', () => {
  const [, inner] = compressors[0] as (typeof compressors)[number];
  const encoder = new DeflateEncoder(inner, { windowBits: 15, keepsContext: false }, 0);
  expect(encode(encoder, hex(''), { compress: true })).toStrictEqual(hex('00'));
});
