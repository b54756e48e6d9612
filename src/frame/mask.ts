/**
 * Masking as applications see it (RFC 6455 §5.3). Masking and unmasking are the same XOR.
 */

import { requireBytes, requireHonestBytes, requireInteger } from '../vocabulary/argument.js';
import { readKey, rotateKey } from './mask-loops.js';
import { copyMaskedPayload, maskPayload } from './mask-payload.js';
import { simdMask } from './mask-simd.js';

/**
 * Unmasks (or masks) a payload, or a piece of one, into fresh bytes.
 *
 * @param payload the bytes to transform; unchanged
 * @param maskingKey the four bytes of the frame's key
 * @param offset where the first byte of `payload` lies in the frame's payload, in bytes; a payload may be
 *   unmasked in pieces of any size
 * @returns a new array of the same length that shares no memory with the input
 * @throws TypeError if an argument is of the wrong type; RangeError if the key is not four bytes long or
 *   the offset is not a non-negative integer
 * @example unmask(Uint8Array.of(0x7f, 0x9f, 0x4d, 0x51, 0x58), Uint8Array.of(0x37, 0xfa, 0x21, 0x3d)) // Hello
 * @see RFC 6455 §5.3
 */
export function unmask(
  payload: Uint8Array,
  maskingKey: Uint8Array,
  offset: number = 0,
): Uint8Array {
  requireMaskArguments(payload, maskingKey, offset);
  const result = new Uint8Array(payload.length);
  const key = rotateKey(readKey(maskingKey, 0), offset);
  copyMaskedPayload(payload, result, 0, key, simdMask);
  return result;
}

/**
 * Masks (or unmasks) a payload, or a piece of one, where it lies.
 *
 * @param payload the bytes to transform; overwritten
 * @param maskingKey the four bytes of the frame's key; unchanged
 * @param offset where the first byte of `payload` lies in the frame's payload, in bytes
 * @throws TypeError if an argument is of the wrong type; RangeError if the key is not four bytes long or
 *   the offset is not a non-negative integer
 * @see RFC 6455 §5.3
 */
export function maskInPlace(payload: Uint8Array, maskingKey: Uint8Array, offset: number = 0): void {
  requireMaskArguments(payload, maskingKey, offset);
  const key = rotateKey(readKey(maskingKey, 0), offset);
  maskPayload(payload, 0, payload.length, key, simdMask);
}

/** Throws unless the value is a masking key: a Uint8Array of four bytes. */
export function requireMaskingKey(maskingKey: Uint8Array): void {
  requireBytes(maskingKey, 'maskingKey');
  if (maskingKey.length !== 4) {
    throw new RangeError(`maskingKey is ${maskingKey.length} bytes; a masking key has 4`);
  }
}

function requireMaskArguments(payload: Uint8Array, maskingKey: Uint8Array, offset: number): void {
  requireHonestBytes(payload, 'payload');
  requireMaskingKey(maskingKey);
  requireInteger(offset, 'offset');
}
