/**
 * Ways to cut a stream, decided by a number in the input.
 */

import { Random } from './random.js';

/** Above this, cutting byte by byte takes too long. */
const MAX_DRIP_BYTES = 600;

/**
 * Where chunks end, in order; the last is `length`.
 *
 * @param {number} length
 * @param {number} choice 0: one chunk; 1: byte by byte, where that is not too dear; others: by chance
 * @returns {number[]}
 */
export function cutsOf(length, choice) {
  if (choice === 0) return [length];
  const ends = [];
  if (choice === 1 && length <= MAX_DRIP_BYTES) {
    for (let at = 1; at <= length; at++) ends.push(at);
    return length === 0 ? [0] : ends;
  }
  const random = new Random(choice);
  const longest = random.pick([3, 20, 130, 600, 5000, length + 1]);
  // Of long streams at least so much a chunk, so that the number of chunks stays small.
  const shortest = Math.floor(length / 400);
  for (let at = 0; at < length; ) {
    // An empty chunk now and then.
    at = Math.min(length, at + shortest + random.below(longest + 1));
    ends.push(at);
  }
  if (ends.length === 0) ends.push(0);
  return ends;
}
