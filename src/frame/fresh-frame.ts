/**
 * A whole frame in memory of its own, exactly as long as it is.
 */

import { encodeAsciiInto, encodeUtf8 } from '../bytes/utf8-encode.js';
import { headerLength, shortestForm, writeFrameHeader } from './encode-frame-header.js';
import { FrameBlock } from './frame-block.js';
import { maskPayload, SIMD_FROM_BYTES } from './mask-payload.js';
import type { SimdMask } from './mask-simd.js';
import { maxFrameBytes, writeBinaryFrame } from './write-frame.js';

/** Frames that are shorter at any rate are written here first: how long a text is shows while it is written. */
const DRAFT_BYTES = 4096;

/** Below so many bytes a masked payload goes straight into its frame, byte by byte. */
const DRAFT_FROM_BYTES = 96;

/** Nobody else sees it: only copies of it are given out. */
let draft: FrameBlock | null = null;

/** @param key null: no mask */
export function freshFrame(
  byte0: number,
  payload: Uint8Array | string,
  key: number | null,
  simd: SimdMask | null,
): Uint8Array {
  const isText = typeof payload === 'string';
  if (isText ? maxFrameBytes(payload) <= DRAFT_BYTES : key !== null && isMiddling(payload.length)) {
    draft ??= new FrameBlock(DRAFT_BYTES);
    draft.write(byte0, payload, key, simd);
    return draft.takeCopy();
  }
  if (isText) {
    return (
      freshAsciiFrame(byte0, payload, key, simd) ??
      freshFrame(byte0, encodeUtf8(payload), key, simd)
    );
  }
  const { length } = payload;
  const frame = new Uint8Array(headerLength(shortestForm(length), key !== null) + length);
  writeBinaryFrame(frame, 0, byte0, payload, key, null, simd, false);
  return frame;
}

/** Long enough to be masked in words, for which there is a view here, and too short for SIMD. */
function isMiddling(length: number): boolean {
  return length >= DRAFT_FROM_BYTES && length < SIMD_FROM_BYTES;
}

/** Most long texts are ASCII: their length is known, and one allocation does. Null for others. */
function freshAsciiFrame(
  byte0: number,
  text: string,
  key: number | null,
  simd: SimdMask | null,
): Uint8Array | null {
  const { length } = text;
  const form = shortestForm(length);
  const at = headerLength(form, key !== null);
  const frame = new Uint8Array(at + length);
  if (!encodeAsciiInto(text, frame, at)) return null;
  writeFrameHeader(frame, 0, byte0, form, length, key);
  if (key !== null) maskPayload(frame, at, frame.length, key, simd);
  return frame;
}
