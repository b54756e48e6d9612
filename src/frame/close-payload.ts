/**
 * The body of a Close frame: nothing, or a code of two bytes and a reason in UTF-8 (RFC 6455 §5.5.1).
 */

import { readUint16, writeUint16 } from '../bytes/big-endian.js';
import { decodeUtf8 } from '../bytes/utf8-decode.js';
import { encodeUtf8 } from '../bytes/utf8-encode.js';
import { requireBytes, requireString } from '../vocabulary/argument.js';
import { CloseCode, isValidCloseCode } from '../vocabulary/close-code.js';
import { type Complete, complete, type Invalid, invalid } from '../vocabulary/result.js';
import { protocolError } from '../vocabulary/violation.js';

/** Longest reason, in bytes of UTF-8: a control frame holds 125, the code takes two. */
const MAX_REASON_BYTES = 123;

export interface ClosePayload {
  /** The code, or 1005 (no status received) when the body was empty. */
  readonly code: number;
  readonly reason: string;
}

/**
 * Decodes the payload of a Close frame.
 *
 * @param payload the whole unmasked payload; neither changed nor kept
 * @returns `complete`, with code 1005 for an empty payload (RFC 6455 §7.1.5); `invalid` for a payload of
 *   one byte, a code that must not be on the wire, or a reason that is not UTF-8
 * @throws TypeError if the payload is not a Uint8Array
 * @see RFC 6455 §5.5.1, §7.4
 */
export function decodeClosePayload(payload: Uint8Array): Complete<ClosePayload> | Invalid {
  requireBytes(payload, 'payload');
  const { length } = payload;
  if (length === 0) return complete({ code: CloseCode.NoStatusReceived, reason: '' }, 0);
  if (length === 1) return invalid(protocolError('close-payload-too-short'));

  const code = readUint16(payload, 0);
  if (!isValidCloseCode(code)) return invalid(protocolError('close-code-invalid'));

  const reason = decodeUtf8(new Uint8Array(payload.buffer, payload.byteOffset + 2, length - 2));
  if (reason === null) return invalid(protocolError('close-reason-not-utf8'));
  return complete({ code, reason }, length);
}

/**
 * Encodes the payload of a Close frame.
 *
 * @param code a code that may be on the wire; left out, the payload is empty
 * @param reason text of at most 123 bytes of UTF-8
 * @returns fresh bytes, at most 125
 * @throws TypeError if an argument is of the wrong type, or there is a reason without a code; RangeError
 *   for a code that must not be on the wire, or a reason that is too long: it is never cut
 * @see RFC 6455 §5.5.1, §7.4
 */
export function encodeClosePayload(code?: number, reason: string = ''): Uint8Array {
  requireString(reason, 'reason');
  if (code === undefined) {
    if (reason !== '') throw new TypeError('a close reason needs a close code in front of it');
    return new Uint8Array(0);
  }
  if (typeof code !== 'number')
    throw new TypeError(`the close code must be a number, not ${typeof code}`);
  if (!isValidCloseCode(code)) {
    throw new RangeError(
      `close code ${code} must not be on the wire; 1000–1003, 1007–1014 and 3000–4999 may`,
    );
  }
  const reasonBytes = encodeUtf8(reason);
  if (reasonBytes.length > MAX_REASON_BYTES) {
    throw new RangeError(
      `the close reason is ${reasonBytes.length} bytes of UTF-8; the limit is ${MAX_REASON_BYTES}`,
    );
  }
  const payload = new Uint8Array(2 + reasonBytes.length);
  writeUint16(payload, 0, code);
  payload.set(reasonBytes, 2);
  return payload;
}
