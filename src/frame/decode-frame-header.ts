/**
 * Reading a frame header (RFC 6455 §5.2).
 */

import { requireBytes } from '../vocabulary/argument.js';
import type { Opcode } from '../vocabulary/opcode.js';
import { complete, type DecodeResult, incomplete, invalid } from '../vocabulary/result.js';
import {
  FIN_BIT,
  type HeaderRules,
  OPCODE_BITS,
  RSV1_BIT,
  RSV2_BIT,
  RSV3_BIT,
  resolveRules,
} from './check-frame-header.js';
import type { FrameHeader, FrameRules } from './frame.js';
import { keyToBytes, readKey } from './mask-loops.js';
import { createHeaderScan, scanFrameHeader } from './scan-frame-header.js';

const scan = /* @__PURE__ */ createHeaderScan();

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
  return readFrameHeader(bytes, resolveRules(options, Number.POSITIVE_INFINITY));
}

/** The same with rules that are already resolved. */
export function readFrameHeader(bytes: Uint8Array, rules: HeaderRules): DecodeResult<FrameHeader> {
  const missing = scanFrameHeader(bytes, 0, bytes.length, rules, scan);
  if (missing > 0) return incomplete(missing);
  if (missing < 0) return invalid(scan.violation);

  const { firstByte, headerBytes, payloadLength } = scan;
  return complete(
    {
      fin: (firstByte & FIN_BIT) !== 0,
      rsv1: (firstByte & RSV1_BIT) !== 0,
      rsv2: (firstByte & RSV2_BIT) !== 0,
      rsv3: (firstByte & RSV3_BIT) !== 0,
      opcode: (firstByte & OPCODE_BITS) as Opcode,
      maskingKey: scan.masked ? keyToBytes(readKey(bytes, headerBytes - 4)) : null,
      payloadLength,
    },
    headerBytes,
  );
}
