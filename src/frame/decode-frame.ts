/**
 * Reading one whole frame (RFC 6455 §5.2).
 */

import { requireBytes } from '../vocabulary/argument.js';
import { defaultLimits } from '../vocabulary/limits.js';
import { complete, type DecodeResult, incomplete } from '../vocabulary/result.js';
import { resolveRules } from './check-frame-header.js';
import { readFrameHeader } from './decode-frame-header.js';
import type { Frame, FrameRules } from './frame.js';
import { copyMasked, readKey } from './mask-loops.js';

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
  const head = readFrameHeader(bytes, resolveRules(options, defaultLimits.maxPayloadBytes));
  if (head.status !== 'complete') return head;

  const { fin, rsv1, rsv2, rsv3, opcode, maskingKey, payloadLength } = head.value;
  // Subtracted, not added up: a sum with a header could leave the range of exact integers.
  const missing = payloadLength - (bytes.length - head.bytesRead);
  if (missing > 0) return incomplete(missing);
  const end = head.bytesRead + payloadLength;

  const payload = new Uint8Array(payloadLength);
  copyMasked(
    bytes,
    head.bytesRead,
    end,
    payload,
    0,
    maskingKey === null ? 0 : readKey(maskingKey, 0),
  );
  return complete({ fin, rsv1, rsv2, rsv3, opcode, payload, maskingKey }, end);
}
