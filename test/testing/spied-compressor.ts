/**
 * A compressor that writes down what is asked of it.
 */

import { pakoCompressor } from '../../src/adapters/pako.js';
import type { Compressor, CompressorSettings } from '../../src/extension/compressor.js';

type Call = readonly [name: string, settings?: CompressorSettings];

export function spiedCompressor(minWindowBits = 9): { compressor: Compressor; calls: Call[] } {
  const calls: Call[] = [];
  const pako = pakoCompressor();
  const spied = <T extends { release(): void }>(side: T, name: string): T => {
    const release = side.release.bind(side);
    side.release = () => {
      calls.push([`release the ${name}`]);
      release();
    };
    return side;
  };
  const compressor: Compressor = {
    minWindowBits,
    createDeflater(settings) {
      calls.push(['createDeflater', settings]);
      return spied(pako.createDeflater(settings), 'deflater');
    },
    createInflater(settings) {
      calls.push(['createInflater', settings]);
      return spied(pako.createInflater(settings), 'inflater');
    },
  };
  return { compressor, calls };
}
