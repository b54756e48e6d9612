/**
 * Writing one whole frame (RFC 6455 §5.2).
 */

import { encodeUtf8, utf8Length } from '../bytes/utf8-encode.js';
import { requireHonestBytes, requireInteger } from '../vocabulary/argument.js';
import { isControlOpcode, type Opcode } from '../vocabulary/opcode.js';
import {
  type FirstByteFields,
  headerLength,
  legalFirstByte,
  shortestForm,
} from './encode-frame-header.js';
import { freshFrame } from './fresh-frame.js';
import { requireMaskingKey } from './mask.js';
import { readKey } from './mask-loops.js';
import { type SimdMask, simdMask } from './mask-simd.js';
import {
  draftText,
  isDrafted,
  maxFrameBytes,
  NATIVE_FROM_UNITS,
  writeBinaryFrame,
  writeDraftFrame,
  writeTextFrame,
} from './write-frame.js';

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
  const byte0 = requireFrame(frame, payload);
  const key = maskingKey === null ? null : keyOf(maskingKey);
  return freshFrame(byte0, payload, key, simdMask);
}

/**
 * Encodes a frame into memory that is there, with the shortest form of its length.
 *
 * @param frame what to write; its bytes are not kept, and changed only where they lie in the target themselves
 * @param target the bytes to write into; nothing in front of `offset` or behind the frame is touched
 * @param offset where the frame begins in the target, in bytes
 * @returns the offset behind the frame, where the next may begin
 * @throws TypeError or RangeError as `encodeFrame` does; RangeError if the frame does not fit. Nothing has
 *   been written then.
 * @example
 * let end = 0;
 * for (const payload of payloads) end = encodeFrameInto({ opcode: Opcode.Text, payload }, buffer, end);
 * socket.write(buffer.subarray(0, end));
 * @see RFC 6455 §5.2
 */
export function encodeFrameInto(frame: FrameInit, target: Uint8Array, offset: number = 0): number {
  const { payload = NO_BYTES, maskingKey = null } = frame;
  const byte0 = requireFrame(frame, payload);
  const key = maskingKey === null ? null : keyOf(maskingKey);
  requirePlace(target, offset);
  return writeInto(target, offset, byte0, payload, key, simdMask);
}

/** Byte 0 of a frame that is legal; throws for any other. Its key is another matter. */
export function requireFrame(frame: FirstByteFields, payload: Uint8Array | string): number {
  if (typeof payload !== 'string') requireHonestBytes(payload, 'payload');
  else if (isControlOpcode(frame.opcode)) return legalFirstByte(frame, utf8Length(payload));
  return legalFirstByte(frame, payload.length);
}

/** Throws unless the offset lies in the target or at its end. */
export function requirePlace(target: Uint8Array, offset: number): void {
  requireHonestBytes(target, 'target');
  requireInteger(offset, 'offset', 0, target.length);
}

/** Writes a frame that is legal at a place that exists, if it fits. */
export function writeInto(
  target: Uint8Array,
  offset: number,
  byte0: number,
  payload: Uint8Array | string,
  key: number | null,
  simd: SimdMask | null,
): number {
  if (typeof payload !== 'string') {
    requireRoom(target, offset, payload.length, key !== null);
    return writeBinaryFrame(target, offset, byte0, payload, key, simd, true);
  }
  if (isDrafted(payload)) {
    const length = draftText(payload);
    requireRoom(target, offset, length, key !== null);
    return writeDraftFrame(target, offset, byte0, length, key);
  }
  let { length } = payload;
  if (target.length - offset < maxFrameBytes(payload)) {
    // The runtime encodes a long text into memory of its own in less time than it takes to count its bytes.
    if (length >= NATIVE_FROM_UNITS) {
      return writeInto(target, offset, byte0, encodeUtf8(payload), key, simd);
    }
    length = utf8Length(payload);
    requireRoom(target, offset, length, key !== null);
  }
  return writeTextFrame(target, offset, byte0, payload, length, key, simd);
}

function keyOf(maskingKey: Uint8Array): number {
  requireMaskingKey(maskingKey);
  return readKey(maskingKey, 0);
}

function requireRoom(target: Uint8Array, offset: number, length: number, masked: boolean): void {
  const needed = headerLength(shortestForm(length), masked) + length;
  const room = target.length - offset;
  if (needed > room) {
    throw new RangeError(
      `the frame takes ${needed} bytes; the target has room for ${room} at offset ${offset}`,
    );
  }
}
