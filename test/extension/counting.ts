/**
 * A compressor that counts how many of its engines are in use: from the first bytes until the release.
 */

import type { Compressor, CompressorSettings } from '../../src/extension/compressor.js';

export interface Count {
  deflating: number;
  inflating: number;
  /** How often either was taken into use. */
  taken: number;
  /** What was asked of the compressor, in order. */
  readonly deflaters: CompressorSettings[];
  readonly inflaters: CompressorSettings[];
}

export function counting(inner: Compressor): { compressor: Compressor; count: Count } {
  const count: Count = { deflating: 0, inflating: 0, taken: 0, deflaters: [], inflaters: [] };
  /** Counts one engine, however often it is used or released. */
  const meter = (of: 'deflating' | 'inflating') => {
    let inUse = false;
    return (use: boolean) => {
      if (use && !inUse) count.taken++;
      if (use !== inUse) count[of] += use ? 1 : -1;
      inUse = use;
    };
  };
  const compressor: Compressor = {
    minWindowBits: inner.minWindowBits,
    createDeflater(settings) {
      count.deflaters.push(settings);
      const deflater = inner.createDeflater(settings);
      const use = meter('deflating');
      return {
        deflate(bytes, last) {
          use(true);
          return deflater.deflate(bytes, last);
        },
        release() {
          use(false);
          deflater.release();
        },
      };
    },
    createInflater(settings) {
      count.inflaters.push(settings);
      const inflater = inner.createInflater(settings);
      const use = meter('inflating');
      return {
        get bytesRead() {
          return inflater.bytesRead;
        },
        get bytesWritten() {
          return inflater.bytesWritten;
        },
        inflate(input, start, end, output) {
          use(true);
          return inflater.inflate(input, start, end, output);
        },
        endMessage: () => inflater.endMessage(),
        release() {
          use(false);
          inflater.release();
        },
      };
    },
  };
  return { compressor, count };
}
