/**
 * The one place that reads a frame header (RFC 6455 §5.2): into fields and without an allocation, so
 * that the pure functions and the streaming decoder stand on the same code.
 */

import { readUint16, readUint32 } from '../bytes/big-endian.js';
import type { ViolationCode } from '../vocabulary/violation.js';
import {
  checkFirstByte,
  checkLength16,
  checkLength64,
  checkLimits,
  checkSecondByte,
  type HeaderRules,
  LENGTH_BITS,
  LENGTH_IS_16_BIT,
  MASK_BIT,
} from './check-frame-header.js';

/** What a scan has found. */
export interface HeaderScan {
  firstByte: number;
  masked: boolean;
  payloadLength: number;
  headerBytes: number;
  /** The fault, when the scan returned −1. */
  violation: ViolationCode;
}

/** Where scans leave what they have found: to be read at once, for the next one overwrites it. */
export const headerScan: HeaderScan = {
  firstByte: 0,
  masked: false,
  payloadLength: 0,
  headerBytes: 0,
  violation: 'reserved-bit-set',
};

/**
 * Scans the header at `at` into {@link headerScan}. Every byte is judged as soon as it lies in front of `end`.
 *
 * @returns 0 when the header is whole; −1 when it is a violation; otherwise how many bytes are missing at
 *   least
 */
export function scanFrameHeader(
  bytes: Uint8Array,
  at: number,
  end: number,
  rules: HeaderRules,
): number {
  const available = end - at;
  if (available === 0) return 2;

  const first = bytes[at] as number;
  const firstFault = checkFirstByte(first, rules);
  if (firstFault !== null) return refuse(firstFault);
  if (available === 1) return 1;

  const second = bytes[at + 1] as number;
  const secondFault = checkSecondByte(first, second, rules);
  if (secondFault !== null) return refuse(secondFault);

  const masked = (second & MASK_BIT) !== 0;
  let payloadLength = second & LENGTH_BITS;
  let headerBytes = masked ? 6 : 2;
  let lengthFault: ViolationCode | null = null;
  if (payloadLength === LENGTH_IS_16_BIT) {
    headerBytes += 2;
    if (available < 4) return headerBytes - available;
    payloadLength = readUint16(bytes, at + 2);
    lengthFault = checkLength16(payloadLength);
  } else if (payloadLength > LENGTH_IS_16_BIT) {
    headerBytes += 8;
    if (available < 10) return headerBytes - available;
    const high = readUint32(bytes, at + 2);
    const low = readUint32(bytes, at + 6);
    payloadLength = high * 0x1_0000_0000 + low;
    lengthFault = checkLength64(high, low);
  }
  lengthFault ??= checkLimits(first, payloadLength, rules);
  if (lengthFault !== null) return refuse(lengthFault);
  if (available < headerBytes) return headerBytes - available;

  headerScan.firstByte = first;
  headerScan.masked = masked;
  headerScan.payloadLength = payloadLength;
  headerScan.headerBytes = headerBytes;
  return 0;
}

function refuse(violation: ViolationCode): number {
  headerScan.violation = violation;
  return -1;
}
