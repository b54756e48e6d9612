/**
 * The values of the frame layer (RFC 6455 §5.2).
 */

import type { Opcode } from '../vocabulary/opcode.js';

/** A frame's header: everything in front of the payload. */
export interface FrameHeader {
  /** Whether this is the last (or only) frame of its message. */
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly rsv2: boolean;
  readonly rsv3: boolean;
  readonly opcode: Opcode;
  /** Four bytes of its own when the frame is masked, null when it is not. */
  readonly maskingKey: Uint8Array | null;
  /** Length of the payload in bytes, at most 2^53 − 1. */
  readonly payloadLength: number;
}

/** A whole frame; the payload is always unmasked. */
export interface Frame {
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly rsv2: boolean;
  readonly rsv3: boolean;
  readonly opcode: Opcode;
  readonly payload: Uint8Array;
}

/** What a decoder accepts; each rule that is left out takes its default. */
export interface FrameRules {
  /**
   * Who is decoding. A server requires masked frames, a client refuses them (RFC 6455 §5.1); left out,
   * either is accepted.
   */
  readonly role?: 'client' | 'server';
  /**
   * Largest payload of one frame, in bytes, inclusive; control frames count too. 0 admits empty payloads
   * only.
   */
  readonly maxPayloadBytes?: number;
  /**
   * The reserved bits that negotiated extensions use, as a number from 0 to 7 made of {@link Rsv} bits;
   * 0 by default. They are admitted on Text and Binary frames only: on a continuation or a control frame
   * a reserved bit is always a violation.
   */
  readonly allowedRsv?: number;
}
