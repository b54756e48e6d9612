/**
 * DEFLATE by hand (RFC 1951 §3.2): what no compressor writes.
 */

import { join } from '../vectors/bits.js';

/** Bits in the order of the wire: the lowest of each byte first. */
function packed(bits: string): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  for (const [at, bit] of [...bits].entries()) {
    if (bit === '1') bytes[at >> 3] = (bytes[at >> 3] as number) | (1 << (at & 7));
  }
  return bytes;
}

/** A stored block that is not final, at the beginning of a byte; at most 65 535 bytes. */
export function stored(plain: Uint8Array): Uint8Array {
  const { length } = plain;
  const header = [0, length & 0xff, length >> 8, ~length & 0xff, (~length >> 8) & 0xff];
  return join(Uint8Array.from(header), plain);
}

/**
 * The end of a message: three bytes from so far back, in a fixed block, and the header of the block that a
 * flush would have written.
 */
export function reference(distance: number): Uint8Array {
  const header = '010';
  const lengthOfThree = '0000001';
  const endOfBlock = '0000000';
  return packed(`${header}${lengthOfThree}${distanceBits(distance)}${endOfBlock}000`);
}

/** A code of five bits, the highest first, then the extra bits, the lowest first (§3.2.5). */
function distanceBits(distance: number): string {
  const rest = distance - 1;
  const extraBits = Math.max(0, Math.floor(Math.log2(Math.max(1, rest))) - 1);
  const code = rest < 4 ? rest : 2 * extraBits + (rest >> extraBits);
  const extra = rest & ((1 << extraBits) - 1);
  const reversed = [...extra.toString(2).padStart(extraBits, '0')].reverse().join('');
  return code.toString(2).padStart(5, '0') + (extraBits === 0 ? '' : reversed);
}
