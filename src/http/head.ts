/**
 * An HTTP/1.1 head as bytes (RFC 9112 §2–§5), read strictly: no obsolete folding, no white space in front
 * of a colon, no control characters. Bytes above ASCII are kept as Latin-1 characters, one each.
 */

import type { HeadViolationCode } from '../vocabulary/head-violation.js';
import { complete, type DecodeResult } from '../vocabulary/result.js';
import {
  BLANK,
  DIGIT,
  FIELD_VALUE,
  isBlank,
  isDigit,
  skipClass,
  TOKEN,
  VISIBLE,
} from './characters.js';
import { type LineBounds, type ResolvedHeadLimits, splitHead } from './head-lines.js';
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

type HeadResult<T> = DecodeResult<T, HeadViolationCode>;

const malformedStartLine = { status: 'invalid', error: 'start-line-malformed' } as const;
const malformedHeader = { status: 'invalid', error: 'header-malformed' } as const;

/** So many characters go into one call of `String.fromCharCode`: more could exhaust the stack. */
const UNITS_PER_CALL = 4096;

const SPACE = 0x20;
const COLON = 0x3a;
/** Length of `HTTP/1.1`. */
const VERSION_LENGTH = 8;

/** Reads a request head at the beginning of `bytes`. */
export function readRequestHead(
  bytes: Uint8Array,
  limits: ResolvedHeadLimits,
): HeadResult<RequestHead> {
  const lines = splitHead(bytes, 0, limits);
  if (lines.status !== 'complete') return lines;
  const [start = 0, end = 0] = lines.value;
  const line = parseRequestLine(bytes, start, end);
  if (line === null) return malformedStartLine;
  const headers = parseFields(bytes, lines.value);
  if (headers === null) return malformedHeader;
  // Field by field: a spread takes the engine's slow path (measured: bench/handshake).
  const { method, target, version } = line;
  return complete({ method, target, version, headers }, lines.bytesRead);
}

/** Reads a response head at `start`. */
export function readResponseHead(
  bytes: Uint8Array,
  start: number,
  limits: ResolvedHeadLimits,
): HeadResult<ResponseHead> {
  const lines = splitHead(bytes, start, limits);
  if (lines.status !== 'complete') return lines;
  const [lineStart = 0, lineEnd = 0] = lines.value;
  const line = parseStatusLine(bytes, lineStart, lineEnd);
  if (line === null) return malformedStartLine;
  const headers = parseFields(bytes, lines.value);
  if (headers === null) return malformedHeader;
  const { version, status, reason } = line;
  return complete({ version, status, reason, headers }, lines.bytesRead);
}

/** `method SP request-target SP HTTP-version` (RFC 9112 §3). */
function parseRequestLine(
  bytes: Uint8Array,
  start: number,
  end: number,
): Omit<RequestHead, 'headers'> | null {
  const methodEnd = skipClass(bytes, start, end, TOKEN);
  const targetEnd = skipClass(bytes, methodEnd + 1, end, VISIBLE);
  const version = parseVersion(bytes, targetEnd + 1, end);
  const separated = bytes[methodEnd] === SPACE && bytes[targetEnd] === SPACE;
  if (!separated || methodEnd === start || targetEnd === methodEnd + 1 || version === null)
    return null;
  return {
    method: latin1(bytes, start, methodEnd),
    target: latin1(bytes, methodEnd + 1, targetEnd),
    version,
  };
}

/** `HTTP-version SP status-code SP [ reason-phrase ]` (RFC 9112 §4). */
function parseStatusLine(
  bytes: Uint8Array,
  start: number,
  end: number,
): Omit<ResponseHead, 'headers'> | null {
  const versionEnd = start + VERSION_LENGTH;
  const version = parseVersion(bytes, start, Math.min(versionEnd, end));
  const statusEnd = versionEnd + 4;
  const status = Number(latin1(bytes, versionEnd + 1, statusEnd));
  const separated = bytes[versionEnd] === SPACE && bytes[statusEnd] === SPACE && statusEnd < end;
  if (!separated || version === null || !(status >= 100)) return null;
  if (skipClass(bytes, versionEnd + 1, statusEnd, DIGIT) < statusEnd) return null;
  if (skipClass(bytes, statusEnd + 1, end, FIELD_VALUE) < end) return null;
  return { version, status, reason: latin1(bytes, statusEnd + 1, end) };
}

/** `HTTP/` DIGIT `.` DIGIT, from `start` to the very `end`; the two digits with their dot, or null. */
function parseVersion(bytes: Uint8Array, start: number, end: number): string | null {
  if (end - start !== VERSION_LENGTH || latin1(bytes, start, start + 5) !== 'HTTP/') return null;
  const version = latin1(bytes, start + 5, end);
  const major = version.charCodeAt(0);
  const minor = version.charCodeAt(2);
  return isDigit(major) && version.charAt(1) === '.' && isDigit(minor) ? version : null;
}

/** `field-name ":" OWS field-value OWS` (RFC 9112 §5), every line but the first. */
function parseFields(bytes: Uint8Array, bounds: LineBounds): HeaderList | null {
  const headers: (readonly [string, string])[] = [];
  for (let i = 2; i < bounds.length; i += 2) {
    const start = bounds[i] as number;
    const end = bounds[i + 1] as number;
    const nameEnd = skipClass(bytes, start, end, TOKEN);
    if (nameEnd === start || nameEnd === end || bytes[nameEnd] !== COLON) return null;

    const valueStart = skipClass(bytes, nameEnd + 1, end, BLANK);
    if (skipClass(bytes, valueStart, end, FIELD_VALUE) < end) return null;
    let valueEnd = end;
    while (valueEnd > valueStart && isBlank(bytes[valueEnd - 1] as number)) valueEnd--;
    headers.push([latin1(bytes, start, nameEnd), latin1(bytes, valueStart, valueEnd)]);
  }
  return headers;
}

/** One character for each byte. */
function latin1(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += UNITS_PER_CALL) {
    const units: ArrayLike<number> = bytes.subarray(at, Math.min(at + UNITS_PER_CALL, end));
    text += String.fromCharCode.apply(null, units as number[]);
  }
  return text;
}
