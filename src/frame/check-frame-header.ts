/**
 * The rules of a frame header, apart from reading it. Each function judges what one step of the wire has
 * shown, in the order of the bytes, so that the first fault on the wire is the one reported.
 */

import { requireInteger } from '../vocabulary/argument.js';
import { isAssignedOpcode, isControlOpcode, Opcode } from '../vocabulary/opcode.js';
import type { ViolationCode } from '../vocabulary/violation.js';
import type { FrameRules } from './frame.js';

/** Bits of the first two bytes (RFC 6455 §5.2). */
export const FIN_BIT = 0x80;
export const RSV_BITS = 0x70;
export const OPCODE_BITS = 0x0f;
export const MASK_BIT = 0x80;
export const LENGTH_BITS = 0x7f;

/** Values of the 7-bit length that announce a longer form. */
export const LENGTH_IS_16_BIT = 126;
export const LENGTH_IS_64_BIT = 127;

/** Largest payload of a control frame (RFC 6455 §5.5). */
export const MAX_CONTROL_PAYLOAD_BYTES = 125;

/** {@link FrameRules} with every choice made, in the form that the checks compare with. */
export interface ResolvedRules {
  readonly role: 'client' | 'server' | undefined;
  readonly maxPayloadBytes: number;
  /** The admitted reserved bits where they stand in byte 0. */
  readonly rsvBits: number;
}

/** Checks the caller's rules and fills in the defaults; `Infinity` must be the default to be accepted. */
export function resolveRules(rules: FrameRules, defaultMaxPayloadBytes: number): ResolvedRules {
  const { role, maxPayloadBytes = defaultMaxPayloadBytes, allowedRsv = 0 } = rules;
  if (role !== undefined && role !== 'client' && role !== 'server') {
    throw new TypeError(`role is ${String(role)}; it must be 'client', 'server' or left out`);
  }
  if (maxPayloadBytes !== defaultMaxPayloadBytes)
    requireInteger(maxPayloadBytes, 'maxPayloadBytes');
  requireInteger(allowedRsv, 'allowedRsv', 0, 7);
  return { role, maxPayloadBytes, rsvBits: allowedRsv << 4 };
}

/** Judges FIN, the reserved bits and the opcode. */
export function checkFirstByte(byte: number, rules: ResolvedRules): ViolationCode | null {
  const opcode = byte & OPCODE_BITS;
  const rsv = byte & RSV_BITS;
  if (rsv !== 0) {
    const mayCarry = opcode === Opcode.Text || opcode === Opcode.Binary;
    if (!mayCarry || (rsv & ~rules.rsvBits) !== 0) return 'reserved-bit-set';
  }
  if (!isAssignedOpcode(opcode)) return 'reserved-opcode';
  if (isControlOpcode(opcode) && (byte & FIN_BIT) === 0) return 'control-frame-fragmented';
  return null;
}

/** Judges the mask bit and the 7-bit length, which is all that a control frame may use. */
export function checkSecondByte(
  firstByte: number,
  byte: number,
  rules: ResolvedRules,
): ViolationCode | null {
  const masked = (byte & MASK_BIT) !== 0;
  if (masked && rules.role === 'client') return 'mask-unexpected';
  if (!masked && rules.role === 'server') return 'mask-missing';
  if (
    isControlOpcode(firstByte & OPCODE_BITS) &&
    (byte & LENGTH_BITS) > MAX_CONTROL_PAYLOAD_BYTES
  ) {
    return 'control-frame-too-long';
  }
  return null;
}

/** Judges a length of the 16-bit form. */
export function checkLength16(length: number): ViolationCode | null {
  return length < 126 ? 'length-not-minimal' : null;
}

/** Judges a length of the 64-bit form, given as two words of 32 bits. */
export function checkLength64(high: number, low: number): ViolationCode | null {
  if (high >= 0x8000_0000) return 'length-sign-bit-set';
  // 2^53 − 1: beyond it a length is not exact in a number.
  if (high > 0x1f_ffff) return 'payload-too-big';
  if (high === 0 && low <= 0xffff) return 'length-not-minimal';
  return null;
}
