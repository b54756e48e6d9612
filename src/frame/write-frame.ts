/**
 * Frames into memory that is there (RFC 6455 §5.2): the one way in which whole frames are written.
 *
 * The payload goes first and the header in front of it afterwards, so that a payload may lie anywhere, in the
 * memory that is written too.
 */

import { encodeUtf8Into, MAX_BYTES_PER_UNIT, writeUtf8 } from '../bytes/utf8-encode.js';
import { DRAFT_BYTES, useDraft } from './draft.js';
import { headerLength, shortestForm, writeFrameHeader } from './encode-frame-header.js';
import { copyByBytes, rotateKey } from './mask-loops.js';
import { isShort, maskPayload } from './mask-payload.js';
import type { SimdMask } from './mask-simd.js';

/** The longest header: a length of 64 bits and a masking key. */
export const MAX_HEADER_BYTES = 14;

/** Below so many bytes a loop copies faster than `set`, which is a call (measured: bench/frame). */
const SET_FROM_BYTES = 32;

/** And below so many one that masks what it copies is faster than a draft masked in words. */
const DRAFT_FROM_BYTES = 64;

/** From so many units on text goes through the runtime's encoder (measured: bench/frame). */
export const NATIVE_FROM_UNITS = 64;

/** The longest that the frame of a payload can become, in bytes. */
export function maxFrameBytes(payload: Uint8Array | string): number {
  const most = typeof payload === 'string' ? payload.length * MAX_BYTES_PER_UNIT : payload.length;
  return MAX_HEADER_BYTES + most;
}

/**
 * Writes a frame of bytes and returns the offset behind it. The room must be there.
 *
 * @param key null: no mask
 * @param mayOverlap the payload may lie where the frame goes
 */
export function writeBinaryFrame(
  target: Uint8Array,
  offset: number,
  byte0: number,
  payload: Uint8Array,
  key: number | null,
  simd: SimdMask | null,
  mayOverlap: boolean,
): number {
  const { length } = payload;
  const form = shortestForm(length);
  const at = offset + headerLength(form, key !== null);
  if (key === null || key === 0) copyPayload(target, at, payload, mayOverlap);
  else maskToPlace(target, at, payload, key, simd, mayOverlap);
  writeFrameHeader(target, offset, byte0, form, length, key);
  return at + length;
}

/**
 * Writes a frame of text and returns the offset behind it. The room must be there: for the longest that the text can
 * become, or for what it does become if `length` says that.
 *
 * @param length how many bytes the text takes, or a guess that is not too long
 */
export function writeTextFrame(
  target: Uint8Array,
  offset: number,
  byte0: number,
  text: string,
  length: number,
  key: number | null,
  simd: SimdMask | null,
): number {
  if (isDrafted(text)) {
    return writeDraftFrame(target, offset, byte0, draftText(text), key);
  }
  const guess = shortestForm(length);
  const masked = key !== null;
  let at = offset + headerLength(guess, masked);
  let end: number;
  if (text.length < NATIVE_FROM_UNITS) {
    end = placeText(target, at, text, key ?? 0);
  } else {
    end = encodeUtf8Into(text, target, at);
    if (masked) maskPayload(target, at, end, key, simd);
  }
  const form = shortestForm(end - at);
  if (form !== guess) {
    const from = at;
    at = offset + headerLength(form, masked);
    target.copyWithin(at, from, end);
    end += at - from;
  }
  writeFrameHeader(target, offset, byte0, form, end - at, key);
  return end;
}

/** Whether a text goes by way of the draft: the runtime encodes it, and whatever it becomes fits in there. */
export function isDrafted(text: string): boolean {
  return text.length >= NATIVE_FROM_UNITS && text.length * MAX_BYTES_PER_UNIT <= DRAFT_BYTES;
}

/** Encodes a text into the draft, and says how many bytes it takes. */
export function draftText(text: string): number {
  return encodeUtf8Into(text, useDraft().bytes, 0);
}

/** Writes a frame of the `length` bytes in the draft, and returns the offset behind it. */
export function writeDraftFrame(
  target: Uint8Array,
  offset: number,
  byte0: number,
  length: number,
  key: number | null,
): number {
  const draft = useDraft();
  if (key !== null) draft.mask(length, key);
  const at = writeFrameHeader(target, offset, byte0, shortestForm(length), length, key);
  draft.copyTo(target, at, length);
  return at + length;
}

function copyPayload(
  target: Uint8Array,
  at: number,
  payload: Uint8Array,
  mayOverlap: boolean,
): void {
  const { length } = payload;
  if (!mayOverlap && length < SET_FROM_BYTES) copyByBytes(payload, 0, length, target, at, 0);
  // `set` reads everything before it writes, as far as anyone can tell. To find out whether that matters costs
  // more than it does for short payloads (measured: bench/frame).
  else target.set(payload, at);
}

/** Copies a payload, masked on the way. */
function maskToPlace(
  target: Uint8Array,
  at: number,
  payload: Uint8Array,
  key: number,
  simd: SimdMask | null,
  mayOverlap: boolean,
): void {
  const { length } = payload;
  if (simd !== null && isShort(length)) {
    simd.copyShort(payload, target, at, key);
  } else if (length < DRAFT_FROM_BYTES && !mayOverlap) {
    copyByBytes(payload, 0, length, target, at, key);
  } else if (length < DRAFT_FROM_BYTES) {
    target.set(payload, at);
    copyByBytes(target, at, at + length, target, at, key);
  } else if (length <= DRAFT_BYTES) {
    const draft = useDraft();
    draft.bytes.set(payload);
    draft.mask(length, key);
    draft.copyTo(target, at, length);
  } else if (simd !== null && (!mayOverlap || isApart(payload, target, at))) {
    simd.copy(payload, 0, length, target, at, key);
  } else {
    target.set(payload, at);
    maskPayload(target, at, at + length, key, simd);
  }
}

/** Whether a payload lies apart from its place: by its numbers, which is enough in any buffer. */
function isApart(payload: Uint8Array, target: Uint8Array, at: number): boolean {
  return Math.abs(payload.byteOffset - target.byteOffset - at) >= payload.length;
}

/** Writes a short text, masked on the way, and returns the offset behind it. */
function placeText(target: Uint8Array, at: number, text: string, key: number): number {
  const { length } = text;
  let phase = key;
  let unit = 0;
  for (; unit < length; unit++) {
    const code = text.charCodeAt(unit);
    if (code >= 0x80) break;
    target[at++] = code ^ phase;
    phase = (phase >>> 8) | (phase << 24);
  }
  if (unit === length) return at;
  const end = writeUtf8(text, target, at, unit);
  copyByBytes(target, at, end, target, at, rotateKey(key, unit));
  return end;
}
