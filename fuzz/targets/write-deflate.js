/**
 * Compressed messages for inputs (RFC 7692 §7.2.1): right ones, made by zlib.
 */

import { constants, deflateRawSync } from 'node:zlib';
import { someText } from './write-frames.js';

const FLUSHES = [
  constants.Z_SYNC_FLUSH,
  constants.Z_SYNC_FLUSH,
  constants.Z_FULL_FLUSH,
  constants.Z_FINISH,
];
const STRATEGIES = [
  constants.Z_DEFAULT_STRATEGY,
  constants.Z_FIXED,
  constants.Z_HUFFMAN_ONLY,
  constants.Z_RLE,
];
const TAIL_BYTES = 4;

/**
 * A message as it stands in a frame.
 *
 * @param {import('../engine/random.js').Random} random
 * @param {number} length of the plain text, about
 * @returns {Uint8Array}
 */
export function compressedMessage(random, length) {
  const finishFlush = random.pick(FLUSHES);
  const bytes = deflateRawSync(someText(random, length), {
    finishFlush,
    level: random.below(10),
    strategy: random.pick(STRATEGIES),
    windowBits: random.between(9, 15),
  });
  // A final block has no empty block behind it that could be left out.
  return finishFlush === constants.Z_FINISH ? bytes : bytes.subarray(0, -TAIL_BYTES);
}
