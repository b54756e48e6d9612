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
export const RSV1_BIT = 0x40;
export const RSV2_BIT = 0x20;
export const RSV3_BIT = 0x10;
export const OPCODE_BITS = 0x0f;
export const MASK_BIT = 0x80;
export const LENGTH_BITS = 0x7f;

/** Values of the 7-bit length that announce a longer form. */
export const LENGTH_IS_16_BIT = 126;
export const LENGTH_IS_64_BIT = 127;

/** Largest payload of a control frame (RFC 6455 §5.5). */
export const MAX_CONTROL_PAYLOAD_BYTES = 125;

/** {@link FrameRules} with every choice made, and what a message in progress asks of the next frame. */
export interface HeaderRules {
  readonly role: 'client' | 'server' | undefined;
  readonly maxPayloadBytes: number;
  /** The admitted reserved bits where they stand in byte 0. */
  readonly rsvBits: number;
  /** What the order of messages asks; null where frames are judged one by one. */
  readonly message: MessageRules | null;
}

/** What a message in progress asks of the next data frame; whoever assembles messages keeps it current. */
export interface MessageRules {
  /** Whether a message has begun and not ended, so that a continuation must come. */
  isOpen: boolean;
  /** How many more frames the message may have. */
  fragmentsLeft: number;
  /** How many more bytes the message may have, as long as no extension has transformed it. */
  bytesLeft: number;
  /** Whether an extension has transformed the message that is open. */
  isTransformed: boolean;
  /** Largest payload of a frame whose message an extension has transformed. */
  readonly maxTransformedPayloadBytes: number;
}

/** Checks the caller's rules and fills in the defaults; `Infinity` must be the default to be accepted. */
export function resolveRules(
  rules: FrameRules,
  defaultMaxPayloadBytes: number,
  message: MessageRules | null = null,
): HeaderRules {
  const { role, maxPayloadBytes = defaultMaxPayloadBytes, allowedRsv = 0 } = rules;
  if (role !== undefined && role !== 'client' && role !== 'server') {
    throw new TypeError(`role is ${String(role)}; it must be 'client', 'server' or left out`);
  }
  if (maxPayloadBytes !== defaultMaxPayloadBytes) {
    requireInteger(maxPayloadBytes, 'maxPayloadBytes');
  }
  requireInteger(allowedRsv, 'allowedRsv', 0, 7);
  return { role, maxPayloadBytes, rsvBits: allowedRsv << 4, message };
}

/** Judges FIN, the reserved bits and the opcode. */
export function checkFirstByte(byte: number, rules: HeaderRules): ViolationCode | null {
  const opcode = byte & OPCODE_BITS;
  const rsv = byte & RSV_BITS;
  if (rsv !== 0) {
    const mayCarry = opcode === Opcode.Text || opcode === Opcode.Binary;
    if (!mayCarry || (rsv & ~rules.rsvBits) !== 0) return 'reserved-bit-set';
  }
  if (!isAssignedOpcode(opcode)) return 'reserved-opcode';
  if (isControlOpcode(opcode)) {
    return (byte & FIN_BIT) === 0 ? 'control-frame-fragmented' : null;
  }
  return rules.message === null ? null : checkSequence(opcode, rules.message);
}

/** Judges whether a data frame may come now (RFC 6455 §5.4). */
function checkSequence(opcode: number, message: MessageRules): ViolationCode | null {
  const continues = opcode === Opcode.Continuation;
  if (continues && !message.isOpen) return 'continuation-unexpected';
  if (!continues && message.isOpen) return 'message-interrupted';
  return message.fragmentsLeft <= 0 ? 'too-many-fragments' : null;
}

/** Judges the mask bit and the 7-bit length, which is all that a control frame may use. */
export function checkSecondByte(
  firstByte: number,
  byte: number,
  rules: HeaderRules,
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

/**
 * Judges a well-formed length against the limits. Of a message that an extension has transformed, what
 * counts is its length when that is undone.
 */
export function checkLimits(
  firstByte: number,
  payloadLength: number,
  rules: HeaderRules,
): ViolationCode | null {
  const { message } = rules;
  if (message === null || isControlOpcode(firstByte & OPCODE_BITS)) {
    return payloadLength > rules.maxPayloadBytes ? 'payload-too-big' : null;
  }
  if (message.isTransformed || (firstByte & RSV_BITS) !== 0) {
    return payloadLength > message.maxTransformedPayloadBytes ? 'payload-too-big' : null;
  }
  if (payloadLength > rules.maxPayloadBytes) return 'payload-too-big';
  return payloadLength > message.bytesLeft ? 'message-too-big' : null;
}
