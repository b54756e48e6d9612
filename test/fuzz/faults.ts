/**
 * Faults of functions and classes, each wrapped around the right one, and the oracle that must notice.
 */

import { type Codec, codec } from '../../fuzz/codec.js';
import { connectFaults } from './faults/connects.js';
import type { Fault } from './faults/fault.js';
import { frameFaults } from './faults/frames.js';
import { handshakeFaults } from './faults/handshakes.js';
import { peerFaults } from './faults/peers.js';
import { streamFaults } from './faults/streams.js';

export const faults: readonly Fault[] = [
  ...frameFaults,
  ...handshakeFaults,
  ...connectFaults,
  ...streamFaults,
  ...peerFaults,
];

/** The whole codec with the fault in it. */
export function faulty(fault: Fault): Codec {
  return { ...codec, ...fault.codec };
}
