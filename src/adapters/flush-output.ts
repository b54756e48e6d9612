/**
 * Collecting what a deflater writes.
 */

import { ByteAccumulator } from '../bytes/byte-accumulator.js';

/** Length of the `00 00 ff ff` that a flush ends with (RFC 7692 §7.2.1). */
const TAIL_BYTES = 4;

const BLOCK_BYTES = 16_384;

/** Kept for the next call; taken away while it is in use. */
let ready: Uint8Array | null = null;

/**
 * Calls `write` with room for its output until it leaves some free; `write` returns how much it has written.
 *
 * @param withoutTail whether to leave out the last four bytes
 * @returns fresh bytes
 */
export function collectOutput(
  withoutTail: boolean,
  write: (block: Uint8Array) => number,
): Uint8Array {
  const block = ready ?? new Uint8Array(BLOCK_BYTES);
  ready = null;
  const output = collectInto(block, withoutTail, write);
  ready = block;
  return output;
}

function collectInto(
  block: Uint8Array,
  withoutTail: boolean,
  write: (block: Uint8Array) => number,
): Uint8Array {
  const tail = withoutTail ? TAIL_BYTES : 0;
  let used = write(block);
  if (used < block.length) return block.slice(0, used - tail);

  const all = new ByteAccumulator();
  for (; used === block.length; used = write(block)) all.append(block);
  all.append(block, 0, used);
  return all.concat().subarray(0, all.length - tail);
}
