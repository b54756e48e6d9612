/**
 * The frames that most streams are made of, judged in fewer steps than any frame (RFC 6455 §5.2).
 */

import type { InputWindow } from '../bytes/input-window.js';
import { Opcode } from '../vocabulary/opcode.js';
import {
  checkFirstByte,
  checkLimits,
  FIN_BIT,
  type HeaderRules,
  LENGTH_BITS,
  LENGTH_IS_16_BIT,
  MASK_BIT,
  OPCODE_BITS,
} from './check-frame-header.js';

/** First bytes: FIN and the opcode. */
const WHOLE_TEXT = 0x81;
const WHOLE_BINARY = 0x82;

/**
 * Takes the header of a frame that was unmasked with others before, when it has a length of the shortest form and is
 * legal.
 *
 * @returns where the payload begins, which ends at `input.at`; −1 when nothing was taken: the ordinary way must look
 */
export function takePlainHeader(
  input: InputWindow,
  rules: HeaderRules,
  isBetweenFrames: boolean,
): number {
  const { bytes, at, preparedTo } = input;
  // In the middle of a frame it is the rest of the payload that has been unmasked.
  if (at >= preparedTo || !isBetweenFrames || preparedTo > bytes.length) return -1;
  const first = bytes[at] as number;
  const second = bytes[at + 1] as number;
  const length = second & LENGTH_BITS;
  // Only a server, or who takes either, unmasks ahead.
  if (length >= LENGTH_IS_16_BIT || (second < MASK_BIT && rules.role !== undefined)) return -1;
  if (rules.message === null && (first === WHOLE_BINARY || first === WHOLE_TEXT)) {
    if (length > rules.maxPayloadBytes) return -1;
  } else if (checkFirstByte(first, rules) !== null || checkLimits(first, length, rules) !== null) {
    return -1;
  }
  const start = at + (second < MASK_BIT ? 2 : 6);
  input.at = start + length;
  return start;
}

/** Whether byte 0 is that of a message of one frame. */
export function isWholeMessage(firstByte: number): boolean {
  return (firstByte & FIN_BIT) !== 0 && (firstByte & OPCODE_BITS) !== Opcode.Continuation;
}
