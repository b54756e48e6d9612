/**
 * A compressor that tells what its inflaters were made to write, and how much memory there was meanwhile.
 */

import type { Compressor, Inflater } from '../../src/extension/compressor.js';

export interface Inflation {
  /** Calls of `inflate`. */
  calls: number;
  /** Plain bytes that were written. */
  written: number;
  /** The longest output that an inflater was given. */
  largestOutput: number;
}

/**
 * Wraps a compressor.
 *
 * @param probe called before each `inflate`
 */
export function countInflation(
  compressor: Compressor,
  probe: () => void = () => {},
): { compressor: Compressor; inflation: Inflation } {
  const inflation: Inflation = { calls: 0, written: 0, largestOutput: 0 };
  const counted = (inflater: Inflater): Inflater => ({
    get bytesRead() {
      return inflater.bytesRead;
    },
    get bytesWritten() {
      return inflater.bytesWritten;
    },
    inflate(input, start, end, output) {
      probe();
      const isSound = inflater.inflate(input, start, end, output);
      inflation.calls++;
      inflation.written += inflater.bytesWritten;
      inflation.largestOutput = Math.max(inflation.largestOutput, output.length);
      return isSound;
    },
    endMessage: () => inflater.endMessage(),
    release: () => inflater.release(),
  });
  return {
    inflation,
    compressor: {
      minWindowBits: compressor.minWindowBits,
      createDeflater: (settings) => compressor.createDeflater(settings),
      createInflater: (settings) => counted(compressor.createInflater(settings)),
    },
  };
}
