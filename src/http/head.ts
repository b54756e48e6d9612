/**
 * An HTTP/1.1 head as bytes (RFC 9112 §2–§5), read strictly: no obsolete folding, no white space in front
 * of a colon, no control characters. Bytes above ASCII are kept as Latin-1 characters, one each.
 */

import type { HeadViolationCode } from '../vocabulary/head-violation.js';
import { complete, type DecodeResult } from '../vocabulary/result.js';
import { DIGIT, isDigit, skipClass, skipFieldValue, TOKEN, VISIBLE } from './characters.js';
import { type ResolvedHeadLimits, splitHead } from './head-lines.js';
import { HeadText } from './head-text.js';
import type { HeaderList } from './header-list.js';

/** The head of a request. */
export interface RequestHead {
  /** Case-sensitive, such as `GET`. */
  readonly method: string;
  /** The request target as it stood there, such as `/chat?room=1`. */
  readonly target: string;
  /** Two digits, such as `1.1`. */
  readonly version: string;
  readonly headers: HeaderList;
}

/** The head of a response. */
export interface ResponseHead {
  /** Two digits, such as `1.1`. */
  readonly version: string;
  /** From 100 to 999. */
  readonly status: number;
  readonly reason: string;
  readonly headers: HeaderList;
}

/** A head that was read, and whether it is known to be ASCII. */
export interface ReadHead<T> {
  readonly head: T;
  readonly isAscii: boolean;
}

type HeadResult<T> = DecodeResult<ReadHead<T>, HeadViolationCode>;

const malformedStartLine = { status: 'invalid', error: 'start-line-malformed' } as const;
const malformedHeader = { status: 'invalid', error: 'header-malformed' } as const;

const SPACE = 0x20;
/** Length of `HTTP/1.1`, and of what stands in front of its digits. */
const VERSION_LENGTH = 8;
const VERSION_PREFIX_LENGTH = 5;

/** Reads a request head at the beginning of `bytes`. */
export function readRequestHead(
  bytes: Uint8Array,
  limits: ResolvedHeadLimits,
): HeadResult<RequestHead> {
  const lines = splitHead(bytes, 0, limits);
  if (lines.status !== 'complete') return lines;
  const { firstStart: start, firstEnd: end } = lines.value;

  // method SP request-target SP HTTP-version (RFC 9112 §3)
  const methodEnd = skipClass(bytes, start, end, TOKEN);
  const targetStart = methodEnd + 1;
  const targetEnd = skipClass(bytes, targetStart, end, VISIBLE);
  const versionStart = targetEnd + 1;
  const separated = bytes[methodEnd] === SPACE && bytes[targetEnd] === SPACE;
  const named = methodEnd > start && targetEnd > targetStart;
  if (!separated || !named || !isVersion(bytes, versionStart, end)) return malformedStartLine;
  if (!lines.value.areFieldsValid) return malformedHeader;

  const text = new HeadText(bytes, start, lines.bytesRead);
  const method = text.slice(start, methodEnd);
  const target = text.slice(targetStart, targetEnd);
  const version = text.slice(versionStart + VERSION_PREFIX_LENGTH, end);
  const headers = text.fields(lines.value.fields, lines.value.fieldCount);
  const head = { method, target, version, headers };
  return complete({ head, isAscii: text.isAscii }, lines.bytesRead);
}

/** Reads a response head at `start`. */
export function readResponseHead(
  bytes: Uint8Array,
  start: number,
  limits: ResolvedHeadLimits,
): HeadResult<ResponseHead> {
  const lines = splitHead(bytes, start, limits);
  if (lines.status !== 'complete') return lines;
  const { firstEnd: end } = lines.value;

  // HTTP-version SP status-code SP [ reason-phrase ] (RFC 9112 §4)
  const versionEnd = start + VERSION_LENGTH;
  const statusEnd = versionEnd + 4;
  const separated = bytes[versionEnd] === SPACE && bytes[statusEnd] === SPACE && statusEnd < end;
  if (!separated || !isVersion(bytes, start, versionEnd)) return malformedStartLine;
  if (skipClass(bytes, versionEnd + 1, statusEnd, DIGIT) < statusEnd) return malformedStartLine;
  if (skipFieldValue(bytes, statusEnd + 1, end) < end) return malformedStartLine;

  const text = new HeadText(bytes, start, lines.bytesRead);
  const status = Number(text.slice(versionEnd + 1, statusEnd));
  if (status < 100) return malformedStartLine;
  if (!lines.value.areFieldsValid) return malformedHeader;
  const version = text.slice(start + VERSION_PREFIX_LENGTH, versionEnd);
  const reason = text.slice(statusEnd + 1, end);
  const headers = text.fields(lines.value.fields, lines.value.fieldCount);
  const head = { version, status, reason, headers };
  return complete({ head, isAscii: text.isAscii }, lines.bytesRead);
}

/** Whether `HTTP/` DIGIT `.` DIGIT stands from `start` to the very `end`. */
function isVersion(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    end - start === VERSION_LENGTH &&
    bytes[start] === 0x48 &&
    bytes[start + 1] === 0x54 &&
    bytes[start + 2] === 0x54 &&
    bytes[start + 3] === 0x50 &&
    bytes[start + 4] === 0x2f &&
    isDigit(bytes[start + 5] as number) &&
    bytes[start + 6] === 0x2e &&
    isDigit(bytes[start + 7] as number)
  );
}
