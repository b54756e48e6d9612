/**
 * Writing a frame header (RFC 6455 §5.2).
 */

import { writeUint16, writeUint64 } from '../bytes/big-endian.js';
import { describe, requireInteger } from '../vocabulary/argument.js';
import { isAssignedOpcode, isControlOpcode, Opcode } from '../vocabulary/opcode.js';
import {
  FIN_BIT,
  LENGTH_IS_16_BIT,
  LENGTH_IS_64_BIT,
  MASK_BIT,
  MAX_CONTROL_PAYLOAD_BYTES,
  RSV1_BIT,
  RSV2_BIT,
  RSV3_BIT,
} from './check-frame-header.js';
import { requireMaskingKey } from './mask.js';
import { readKey, writeKey } from './mask-loops.js';

/** The three forms of a payload length, named by their bits. */
export type LengthForm = 7 | 16 | 64;

/** What to write; what is left out is a final frame without reserved bits and without a mask. */
export interface FrameHeaderInit {
  readonly opcode: Opcode;
  /** Length of the payload in bytes. */
  readonly payloadLength: number;
  readonly fin?: boolean;
  readonly rsv1?: boolean;
  readonly rsv2?: boolean;
  readonly rsv3?: boolean;
  readonly maskingKey?: Uint8Array | null;
}

/** A header that need not be legal: any opcode from 0 to 15, any length below 2^64. */
export interface UncheckedFrameHeaderInit extends Omit<FrameHeaderInit, 'opcode'> {
  readonly opcode: number;
}

export interface EncodeFrameHeaderOptions {
  /**
   * Write the header even if it breaks the protocol, for those who test peers: reserved opcodes and
   * bits, fragmented or long control frames, lengths in a longer form than needed, lengths up to
   * 2^64 − 2048, the largest number below 2^64. In the 7-bit form a length of 126 or 127 is then written as it is.
   */
  readonly unchecked?: boolean;
  /** The form of the length; the shortest that holds it when left out. */
  readonly lengthForm?: LengthForm;
}

/**
 * Encodes a frame header: 2 to 14 bytes, the payload goes behind it.
 *
 * @param header what to write; the masking key is copied into the result
 * @returns fresh bytes
 * @throws TypeError if a field is of the wrong type; RangeError if the header would break the protocol
 *   (unless `unchecked`) or cannot be written at all: an opcode above 15, a key that is not four bytes
 *   long, a length that its form does not hold
 * @see RFC 6455 §5.2
 */
export function encodeFrameHeader(
  header: FrameHeaderInit,
  options?: EncodeFrameHeaderOptions & { readonly unchecked?: false },
): Uint8Array;
/** Encodes a frame header that need not be legal, for those who test peers; otherwise as above. */
export function encodeFrameHeader(
  header: UncheckedFrameHeaderInit,
  options: EncodeFrameHeaderOptions & { readonly unchecked: boolean },
): Uint8Array;
export function encodeFrameHeader(
  header: UncheckedFrameHeaderInit,
  options: EncodeFrameHeaderOptions = {},
): Uint8Array {
  const { payloadLength, maskingKey = null } = header;
  const { unchecked = false, lengthForm } = options;
  requireWritable(header, lengthForm);
  if (!unchecked) {
    requireLegalFrame(header, payloadLength);
    if (lengthForm !== undefined && lengthForm !== shortestForm(payloadLength)) {
      throw new RangeError(
        `lengthForm is ${lengthForm}; the shortest form of ${payloadLength} is ${shortestForm(payloadLength)}`,
      );
    }
  }
  const form = lengthForm ?? shortestForm(payloadLength);
  const bytes = new Uint8Array(headerLength(form, maskingKey !== null));
  const key = maskingKey === null ? null : readKey(maskingKey, 0);
  writeFrameHeader(bytes, 0, firstByte(header), form, payloadLength, key);
  return bytes;
}

/** The header fields that stand in byte 0. */
export type FirstByteFields = Pick<
  UncheckedFrameHeaderInit,
  'fin' | 'rsv1' | 'rsv2' | 'rsv3' | 'opcode'
>;

/** Byte 0 of a frame. */
export function firstByte(fields: FirstByteFields): number {
  const { fin = true, rsv1 = false, rsv2 = false, rsv3 = false, opcode } = fields;
  return (
    (fin ? FIN_BIT : 0) |
    (rsv1 ? RSV1_BIT : 0) |
    (rsv2 ? RSV2_BIT : 0) |
    (rsv3 ? RSV3_BIT : 0) |
    opcode
  );
}

