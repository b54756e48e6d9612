import { describe, expect, test } from 'vitest';
import {
  copyMaskedPayload,
  maskPayload,
  SHORT_FROM_BYTES,
  SIMD_FROM_BYTES,
} from '../../src/frame/mask-payload.js';
import { SHORT_BYTES, type SimdMask, simdMask } from '../../src/frame/mask-simd.js';
import { naiveMask } from '../properties/naive-frame.js';
import { hex, join, noise, sameBytes } from '../vectors/bits.js';

const KEY = hex('37 fa 21 3d');
const WORD = 0x3d21fa37;

/** Counts the calls, and does what SIMD does. */
function counting(): { simd: SimdMask; calls: () => number } {
  let count = 0;
  const real = simdMask as SimdMask;
  const simd: SimdMask = {
    ...real,
    inPlace(...range) {
      count++;
      real.inPlace(...range);
    },
    copy(...range) {
      count++;
      real.copy(...range);
    },
    copyShort(...range) {
      count++;
      real.copyShort(...range);
    },
  };
  return { simd, calls: () => count };
}

describe.each([
  ['without SIMD', false] as const,
  ...(simdMask === null ? [] : [['with SIMD', true] as const]),
])('a payload is masked %s', (_, hasSimd) => {
  const edges = [SHORT_FROM_BYTES, SIMD_FROM_BYTES, SHORT_BYTES].flatMap((edge) => [
    edge - 1,
    edge,
    edge + 1,
  ]);

  test.each([0, 1, ...edges, 40_000])(
    'when it is %i bytes long, and only where it pays',
    (length) => {
      const { simd, calls } = counting();
      const used = hasSimd ? simd : null;
      const payload = noise(length);
      const expected = naiveMask(payload, KEY, 0);
      const target = noise(length + 20, 7);
      const around = [target.slice(0, 9), target.slice(length + 9)] as const;

      copyMaskedPayload(payload, target, 9, WORD, used);
      expect(sameBytes(target, join(around[0], expected, around[1]))).toBe(true);
      expect(sameBytes(payload, noise(length))).toBe(true);
      expect(calls()).toBe(hasSimd && length >= SHORT_FROM_BYTES ? 1 : 0);

      // A range of an array needs views.
      maskPayload(target, 9, length + 9, WORD, used);
      expect(sameBytes(target, join(around[0], payload, around[1]))).toBe(true);
      const ranges = length >= SIMD_FROM_BYTES ? 1 : 0;
      expect(calls()).toBe(hasSimd && length >= SHORT_FROM_BYTES ? 1 + ranges : 0);

      maskPayload(payload, 0, length, WORD, used);
      expect(sameBytes(payload, expected)).toBe(true);
      expect(calls()).toBe(hasSimd && length >= SHORT_FROM_BYTES ? 2 + ranges : 0);
    },
  );

  test('and left as it is by a key of zeros', () => {
    const { simd, calls } = counting();
    const target = new Uint8Array(5000);
    copyMaskedPayload(noise(5000), target, 0, 0, hasSimd ? simd : null);
    copyMaskedPayload(target.subarray(0, 500), target, 0, 0, hasSimd ? simd : null);
    maskPayload(target, 0, 5000, 0, hasSimd ? simd : null);
    expect(target).toStrictEqual(noise(5000));
    const short = noise(500);
    maskPayload(short, 0, 500, 0, hasSimd ? simd : null);
    expect(short).toStrictEqual(noise(500));
    expect(calls()).toBe(0);
  });
});
