/** The ways in which every case is run in memory. */

import type { ConformanceCase, Step } from '../cases/notation.js';
import { KiB } from '../cases/payload.js';
import { echoOwned, echoParts, echoWhole, type MakePeer } from '../peers/echo-peer.js';
import type { Cut } from './pipe.js';

export interface Mode {
  readonly name: string;
  readonly cut: Cut;
  readonly makePeer: MakePeer;
}

export const modes: readonly Mode[] = [
  { name: 'as written', cut: 'as written', makePeer: echoWhole },
  { name: 'octet by octet', cut: 'octet by octet', makePeer: echoWhole },
  { name: 'at random', cut: 'at random', makePeer: echoWhole },
  { name: 'handed over, at random', cut: 'at random', makePeer: echoOwned },
  { name: 'in parts, at random', cut: 'at random', makePeer: echoParts },
];

/**
 * The cases of family 9 and 7.1.6 send up to 16 MiB: octet by octet that is minutes, and nothing happens in
 * the middle of such a payload that a shorter one does not show. Above this they are cut at random.
 */
const MAX_OCTET_BY_OCTET = 256 * KiB;

export function cutFor(testCase: ConformanceCase, cut: Cut): Cut {
  return cut === 'octet by octet' && sentOctets(testCase) > MAX_OCTET_BY_OCTET ? 'at random' : cut;
}

/** Octets of payload that a case sends. */
export function sentOctets({ sends, rounds }: ConformanceCase): number {
  return rounds * sends.reduce((sum, step) => sum + stepOctets(step), 0);
}

function stepOctets(step: Step): number {
  switch (step.kind) {
    case 'frames':
      return step.frames.reduce((sum, { payload }) => sum + payload.length, 0);
    case 'fragmented':
      return step.payload.length;
    case 'begin':
    case 'rest':
      return step.octets;
    case 'wait':
      return 0;
  }
}
