/**
 * What the violations of a peer are made of: frames that no encoder writes, and the byte that shows what is wrong.
 */

import fc from 'fast-check';
import { encodeFrameHeader } from '../../frame/encode-frame-header.js';
import { Opcode } from '../../vocabulary/opcode.js';
import { keyFor } from './frames.js';
import type { Role } from './role.js';
import { concat } from './wire.js';

/** Bytes with a fault in them. */
export interface Fault {
  /** Frames, up to the end of what is at fault where that has an end. */
  readonly bytes: Uint8Array;
  /** Where frames begin in them. */
  readonly boundaries: readonly number[];
  /** How many of the bytes show the fault. */
  readonly judgedAfter: number;
}

/** The limits of a receiver, as in `ConnectionOptions`. */
export interface ReceiverLimits {
  readonly maxPayloadBytes: number;
  readonly maxMessageBytes: number;
  readonly maxFragments: number;
}

/** What a fault is made for. */
export interface FaultContext {
  readonly from: Role;
  /** Whether a message has begun in front of it and not ended. */
  readonly isInside: boolean;
  readonly limits: ReceiverLimits;
  /** Whether permessage-deflate has been agreed on, so that RSV1 has a meaning. */
  readonly deflate: boolean;
}

/** The ways to make one violation. */
export interface Violation {
  /** Whether it needs an open message in front of it, or none. */
  readonly where: 'inside' | 'outside' | 'anywhere';
  /** Whether it can be made, and at no great cost; always, when left out. */
  readonly fits?: (limits: ReceiverLimits) => boolean;
  faults(context: FaultContext): fc.Arbitrary<Fault>;
}

/** A frame as it should not be. */
export interface BadFrame {
  readonly opcode: number;
  readonly fin?: boolean;
  readonly rsv?: number;
  readonly payload: Uint8Array;
  /** The length in the header; that of the payload, when left out. */
  readonly declared?: number;
  readonly lengthForm?: 7 | 16 | 64;
}

/** Writes a frame whatever is wrong with it. */
export function badFrame(frame: BadFrame, key: Uint8Array | null): Uint8Array {
  const { opcode, fin = true, rsv = 0, payload, declared = payload.length, lengthForm } = frame;
  const fields = {
    opcode,
    fin,
    rsv1: (rsv & 4) !== 0,
    rsv2: (rsv & 2) !== 0,
    rsv3: (rsv & 1) !== 0,
    maskingKey: key,
    payloadLength: declared,
  };
  const options = { unchecked: true, ...(lengthForm === undefined ? {} : { lengthForm }) };
  const masked =
    key === null ? payload : payload.map((byte, index) => byte ^ (key[index & 3] as number));
  return concat([encodeFrameHeader(fields, options), masked]);
}

/** A fault that is one frame, shown by its first bytes. */
export function faultOf(
  { from }: FaultContext,
  judgedAfter: number,
  frames: fc.Arbitrary<BadFrame>,
): fc.Arbitrary<Fault> {
  return fc
    .tuple(frames, keyFor(from))
    .map(([frame, key]) => ({ bytes: badFrame(frame, key), boundaries: [0], judgedAfter }));
}

/** Frames behind each other, shown by the last of them when `bytesOfLast` have come. */
export function faultOfMany(frames: readonly Uint8Array[], bytesOfLast: number): Fault {
  const boundaries: number[] = [];
  let start = 0;
  let end = 0;
  for (const frame of frames) {
    start = end;
    boundaries.push(start);
    end += frame.length;
  }
  return { bytes: concat(frames), boundaries, judgedAfter: start + bytesOfLast };
}

/** A control opcode. */
export function controlOpcode(): fc.Arbitrary<Opcode> {
  return fc.constantFrom(Opcode.Ping, Opcode.Pong, Opcode.Close);
}

/** The opcode of a data frame that may come next. */
export function dataOpcode({ isInside }: Pick<FaultContext, 'isInside'>): fc.Arbitrary<Opcode> {
  if (isInside) return fc.constant(Opcode.Continuation);
  return fc.constantFrom<Opcode[]>(Opcode.Text, Opcode.Binary);
}

/** A few bytes of ASCII, in which nothing else can be wrong. */
export function harmless(
  { limits }: FaultContext,
  maxLength: number = 20,
): fc.Arbitrary<Uint8Array> {
  const most = Math.min(maxLength, limits.maxPayloadBytes, limits.maxMessageBytes);
  return fc.nat(most).map(letters);
}

/** So many letters. */
export function letters(length: number): Uint8Array {
  return new Uint8Array(length).fill(0x61);
}
