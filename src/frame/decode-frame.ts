/**
 * Reading one whole frame (RFC 6455 §5.2).
 */

import { requireBytes } from '../vocabulary/argument.js';
import { MAX_PAYLOAD_BYTES } from '../vocabulary/limits.js';
import type { Opcode } from '../vocabulary/opcode.js';
import type { DecodeResult } from '../vocabulary/result.js';
import {
  FIN_BIT,
  OPCODE_BITS,
  RSV1_BIT,
  RSV2_BIT,
  RSV3_BIT,
  resolveRules,
} from './check-frame-header.js';
import { copyPayload } from './copy-payload.js';
import { unfinished } from './decode-frame-header.js';
import type { Frame, FrameRules } from './frame.js';
import { headerScan, scanFrameHeader } from './scan-frame-header.js';

/**
 * Decodes the frame at the beginning of `bytes`.
 *
 * A fault in the header is reported before the payload arrives. Nothing is remembered between calls: for
 * a stream of chunks, collect the bytes and call again when `bytesNeeded` more are there.
 *
 * @param bytes any number of bytes, the frame first; neither changed nor kept
 * @param options the rules; `maxPayloadBytes` is 16 777 216 unless given
 * @returns `complete` with the frame, its payload unmasked in fresh bytes of its own, and the masking key
 *   that it came with; `incomplete` with the number of bytes that are missing at least; `invalid` with
 *   the violation
 * @throws TypeError or RangeError if an argument is not what it must be
 * @see RFC 6455 §5.2
 */
export function decodeFrame(
  bytes: Uint8Array,
  options: FrameRules = {},
): DecodeResult<Frame & { readonly maskingKey: Uint8Array | null }> {
  requireBytes(bytes, 'bytes');
  const rules = resolveRules(options, MAX_PAYLOAD_BYTES);
  const headerMissing = scanFrameHeader(bytes, 0, bytes.length, rules);
  if (headerMissing !== 0) return unfinished(headerMissing);

  const { firstByte, masked, headerBytes, payloadLength } = headerScan;
  // Subtracted, not added up: a sum with a header could leave the range of exact integers.
  const missing = payloadLength - (bytes.length - headerBytes);
  if (missing > 0) return unfinished(missing);

  const bytesRead = headerBytes + payloadLength;
  const maskingKey = masked ? copyPayload(bytes, headerBytes - 4, headerBytes, null) : null;
  return {
    status: 'complete',
    value: {
      fin: (firstByte & FIN_BIT) !== 0,
      rsv1: (firstByte & RSV1_BIT) !== 0,
      rsv2: (firstByte & RSV2_BIT) !== 0,
      rsv3: (firstByte & RSV3_BIT) !== 0,
      opcode: (firstByte & OPCODE_BITS) as Opcode,
      payload: copyPayload(bytes, headerBytes, bytesRead, maskingKey),
      maskingKey,
    },
    bytesRead,
  };
}
