/**
 * DEFLATE blocks made by hand, for what no compressor writes.
 */

import { join } from '../vectors/bits.js';

/** Stored blocks of any length, flushed, none of them final (RFC 1951 §3.2.4). */
export function stored(plain: Uint8Array): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at < plain.length; at += 65_535) {
    const block = plain.subarray(at, at + 65_535);
    const { length } = block;
    blocks.push(
      Uint8Array.of(0, length & 0xff, length >> 8, ~length & 0xff, (~length >> 8) & 0xff),
      block,
    );
  }
  return join(...blocks);
}

/**
 * A block of fixed codes with nothing but a copy of three bytes from that far back, and the header of a stored
 * block (RFC 1951 §3.2.5, §3.2.6).
 */
export function copyFrom(distance: number): Uint8Array {
  const steps = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769];
  const bases = [...steps, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12_289, 16_385, 24_577];
  const code = bases.findLastIndex((base) => base <= distance);
  const extraBits = code < 4 ? 0 : (code >> 1) - 1;
  const extra = distance - (bases[code] as number);
  const highestFirst = (value: number, length: number) =>
    length === 0 ? '' : value.toString(2).padStart(length, '0');
  const lowestFirst = (value: number, length: number) =>
    [...highestFirst(value, length)].reverse().join('');
  // Not final, fixed codes; length 3 is symbol 257, code 0000001; then the end of the block, and 000.
  const bits = `010${'0000001'}${highestFirst(code, 5)}${lowestFirst(extra, extraBits)}0000000000`;
  const bytes: number[] = [];
  for (let at = 0; at < bits.length; at += 8) {
    const byte = bits.slice(at, at + 8).padEnd(8, '0');
    bytes.push(Number.parseInt([...byte].reverse().join(''), 2));
  }
  return Uint8Array.from(bytes);
}
