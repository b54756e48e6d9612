/**
 * The rules of a frame header that depend on the message that it belongs to (RFC 6455 §5.4). Apart from those
 * of single frames, so that a bundle of `decodeFrame` holds none of them.
 */

import { isControlOpcode, Opcode } from '../vocabulary/opcode.js';
import type { ViolationCode } from '../vocabulary/violation.js';
import { type MessageCheck, RSV_BITS } from './check-frame-header.js';

/** What a message in progress asks of the next data frame; whoever assembles messages keeps it current. */
export class MessageRules implements MessageCheck {
  /** Whether a message has begun and not ended, so that a continuation must come. */
  isOpen = false;
  /** How many more frames the message may have. */
  fragmentsLeft: number;
  /** How many more bytes the message may have, as long as no extension has transformed it. */
  bytesLeft: number;
  /** Whether an extension has transformed the message that is open. */
  isTransformed = false;
  /** Largest payload of a frame whose message an extension has transformed. */
  readonly maxTransformedPayloadBytes: number;

  constructor(fragmentsLeft: number, bytesLeft: number, maxTransformedPayloadBytes: number) {
    this.fragmentsLeft = fragmentsLeft;
    this.bytesLeft = bytesLeft;
    this.maxTransformedPayloadBytes = maxTransformedPayloadBytes;
  }

  checkSequence(opcode: number): ViolationCode | null {
    const continues = opcode === Opcode.Continuation;
    if (continues && !this.isOpen) return 'continuation-unexpected';
    if (!continues && this.isOpen) return 'message-interrupted';
    return this.fragmentsLeft <= 0 ? 'too-many-fragments' : null;
  }

  /**
   * Of a message that an extension has transformed, what counts is its length when that is undone, so
   * that only its frames are judged here. Control frames are no part of it.
   */
  checkLength(
    firstByte: number,
    payloadLength: number,
    maxPayloadBytes: number,
  ): ViolationCode | null {
    if (isControlOpcode(firstByte))
      return payloadLength > maxPayloadBytes ? 'payload-too-big' : null;
    if (this.isTransformed || (firstByte & RSV_BITS) !== 0) {
      return payloadLength > this.maxTransformedPayloadBytes ? 'payload-too-big' : null;
    }
    if (payloadLength > maxPayloadBytes) return 'payload-too-big';
    return payloadLength > this.bytesLeft ? 'message-too-big' : null;
  }
}
