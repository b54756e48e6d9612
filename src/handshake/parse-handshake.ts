/**
 * The server's parsing of a client's opening handshake from bytes (RFC 6455 §4.2.1).
 */

import { readRequestHead } from '../http/head.js';
import { defaultHeadLimits, type HeadLimits, resolveHeadLimits } from '../http/head-lines.js';
import { requireBytes } from '../vocabulary/argument.js';
import type { DecodeResult } from '../vocabulary/result.js';
import {
  type HandshakeError,
  type HandshakeRequest,
  invalidHandshake,
  judgeHandshake,
} from './read-handshake.js';

/**
 * Parses a client's opening handshake.
 *
 * Nothing is remembered between calls: collect chunks in a `HeadBuffer` and call once. The strings of a request
 * may share memory, of at most 4 KiB, so one that is kept may keep as much.
 *
 * @param bytes everything received so far; neither changed nor kept
 * @param options limits of the head, judged as the bytes come; everything else waits for CRLF CRLF
 * @returns `complete` with the request, `bytesRead` right behind CRLF CRLF: what follows belongs to the
 *   frame layer; `incomplete`; or `invalid` with the HTTP status to answer with, for `encodeRejection`
 * @throws TypeError or RangeError if an argument is not what it must be
 * @see RFC 6455 §4.2.1
 */
export function parseHandshake(
  bytes: Uint8Array,
  options?: HeadLimits,
): DecodeResult<HandshakeRequest, HandshakeError> {
  requireBytes(bytes, 'bytes');
  const limits = options === undefined ? defaultHeadLimits : resolveHeadLimits(options);
  const result = readRequestHead(bytes, limits);
  if (result.status === 'incomplete') return result;
  if (result.status === 'invalid') return invalidHandshake(result.error, null);
  const { head, isAscii } = result.value;
  return judgeHandshake(head, result.bytesRead, { isAscii, isTargetVisible: true });
}
