/**
 * The rules of a frame header, apart from reading it. Each function judges what one step of the wire has
 * shown, in the order of the bytes, so that the first fault on the wire is the one reported.
 */

import { requireInteger } from '../vocabulary/argument.js';
import { isAssignedOpcode, isControlOpcode, startsMessage } from '../vocabulary/opcode.js';
import type { ViolationCode } from '../vocabulary/violation.js';
import type { FrameRules } from './frame.js';
import {
  FIN_BIT,
  LENGTH_BITS,
  LENGTH_IS_16_BIT,
  MASK_BIT,
  OPCODE_BITS,
  RSV_BITS,
} from './header-bits.js';

export * from './header-bits.js';

/** {@link FrameRules} with every choice made, and what judges frames as parts of messages. */
export interface HeaderRules {
  readonly role: 'client' | 'server' | undefined;
  readonly maxPayloadBytes: number;
  /** The admitted reserved bits where they stand in byte 0. */
  readonly rsvBits: number;
  /** What messages ask of their frames; null where frames are judged one by one. */
  readonly message: MessageCheck | null;
}

/** What judges a data frame as a part of its message. */
export interface MessageCheck {
  /** Judges whether a data frame with this opcode may come now (RFC 6455 §5.4). */
  checkSequence(opcode: number): ViolationCode | null;
  /** Judges a payload's length, of a control frame too, given what a frame by itself may have. */
  checkLength(
    firstByte: number,
    payloadLength: number,
    maxPayloadBytes: number,
  ): ViolationCode | null;
}

/** Checks the caller's rules and fills in the defaults; `Infinity` must be the default to be accepted. */
export function resolveRules(rules: FrameRules, defaultMaxPayloadBytes: number): HeaderRules {
  const { role, maxPayloadBytes = defaultMaxPayloadBytes, allowedRsv = 0 } = rules;
  if (role !== undefined && role !== 'client' && role !== 'server') {
    throw new TypeError(`role is ${role}; it must be 'client', 'server' or left out`);
  }
  if (maxPayloadBytes !== defaultMaxPayloadBytes) {
    requireInteger(maxPayloadBytes, 'maxPayloadBytes');
  }
  requireInteger(allowedRsv, 'allowedRsv', 0, 7);
  return { role, maxPayloadBytes, rsvBits: allowedRsv << 4, message: null };
}

/** Judges FIN, the reserved bits and the opcode. */
export function checkFirstByte(byte: number, rules: HeaderRules): ViolationCode | null {
  const opcode = byte & OPCODE_BITS;
  const admitted = startsMessage(opcode) ? rules.rsvBits : 0;
  if ((byte & RSV_BITS & ~admitted) !== 0) return 'reserved-bit-set';
  if (!isAssignedOpcode(opcode)) return 'reserved-opcode';
  if (isControlOpcode(opcode)) {
    return (byte & FIN_BIT) === 0 ? 'control-frame-fragmented' : null;
  }
  return rules.message === null ? null : rules.message.checkSequence(opcode);
}

/** Judges the mask bit and the 7-bit length, which is all that a control frame may use. */
export function checkSecondByte(
  firstByte: number,
  byte: number,
  rules: HeaderRules,
): ViolationCode | null {
  const masked = (byte & MASK_BIT) !== 0;
  if (rules.role === (masked ? 'client' : 'server'))
    return masked ? 'mask-unexpected' : 'mask-missing';
  if (isControlOpcode(firstByte) && (byte & LENGTH_BITS) >= LENGTH_IS_16_BIT) {
    return 'control-frame-too-long';
  }
  return null;
}

/** Judges a length of the 16-bit form. */
export function checkLength16(length: number): ViolationCode | null {
  return length < LENGTH_IS_16_BIT ? 'length-not-minimal' : null;
}

/** Judges a length of the 64-bit form, given as two words of 32 bits. */
export function checkLength64(high: number, low: number): ViolationCode | null {
  if (high >= 0x8000_0000) return 'length-sign-bit-set';
  // 2^53 − 1: beyond it a length is not exact in a number.
  if (high > 0x1f_ffff) return 'payload-too-big';
  if (high === 0 && low <= 0xffff) return 'length-not-minimal';
  return null;
}

/** Judges a well-formed length against the limits. */
export function checkLimits(
  firstByte: number,
  payloadLength: number,
  rules: HeaderRules,
): ViolationCode | null {
  const { message, maxPayloadBytes } = rules;
  if (message !== null) {
    return message.checkLength(firstByte, payloadLength, maxPayloadBytes);
  }
  return payloadLength > maxPayloadBytes ? 'payload-too-big' : null;
}
