/**
 * Cutting a head into lines and fields (RFC 9112 §2.1, §5). Only CRLF ends a line; the limits are judged here, line by
 * line as the bytes come, so that a head without end is refused at the same byte however it is cut.
 */

import { limitOption } from '../vocabulary/argument.js';
import type { HeadViolationCode } from '../vocabulary/head-violation.js';
import { defaultLimits } from '../vocabulary/limits.js';
import { type DecodeResult, incomplete } from '../vocabulary/result.js';
import { BLANK, isBlank, skipClass, skipFieldValue, TOKEN } from './characters.js';
import { usualNameAt, usualNames } from './usual-names.js';

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

/** How many numbers say where a field lies. */
export const FIELD_BOUNDS = 5;

/** Where things lie in a head. */
export interface HeadLines {
  /** Of the first line, without its CRLF. */
  readonly firstStart: number;
  readonly firstEnd: number;
  /**
   * `FIELD_BOUNDS` for each header field, flat: start and end of its name, start and end of its value without
   * blanks, and which usual name it has, or −1. To be read at once: the next head overwrites them.
   */
  readonly fields: Int32Array;
  readonly fieldCount: number;
  /** Whether all header fields are well-formed (RFC 9112 §5); if not, the bounds of the others mean nothing. */
  readonly areFieldsValid: boolean;
}

const CR = 0x0d;
const LF = 0x0a;
const COLON = 0x3a;

/** Room for 32 fields at first; one array for all heads (measured: bench/handshake). */
let bounds: Int32Array = /* @__PURE__ */ new Int32Array(160);

/** What is resolved when nothing is given. */
export const defaultHeadLimits: ResolvedHeadLimits = /* @__PURE__ */ resolveHeadLimits({});

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
 *
 * Each byte is looked at once: what a line may hold ends at its CR, and only a line that holds something
 * else is searched for its end (measured: bench/handshake).
 */
export function splitHead(
  bytes: Uint8Array,
  start: number,
  limits: ResolvedHeadLimits,
): DecodeResult<HeadLines, HeadViolationCode> {
  const { maxHeadBytes, maxHeaderCount, maxLineBytes } = limits;
  const windowEnd = Math.min(bytes.length, maxHeadBytes);
  let fields = bounds;
  let fieldCount = 0;
  let areFieldsValid = true;
  let firstEnd = -1;
  for (let lineStart = start; ; ) {
    let nameEnd = lineStart;
    let valueStart = lineStart;
    let usual = -1;
    if (firstEnd >= 0) {
      usual = usualNameAt(bytes, lineStart, windowEnd);
      nameEnd =
        usual >= 0
          ? lineStart + (usualNames[usual] as string).length
          : skipClass(bytes, lineStart, windowEnd, TOKEN);
      valueStart = nameEnd < windowEnd && bytes[nameEnd] === COLON ? nameEnd + 1 : nameEnd;
    }
    const stop =
      valueStart > nameEnd || firstEnd < 0 ? skipFieldValue(bytes, valueStart, windowEnd) : nameEnd;
    const isEnd = stop + 1 < windowEnd && bytes[stop] === CR && bytes[stop + 1] === LF;
    const lineEnd = isEnd ? stop : findCrlf(bytes, stop, windowEnd);
    if (exceeds(bytes, lineStart, lineEnd, windowEnd, maxLineBytes)) {
      return { status: 'invalid', error: 'line-too-long' };
    }
    if (lineEnd < 0) {
      if (windowEnd < maxHeadBytes) return incomplete(missingFor(bytes, lineStart));
      return { status: 'invalid', error: 'head-too-large' };
    }
    if (lineEnd === lineStart) {
      const value = {
        firstStart: start,
        firstEnd: Math.max(firstEnd, start),
        fields,
        fieldCount,
        areFieldsValid,
      };
      return { status: 'complete', value, bytesRead: lineEnd + 2 };
    }
    if (firstEnd < 0) {
      firstEnd = lineEnd;
    } else {
      if (fieldCount >= maxHeaderCount) return { status: 'invalid', error: 'too-many-headers' };
      // A name, its colon, and nothing in the way of the CR.
      areFieldsValid &&= nameEnd > lineStart && valueStart > nameEnd && stop === lineEnd;
      valueStart = skipClass(bytes, valueStart, stop, BLANK);
      let valueEnd = stop;
      while (valueEnd > valueStart && isBlank(bytes[valueEnd - 1] as number)) valueEnd--;
      const at = FIELD_BOUNDS * fieldCount++;
      if (at === fields.length) fields = growBounds();
      fields[at] = lineStart;
      fields[at + 1] = nameEnd;
      fields[at + 2] = valueStart;
      fields[at + 3] = valueEnd;
      fields[at + 4] = usual;
    }
    lineStart = lineEnd + 2;
  }
}

/** Only as far as fields have come. */
function growBounds(): Int32Array {
  const grown = new Int32Array(2 * bounds.length);
  grown.set(bounds);
  bounds = grown;
  return bounds;
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
