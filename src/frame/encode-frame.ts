/**
 * Writing one whole frame (RFC 6455 §5.2).
 */

import { encodeUtf8 } from '../bytes/utf8-encode.js';
import { requireBytes } from '../vocabulary/argument.js';
import type { Opcode } from '../vocabulary/opcode.js';
import {
  firstByte,
  headerLength,
  requireFirstByte,
  requireLegalFrame,
  shortestForm,
  writeFrameHeader,
} from './encode-frame-header.js';
import { requireMaskingKey } from './mask.js';
import { readKey } from './mask-loops.js';
import { copyMaskedPayload } from './mask-payload.js';
import { type SimdMask, simdMask } from './mask-simd.js';

const NO_BYTES = /* @__PURE__ */ new Uint8Array(0);

/** What to write; what is left out is an empty final frame without reserved bits and without a mask. */
export interface FrameInit {
  readonly opcode: Opcode;
  /** Bytes, or text that is written as UTF-8 (a lone surrogate as U+FFFD). */
  readonly payload?: Uint8Array | string;
  readonly fin?: boolean;
  readonly rsv1?: boolean;
  readonly rsv2?: boolean;
  readonly rsv3?: boolean;
  /**
   * Four bytes to mask the payload with; a client must give fresh random ones for every frame
   * (RFC 6455 §5.3). Left out or null, the frame is not masked.
   */
  readonly maskingKey?: Uint8Array | null;
}

/**
 * Encodes a frame with the shortest form of its length.
 *
 * @param frame what to write; its bytes are copied, neither changed nor kept
 * @returns fresh bytes, header and payload
 * @throws TypeError if a field is of the wrong type; RangeError for a reserved opcode, a control frame
 *   that is fragmented or carries more than 125 bytes, a reserved bit on anything but Text and Binary, or
 *   a key that is not four bytes long
 * @example encodeFrame({ opcode: Opcode.Text, payload: 'Hello' }) // 81 05 48 65 6c 6c 6f
 * @see RFC 6455 §5.2
 */
export function encodeFrame(frame: FrameInit): Uint8Array {
  const { payload = NO_BYTES, maskingKey = null } = frame;
  requireFirstByte(frame);
  if (maskingKey !== null) requireMaskingKey(maskingKey);
  if (typeof payload !== 'string') requireBytes(payload, 'payload');

  const bytes = typeof payload === 'string' ? encodeUtf8(payload) : payload;
  requireLegalFrame(frame, bytes.length);

  const key = maskingKey === null ? null : readKey(maskingKey, 0);
  return buildFrame(firstByte(frame), bytes, key, simdMask);
}

/** Header and masked payload in one fresh array. */
export function buildFrame(
  byte0: number,
  payload: Uint8Array,
  key: number | null,
  simd: SimdMask | null,
): Uint8Array {
  const { length } = payload;
  const form = shortestForm(length);
  const frame = new Uint8Array(headerLength(form, key !== null) + length);
  const offset = writeFrameHeader(frame, 0, byte0, form, length, key);
  copyMaskedPayload(payload, frame, offset, key ?? 0, simd);
  return frame;
}
