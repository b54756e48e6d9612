/** The ways in which every case is run in memory. */

import { compressorBySize } from '../../../src/adapters/by-size.js';
import { zlibCompressor } from '../../../src/adapters/node-zlib.js';
import { pakoCompressor } from '../../../src/adapters/pako.js';
import { permessageDeflate } from '../../../src/deflate.js';
import type { ConformanceCase, Step } from '../cases/notation.js';
import { KiB } from '../cases/payload.js';
import { echoWith, type MakePeer } from '../peers/echo-peer.js';
import type { Cut } from './pipe.js';

export interface Mode {
  readonly name: string;
  readonly cut: Cut;
  readonly makePeer: MakePeer;
}

const [small, large] = [pakoCompressor(), zlibCompressor()];
/** Each compressor of the package has its columns; only families 12 and 13 tell them apart. */
const pako = permessageDeflate({ compressor: small });
const zlib = permessageDeflate({ compressor: large });
const bySize = permessageDeflate({ compressor: compressorBySize({ small, large }) });

export const modes: readonly Mode[] = [
  { name: 'as written, zlib', cut: 'as written', makePeer: echoWith({}, zlib) },
  { name: 'octet by octet, pako', cut: 'octet by octet', makePeer: echoWith({}, pako) },
  { name: 'at random, pako', cut: 'at random', makePeer: echoWith({}, pako) },
  {
    name: 'handed over, at random, zlib',
    cut: 'at random',
    makePeer: echoWith({ takeOwnership: true }, zlib),
  },
  {
    name: 'in parts, at random, by size',
    cut: 'at random',
    makePeer: echoWith({ streamMessages: true }, bySize),
  },
];

/**
 * Many cases of families 9, 12 and 13 and 7.1.6 send up to 16 MiB: octet by octet that is minutes, and
 * nothing happens in the middle of such a payload that a shorter one does not show. Above this they are cut
 * at random.
 */
const MAX_OCTET_BY_OCTET = 256 * KiB;

export function cutFor(testCase: ConformanceCase, cut: Cut): Cut {
  return cut === 'octet by octet' && sentOctets(testCase) > MAX_OCTET_BY_OCTET ? 'at random' : cut;
}

/** Octets of payload that a case sends, before any compression. */
export function sentOctets({ sends, rounds, deflate }: ConformanceCase): number {
  const { length } = deflate ?? { length: 0 };
  return rounds * sends.reduce((sum, step) => sum + stepOctets(step), length);
}

function stepOctets(step: Step): number {
  switch (step.kind) {
    case 'frames':
      return step.frames.reduce((sum, { payload }) => sum + payload.length, 0);
    case 'fragmented':
    case 'compressed':
      return step.payload.length;
    case 'begin':
    case 'rest':
      return step.octets;
    case 'wait':
      return 0;
  }
}
