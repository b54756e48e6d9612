/**
 * A second reading of RFC 6455 §5.2, as plain and slow as it can be: what the real codec is compared with.
 * Nothing here comes from the code under test.
 */

import type { FrameRules } from '../../src/frame/frame.js';
import type { ViolationCode } from '../../src/vocabulary/violation.js';
import { join } from '../vectors/bits.js';

export interface NaiveHeader {
  readonly fin?: boolean;
  readonly rsv1?: boolean;
  readonly rsv2?: boolean;
  readonly rsv3?: boolean;
  readonly opcode: number;
  readonly maskingKey?: Uint8Array | null;
  readonly payloadLength: number;
}

/** Octet i of the transformed data is octet i of the original XOR octet i modulo 4 of the key (§5.3). */
export function naiveMask(payload: Uint8Array, key: Uint8Array, offset: number = 0): Uint8Array {
  return payload.map((byte, i) => byte ^ (key[(offset + i) % 4] as number));
}

/** Writes a header, then `payload` masked with its key; `form` defaults to the shortest. */
export function writeFrame(
  header: NaiveHeader,
  form: 7 | 16 | 64 | undefined,
  payload: Uint8Array,
): Uint8Array {
  const { fin = true, rsv1 = false, rsv2 = false, rsv3 = false, opcode } = header;
  const { maskingKey = null, payloadLength } = header;
  const shortest = payloadLength <= 125 ? 7 : payloadLength <= 65535 ? 16 : 64;
  const chosen = form ?? shortest;

  const flags = [fin, rsv1, rsv2, rsv3].map((flag) => (flag ? '1' : '0')).join('');
  const short = chosen === 7 ? payloadLength : chosen === 16 ? 126 : 127;
  const mask = maskingKey === null ? '0' : '1';
  const drawing =
    flags +
    opcode.toString(2).padStart(4, '0') +
    mask +
    short.toString(2).padStart(7, '0') +
    (chosen === 7 ? '' : BigInt(payloadLength).toString(2).padStart(chosen, '0'));

  const wire: number[] = [];
  for (let at = 0; at < drawing.length; at += 8) {
    wire.push(Number.parseInt(drawing.slice(at, at + 8), 2));
  }
  if (maskingKey === null) return join(Uint8Array.from(wire), payload);
  return join(Uint8Array.from(wire), maskingKey, naiveMask(payload, maskingKey));
}

export interface Fault {
  /** Index of the byte with which the fault becomes certain. */
  readonly at: number;
  readonly code: ViolationCode;
}

/** All that is wrong with the header at the beginning of `bytes`, as far as the bytes go, first on the wire first. */
export function faultsOf(bytes: Uint8Array, rules: FrameRules, maxByDefault: number): Fault[] {
  const { role, allowedRsv = 0, maxPayloadBytes = maxByDefault } = rules;
  const faults: Fault[] = [];
  const [first, second] = bytes;
  if (first === undefined) return faults;

  const opcode = first % 16;
  const rsv = Math.floor(first / 16) % 8;
  const isData = opcode === 1 || opcode === 2;
  const isControl = opcode >= 8;
  if (rsv !== 0 && (!isData || (rsv & allowedRsv) !== rsv)) {
    faults.push({ at: 0, code: 'reserved-bit-set' });
  }
  if (![0, 1, 2, 8, 9, 10].includes(opcode)) faults.push({ at: 0, code: 'reserved-opcode' });
  if (isControl && first < 0x80) faults.push({ at: 0, code: 'control-frame-fragmented' });

  if (second === undefined) return faults;
  const masked = second >= 0x80;
  const short = second % 128;
  if (masked && role === 'client') faults.push({ at: 1, code: 'mask-unexpected' });
  if (!masked && role === 'server') faults.push({ at: 1, code: 'mask-missing' });
  if (isControl && short > 125) faults.push({ at: 1, code: 'control-frame-too-long' });

  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  if (bytes.length < 2 + lengthBytes) return faults;
  const at = 1 + lengthBytes;
  let length = BigInt(short);
  if (lengthBytes > 0) {
    length = 0n;
    for (const byte of bytes.slice(2, 2 + lengthBytes)) length = length * 256n + BigInt(byte);
    const minimum = lengthBytes === 2 ? 126n : 65536n;
    if (length < minimum) faults.push({ at, code: 'length-not-minimal' });
  }
  if (length >= 2n ** 63n) faults.push({ at, code: 'length-sign-bit-set' });
  else if (length > BigInt(Number.MAX_SAFE_INTEGER)) faults.push({ at, code: 'payload-too-big' });
  else if (maxPayloadBytes !== Number.POSITIVE_INFINITY && length > BigInt(maxPayloadBytes)) {
    faults.push({ at, code: 'payload-too-big' });
  }
  return faults;
}

/** Where a header without faults and its payload end; null while that cannot be known. */
export function extentOf(bytes: Uint8Array): { header: number; frame: bigint } | null {
  const second = bytes[1];
  if (second === undefined) return null;
  const short = second % 128;
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  if (bytes.length < 2 + lengthBytes) return null;
  let length = BigInt(short);
  if (lengthBytes > 0) {
    length = 0n;
    for (const byte of bytes.slice(2, 2 + lengthBytes)) length = length * 256n + BigInt(byte);
  }
  const header = 2 + lengthBytes + (second >= 0x80 ? 4 : 0);
  return { header, frame: BigInt(header) + length };
}
