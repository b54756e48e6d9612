/**
 * Cutting a head into lines (RFC 9112 §2.1). Only CRLF ends a line; the limits are judged here, line by
 * line as the bytes come, so that a head without end is refused at the same byte however it is cut.
 */

import { limitOption } from '../vocabulary/argument.js';
import type { HeadViolationCode } from '../vocabulary/head-violation.js';
import { defaultLimits } from '../vocabulary/limits.js';
import { type DecodeResult, incomplete } from '../vocabulary/result.js';

/** The limits of a head; all inclusive, in bytes or as a count. */
export interface HeadLimits {
  /** From the first byte to the empty line, both included; 16 384 unless given. */
  readonly maxHeadBytes?: number;
  /** Header fields; 128 unless given. */
  readonly maxHeaderCount?: number;
  /** A line without its CRLF, the first line included; 8 192 unless given. */
  readonly maxLineBytes?: number;
}

export interface ResolvedHeadLimits extends Required<HeadLimits> {}

/** Where the lines lie: start and end of each, flat, without their CRLF and without the empty line. */
export type LineBounds = readonly number[];

const CR = 0x0d;
const LF = 0x0a;

export function resolveHeadLimits(options: HeadLimits): ResolvedHeadLimits {
  const { maxHeadBytes, maxHeaderCount, maxLineBytes } = options;
  return {
    maxHeadBytes: limitOption(maxHeadBytes, 'maxHeadBytes', defaultLimits.maxHeadBytes),
    maxHeaderCount: limitOption(maxHeaderCount, 'maxHeaderCount', defaultLimits.maxHeaderCount),
    maxLineBytes: limitOption(maxLineBytes, 'maxLineBytes', defaultLimits.maxLineBytes),
  };
}

/**
 * Finds the lines of the head that starts at `start`. `maxHeadBytes` counts from the beginning of
 * `bytes`, so that a row of interim responses is one head in the eyes of the limit.
 */
export function splitHead(
  bytes: Uint8Array,
  start: number,
  limits: ResolvedHeadLimits,
): DecodeResult<LineBounds, HeadViolationCode> {
  const windowEnd = Math.min(bytes.length, limits.maxHeadBytes);
  const bounds: number[] = [];
  let lineStart = start;
  for (;;) {
    const lineEnd = findCrlf(bytes, lineStart, windowEnd);
    if (exceeds(bytes, lineStart, lineEnd, windowEnd, limits.maxLineBytes)) {
      return { status: 'invalid', error: 'line-too-long' };
    }
    if (lineEnd < 0) {
      if (windowEnd < limits.maxHeadBytes) return incomplete(missingFor(bytes, lineStart));
      return { status: 'invalid', error: 'head-too-large' };
    }
    if (lineEnd === lineStart) return { status: 'complete', value: bounds, bytesRead: lineEnd + 2 };

    bounds.push(lineStart, lineEnd);
    // The first line is no header field.
    if (bounds.length / 2 - 1 > limits.maxHeaderCount) {
      return { status: 'invalid', error: 'too-many-headers' };
    }
    lineStart = lineEnd + 2;
  }
}

/** The index of the next CR that has an LF behind it inside the window, or −1. */
function findCrlf(bytes: Uint8Array, from: number, windowEnd: number): number {
  for (let at = bytes.indexOf(CR, from); at >= 0 && at + 1 < windowEnd; ) {
    if (bytes[at + 1] === LF) return at;
    at = bytes.indexOf(CR, at + 1);
  }
  return -1;
}

/** Whether the line is certain to be longer than the limit, seen whole or not. */
function exceeds(
  bytes: Uint8Array,
  lineStart: number,
  lineEnd: number,
  windowEnd: number,
  maxLineBytes: number,
): boolean {
  if (lineEnd >= 0) return lineEnd - lineStart > maxLineBytes;
  const seen = windowEnd - lineStart;
  // A CR right behind the longest line may still turn out to be its end.
  return seen > maxLineBytes + (bytes[lineStart + maxLineBytes] === CR ? 1 : 0);
}

/** How much of CRLF CRLF is missing at least; an empty line in front still needs its own CRLF. */
function missingFor(bytes: Uint8Array, lineStart: number): number {
  const tail = bytes.length - lineStart;
  if (tail === 0) return bytes.length === 0 ? 4 : 2;
  if (tail === 1 && bytes[lineStart] === CR) return 1;
  return bytes[bytes.length - 1] === CR ? 3 : 4;
}
