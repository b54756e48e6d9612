/**
 * Reading a frame header (RFC 6455 §5.2).
 */

import { requireBytes } from '../vocabulary/argument.js';
import { type FrameViolationCode, frameError } from '../vocabulary/frame-violation.js';
import type { Opcode } from '../vocabulary/opcode.js';
import {
  complete,
  type DecodeResult,
  type Incomplete,
  type Invalid,
} from '../vocabulary/result.js';
import {
  FIN_BIT,
  OPCODE_BITS,
  RSV1_BIT,
  RSV2_BIT,
  RSV3_BIT,
  resolveRules,
} from './check-frame-header.js';
import { copyPayload } from './copy-payload.js';
import type { FrameHeader, FrameRules } from './frame.js';
import { headerScan, scanFrameHeader } from './scan-frame-header.js';

/**
 * Decodes the header at the beginning of `bytes` and leaves the payload alone.
 *
 * Every byte is judged as soon as it is there: byte 0, byte 1, then the length with its last byte, all
 * before the masking key and the payload.
 *
 * @param bytes any number of bytes, the header first; neither changed nor kept
 * @param options the rules; no payload is kept, so `maxPayloadBytes` has no default here and lengths up
 *   to 2^53 − 1 pass
 * @returns `complete` with a header whose masking key is a fresh array; `incomplete` with the number of
 *   header bytes that are missing at least; `invalid` with the violation
 * @throws TypeError or RangeError if an argument is not what it must be
 * @see RFC 6455 §5.2
 */
export function decodeFrameHeader(
  bytes: Uint8Array,
  options: FrameRules = {},
): DecodeResult<FrameHeader> {
  requireBytes(bytes, 'bytes');
  const rules = resolveRules(options, Number.POSITIVE_INFINITY);
  const missing = scanFrameHeader(bytes, 0, bytes.length, rules);
  if (missing !== 0) return unfinished(missing);

  const { firstByte, masked, headerBytes, payloadLength } = headerScan;
  const maskingKey = masked ? copyPayload(bytes, headerBytes - 4, headerBytes, null) : null;
  return complete(frameHeader(firstByte, maskingKey, payloadLength), headerBytes);
}

/** A header of these values. */
export function frameHeader(
  firstByte: number,
  maskingKey: Uint8Array | null,
  payloadLength: number,
): FrameHeader {
  return {
    fin: (firstByte & FIN_BIT) !== 0,
    rsv1: (firstByte & RSV1_BIT) !== 0,
    rsv2: (firstByte & RSV2_BIT) !== 0,
    rsv3: (firstByte & RSV3_BIT) !== 0,
    opcode: (firstByte & OPCODE_BITS) as Opcode,
    maskingKey,
    payloadLength,
  };
}

/**
 * The result where bytes are missing, at least so many; or, below zero, where a scan by rules without messages has
 * found a violation.
 */
export function unfinished(missing: number): Incomplete | Invalid {
  if (missing > 0) return { status: 'incomplete', bytesNeeded: missing };
  // Nothing can be wrong but the frame itself.
  return { status: 'invalid', error: frameError(headerScan.violation as FrameViolationCode) };
}