export function shortestForm(payloadLength: number): LengthForm {
  if (payloadLength < LENGTH_IS_16_BIT) return 7;
  return payloadLength <= 0xffff ? 16 : 64;
}

/** Length of a header in bytes. */
export function headerLength(form: LengthForm, masked: boolean): number {
  return (form === 7 ? 2 : form === 16 ? 4 : 10) + (masked ? 4 : 0);
}

/** Writes a header and returns the offset behind it. The room must be there; a key of null is no mask. */
export function writeFrameHeader(
  target: Uint8Array,
  offset: number,
  byte0: number,
  form: LengthForm,
  payloadLength: number,
  key: number | null,
): number {
  const maskBit = key === null ? 0 : MASK_BIT;
  target[offset] = byte0;
  if (form === 7) {
    target[offset + 1] = maskBit | payloadLength;
  } else if (form === 16) {
    target[offset + 1] = maskBit | LENGTH_IS_16_BIT;
    writeUint16(target, offset + 2, payloadLength);
  } else {
    target[offset + 1] = maskBit | LENGTH_IS_64_BIT;
    writeUint64(target, offset + 2, payloadLength);
  }
  const end = offset + headerLength(form, key !== null);
  if (key !== null) writeKey(target, end - 4, key);
  return end;
}

/** Byte 0 of a frame that is legal; throws for any other. */
export function legalFirstByte(fields: FirstByteFields, payloadLength: number): number {
  const { fin = true, rsv1 = false, rsv2 = false, rsv3 = false, opcode } = fields;
  // Nearly every frame is a whole message, and nothing can be wrong with that.
  const isUsual = fin === true && rsv1 === false && rsv2 === false && rsv3 === false;
  if (isUsual && (opcode === Opcode.Binary || opcode === Opcode.Text)) return FIN_BIT | opcode;
  requireFirstByte(fields);
  requireLegalFrame(fields, payloadLength);
  return firstByte(fields);
}

/** Throws if the fields would make a frame that every peer must refuse. */
export function requireLegalFrame(fields: FirstByteFields, payloadLength: number): void {
  const { fin = true, rsv1 = false, rsv2 = false, rsv3 = false, opcode } = fields;
  if (!isAssignedOpcode(opcode)) throw new RangeError(`opcode ${opcode} is reserved`);
  if ((rsv1 || rsv2 || rsv3) && opcode !== Opcode.Text && opcode !== Opcode.Binary) {
    throw new RangeError(
      `a reserved bit is set on opcode ${opcode}; only Text and Binary may carry one`,
    );
  }
  requireInteger(payloadLength, 'payloadLength');
  if (!isControlOpcode(opcode)) return;
  if (!fin) throw new RangeError(`a control frame (opcode ${opcode}) must not be fragmented`);
  if (payloadLength > MAX_CONTROL_PAYLOAD_BYTES) {
    throw new RangeError(
      `the payload of a control frame (opcode ${opcode}) is ${payloadLength} bytes; the limit is 125`,
    );
  }
}

/** Throws if the fields of byte 0 are not even of the right type. */
export function requireFirstByte(fields: FirstByteFields): void {
  requireInteger(fields.opcode, 'opcode', 0, 15);
  requireFlag(fields.fin, 'fin');
  requireFlag(fields.rsv1, 'rsv1');
  requireFlag(fields.rsv2, 'rsv2');
  requireFlag(fields.rsv3, 'rsv3');
}

function requireFlag(value: boolean | undefined, name: string): void {
  if (value !== undefined && typeof value !== 'boolean') {
    throw new TypeError(`${name} must be a boolean, not ${describe(value)}`);
  }
}

function requireWritable(header: UncheckedFrameHeaderInit, lengthForm?: LengthForm): void {
  const { payloadLength, maskingKey = null } = header;
  requireFirstByte(header);
  if (maskingKey !== null) requireMaskingKey(maskingKey);
  if (lengthForm !== undefined && lengthForm !== 7 && lengthForm !== 16 && lengthForm !== 64) {
    throw new RangeError(`lengthForm is ${lengthForm}; it must be 7, 16 or 64`);
  }
  // The largest number below 2^64 that a double holds; the shortest form of anything larger is 64 too.
  const max = lengthForm === 7 ? 127 : lengthForm === 16 ? 0xffff : 2 ** 64 - 2048;
  requireInteger(payloadLength, 'payloadLength', 0, max);
}
