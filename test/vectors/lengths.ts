/**
 * The three forms of a payload length (RFC 6455 §5.2) at their edges, as they stand behind the opcode:
 * byte 1 without its mask bit, then the longer form if there is one.
 */

import { hex } from './bits.js';

export interface LengthVector {
  readonly length: number;
  readonly form: 7 | 16 | 64;
  readonly wire: Uint8Array;
}

/** Lengths whose payloads fit into a test. */
export const heldLengths: readonly LengthVector[] = [
  { length: 0, form: 7, wire: hex('00') },
  { length: 1, form: 7, wire: hex('01') },
  { length: 125, form: 7, wire: hex('7d') },
  { length: 126, form: 16, wire: hex('7e 007e') },
  { length: 127, form: 16, wire: hex('7e 007f') },
  { length: 65535, form: 16, wire: hex('7e ffff') },
  { length: 65536, form: 64, wire: hex('7f 0000000000010000') },
];

/** Lengths of frames too large to hold: their headers are judged all the same. */
export const hugeLengths: readonly LengthVector[] = [
  { length: 2 ** 24, form: 64, wire: hex('7f 0000000001000000') },
  { length: 2 ** 24 + 1, form: 64, wire: hex('7f 0000000001000001') },
  { length: 2 ** 31 - 1, form: 64, wire: hex('7f 000000007fffffff') },
  { length: 2 ** 31, form: 64, wire: hex('7f 0000000080000000') },
  { length: 2 ** 32 - 1, form: 64, wire: hex('7f 00000000ffffffff') },
  { length: 2 ** 32, form: 64, wire: hex('7f 0000000100000000') },
  { length: 2 ** 32 + 1, form: 64, wire: hex('7f 0000000100000001') },
  { length: 2 ** 53 - 3, form: 64, wire: hex('7f 001ffffffffffffd') },
  { length: 2 ** 53 - 2, form: 64, wire: hex('7f 001ffffffffffffe') },
  { length: 2 ** 53 - 1, form: 64, wire: hex('7f 001fffffffffffff') },
];

/** Lengths that a number cannot hold exactly, or that no frame may have. */
export const unholdableLengths: readonly {
  readonly wire: Uint8Array;
  readonly code: 'payload-too-big' | 'length-sign-bit-set';
}[] = [
  { wire: hex('7f 0020000000000000'), code: 'payload-too-big' },
  { wire: hex('7f 0020000000000001'), code: 'payload-too-big' },
  { wire: hex('7f 0080000000000001'), code: 'payload-too-big' },
  { wire: hex('7f 7fffffffffffffff'), code: 'payload-too-big' },
  { wire: hex('7f 8000000000000000'), code: 'length-sign-bit-set' },
  { wire: hex('7f 8000000000000005'), code: 'length-sign-bit-set' },
  { wire: hex('7f ffffffffffffffff'), code: 'length-sign-bit-set' },
];

/** Lengths in a longer form than they need. */
export const nonMinimalLengths: readonly Uint8Array[] = [
  hex('7e 0000'),
  hex('7e 0005'),
  hex('7e 007d'),
  hex('7f 0000000000000000'),
  hex('7f 0000000000000005'),
  hex('7f 000000000000007d'),
  hex('7f 000000000000007e'),
  hex('7f 000000000000ffff'),
];

/** The length part behind a given byte 0, masked (without the key) or not. */
export function withFirstByte(byte0: number, length: Uint8Array, masked: boolean): Uint8Array {
  const wire = Uint8Array.of(byte0, ...length);
  if (masked) wire[1] = (wire[1] as number) | 0x80;
  return wire;
}
