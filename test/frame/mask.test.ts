import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskInPlace, requireMaskingKey, unmask } from '../../src/frame/mask.js';
import { cutAt, cuts, maskingKey } from '../properties/arbitraries.js';
import { naiveMask } from '../properties/naive-frame.js';
import { hex, join, noise, repeat, sameBytes } from '../vectors/bits.js';

const KEY = hex('37 fa 21 3d');
const HELLO = hex('48 65 6c 6c 6f');
const MASKED_HELLO = hex('7f 9f 4d 51 58');

/** Both ways to mask, as functions that give the masked bytes. */
const ways = [
  ['unmask', unmask],
  [
    'maskInPlace',
    (payload: Uint8Array, key: Uint8Array, offset?: number) => {
      const own = new Uint8Array(payload);
      maskInPlace(own, key, offset);
      return own;
    },
  ],
] as const;

describe.each(ways)('%s', (_, mask) => {
  test('makes Hello out of the example of RFC 6455 §5.7, and the other way round', () => {
    expect(mask(MASKED_HELLO, KEY)).toStrictEqual(HELLO);
    expect(mask(HELLO, KEY)).toStrictEqual(MASKED_HELLO);
  });

  test('goes on in the middle of the key', () => {
    expect(mask(hex('9f 4d 51 58'), KEY, 1)).toStrictEqual(hex('65 6c 6c 6f'));
    expect(mask(hex('58'), KEY, 4)).toStrictEqual(hex('6f'));
  });

  test('takes an offset beyond 2^32, up to 2^53 − 1', () => {
    expect(mask(HELLO, KEY, 2 ** 32)).toStrictEqual(MASKED_HELLO);
    expect(mask(HELLO, KEY, 2 ** 53 - 1)).toStrictEqual(naiveMask(HELLO, KEY, 3));
  });

  test('does nothing to no bytes', () => {
    expect(mask(hex(''), KEY, 3)).toStrictEqual(hex(''));
  });

  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.tuple(fc.nat(3000), fc.nat()).map(([length, seed]) => noise(length, seed)),
  );
  const offset = fc.oneof(fc.nat(9), fc.maxSafeNat());

  test('twice is nothing, and once is the naive loop', () => {
    fc.assert(
      fc.property(bytes, maskingKey, offset, (payload, key, at) => {
        const masked = mask(payload, key, at);
        expect(sameBytes(masked, naiveMask(payload, key, at % 4))).toBe(true);
        expect(sameBytes(mask(masked, key, at), payload)).toBe(true);
      }),
    );
  });

  test('gives the same in pieces', () => {
    fc.assert(
      fc.property(bytes, maskingKey, cuts, (payload, key, fractions) => {
        let at = 0;
        const pieces = cutAt(payload, fractions).map((piece) => {
          const masked = mask(piece, key, at);
          at += piece.length;
          return masked;
        });
        expect(sameBytes(join(...pieces), mask(payload, key))).toBe(true);
      }),
    );
  });

  test.each<[string, unknown[], typeof TypeError | typeof RangeError, string]>([
    ['no payload', [undefined, KEY], TypeError, 'payload must be a Uint8Array, not undefined'],
    ['text', ['Hello', KEY], TypeError, 'payload must be a Uint8Array, not "Hello"'],
    ['floats', [new Float32Array(1), KEY], TypeError, 'not Float32Array'],
    ['a view', [new DataView(HELLO.buffer), KEY], TypeError, 'not DataView'],
    ['no key', [HELLO], TypeError, 'maskingKey must be a Uint8Array, not undefined'],
    ['null as key', [HELLO, null], TypeError, 'maskingKey must be a Uint8Array, not null'],
    ['numbers as key', [HELLO, [1, 2, 3, 4]], TypeError, 'not Array'],
    ['a key of 3 bytes', [HELLO, noise(3)], RangeError, 'maskingKey is 3 bytes'],
    ['a key of 5 bytes', [HELLO, noise(5)], RangeError, 'maskingKey is 5 bytes'],
    ['a key of none', [HELLO, noise(0)], RangeError, 'maskingKey is 0 bytes'],
    ['offset −1', [HELLO, KEY, -1], RangeError, 'offset is -1'],
    ['offset 0.5', [HELLO, KEY, 0.5], RangeError, 'offset is 0.5'],
    ['offset NaN', [HELLO, KEY, Number.NaN], RangeError, 'offset is NaN'],
    ['offset 2^53', [HELLO, KEY, 2 ** 53], RangeError, 'offset is 9007199254740992'],
    ['offset "0"', [HELLO, KEY, '0'], TypeError, 'offset must be a number, not "0"'],
  ])('throws for %s', (__, argumentList, type, message) => {
    const call = () => Reflect.apply(mask, undefined, argumentList);
    // A copy of what is not bytes cannot be made for maskInPlace: it is called as it is.
    const direct = () => Reflect.apply(maskInPlace, undefined, argumentList);
    const tried = mask === unmask ? call : direct;
    expect(tried).toThrow(type);
    expect(tried).toThrow(message);
  });
});

test('unmask leaves payload and key as they are, and gives memory of its own', () => {
  for (const length of [5, 63, 64, 300]) {
    const payload = noise(length);
    const [payloadBefore, keyBefore] = [payload.slice(), KEY.slice()];
    const result = unmask(payload, KEY, 1);
    expect(payload).toStrictEqual(payloadBefore);
    expect(KEY).toStrictEqual(keyBefore);
    expect(result.buffer).not.toBe(payload.buffer);
    payload.fill(0);
    expect(result).toStrictEqual(naiveMask(payloadBefore, KEY, 1));
  }
});

test('maskInPlace changes the payload alone, not what lies around it in the same memory', () => {
  for (const length of [5, 63, 64, 300]) {
    const whole = repeat(0xa5, length + 10);
    maskInPlace(whole.subarray(3, 3 + length), KEY);
    const middle = naiveMask(repeat(0xa5, length), KEY);
    expect(whole).toStrictEqual(join(repeat(0xa5, 3), middle, repeat(0xa5, 7)));
  }
});

test('a masking key has four bytes', () => {
  expect(() => requireMaskingKey(KEY)).not.toThrow();
  expect(() => requireMaskingKey(noise(8))).toThrow(RangeError);
  expect(() => requireMaskingKey(null as unknown as Uint8Array)).toThrow(TypeError);
});
