/**
 * Reading a frame header (RFC 6455 §5.2).
 */

import { readUint16, readUint32 } from '../bytes/big-endian.js';
import { requireBytes } from '../vocabulary/argument.js';
import type { Opcode } from '../vocabulary/opcode.js';
import { complete, type DecodeResult, incomplete, invalid } from '../vocabulary/result.js';
import {
  checkFirstByte,
  checkLength16,
  checkLength64,
  checkSecondByte,
  FIN_BIT,
  LENGTH_BITS,
  LENGTH_IS_16_BIT,
  LENGTH_IS_64_BIT,
  MASK_BIT,
  OPCODE_BITS,
  type ResolvedRules,
  resolveRules,
} from './check-frame-header.js';
import type { FrameHeader, FrameRules } from './frame.js';

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
export function readFrameHeader(
  bytes: Uint8Array,
  rules: ResolvedRules,
): DecodeResult<FrameHeader> {
  const available = bytes.length;
  if (available === 0) return incomplete(2);

  const first = bytes[0] as number;
  const firstFault = checkFirstByte(first, rules);
  if (firstFault !== null) return invalid(firstFault);
  if (available === 1) return incomplete(1);

  const second = bytes[1] as number;
  const secondFault = checkSecondByte(first, second, rules);
  if (secondFault !== null) return invalid(secondFault);

  const shortLength = second & LENGTH_BITS;
  const masked = (second & MASK_BIT) !== 0;
  const keyOffset = 2 + lengthExtensionBytes(shortLength);
  const headerBytes = keyOffset + (masked ? 4 : 0);
  if (available < keyOffset) return incomplete(headerBytes - available);

  let payloadLength = shortLength;
  let lengthFault = null;
  if (shortLength === LENGTH_IS_16_BIT) {
    payloadLength = readUint16(bytes, 2);
    lengthFault = checkLength16(payloadLength);
  } else if (shortLength === LENGTH_IS_64_BIT) {
    const high = readUint32(bytes, 2);
    const low = readUint32(bytes, 6);
    payloadLength = high * 0x1_0000_0000 + low;
    lengthFault = checkLength64(high, low);
  }
  if (lengthFault !== null) return invalid(lengthFault);
  if (payloadLength > rules.maxPayloadBytes) return invalid('payload-too-big');
  if (available < headerBytes) return incomplete(headerBytes - available);

  return complete(
    {
      fin: (first & FIN_BIT) !== 0,
      rsv1: (first & 0x40) !== 0,
      rsv2: (first & 0x20) !== 0,
      rsv3: (first & 0x10) !== 0,
      opcode: (first & OPCODE_BITS) as Opcode,
      maskingKey: masked ? copyKey(bytes, keyOffset) : null,
      payloadLength,
    },
    headerBytes,
  );
}

/** How many bytes of length follow the two bytes that every header has. */
export function lengthExtensionBytes(shortLength: number): number {
  if (shortLength < LENGTH_IS_16_BIT) return 0;
  return shortLength === LENGTH_IS_16_BIT ? 2 : 8;
}

function copyKey(bytes: Uint8Array, at: number): Uint8Array {
  const key = new Uint8Array(4);
  for (let i = 0; i < 4; i++) key[i] = bytes[at + i] as number;
  return key;
}
