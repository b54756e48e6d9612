import { type SimdMask, simdMask } from '../../src/frame/mask-simd.js';

/** SIMD that tells which of its ways are taken, where the runtime has it. */
export function recordingSimd(): { simd: SimdMask; calls: string[] } {
  const real = simdMask as SimdMask;
  const calls: string[] = [];
  const simd: SimdMask = {
    ...real,
    inPlace(...range) {
      calls.push('inPlace');
      real.inPlace(...range);
    },
    copy(...range) {
      calls.push('copy');
      real.copy(...range);
    },
    copyShort(...range) {
      calls.push('copyShort');
      real.copyShort(...range);
    },
    framesInPlace(...range) {
      calls.push('framesInPlace');
      return real.framesInPlace(...range);
    },
    copyFrames(...range) {
      calls.push('copyFrames');
      return real.copyFrames(...range);
    },
  };
  return { simd, calls };
}
