/**
 * A whole frame in memory of its own, exactly as long as it is.
 */

import { encodeAsciiInto, encodeUtf8, utf8Length } from '../bytes/utf8-encode.js';
import { headerLength, shortestForm, writeFrameHeader } from './encode-frame-header.js';
import { maskPayload } from './mask-payload.js';
import type { SimdMask } from './mask-simd.js';
import {
  draftText,
  isDrafted,
  writeBinaryFrame,
  writeDraftFrame,
  writeTextFrame,
} from './write-frame.js';

/** Longer texts are not counted: the runtime encodes them in less time. */
const COUNT_UP_TO_UNITS = 64;

/** @param key null: no mask */
export function freshFrame(
  byte0: number,
  payload: Uint8Array | string,
  key: number | null,
  simd: SimdMask | null,
): Uint8Array {
  if (typeof payload !== 'string') {
    const frame = allocate(payload.length, key);
    writeBinaryFrame(frame, 0, byte0, payload, key, simd, false);
    return frame;
  }
  if (isDrafted(payload)) {
    const length = draftText(payload);
    const frame = allocate(length, key);
    writeDraftFrame(frame, 0, byte0, length, key);
    return frame;
  }
  if (payload.length <= COUNT_UP_TO_UNITS) {
    const length = utf8Length(payload);
    const frame = allocate(length, key);
    writeTextFrame(frame, 0, byte0, payload, length, key, simd);
    return frame;
  }
  const frame = freshAsciiFrame(byte0, payload, key, simd);
  return frame ?? freshFrame(byte0, encodeUtf8(payload), key, simd);
}

/** Memory for a header and so many bytes. */
function allocate(length: number, key: number | null): Uint8Array {
  return new Uint8Array(headerLength(shortestForm(length), key !== null) + length);
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
  const frame = allocate(length, key);
  if (!encodeAsciiInto(text, frame, at)) return null;
  writeFrameHeader(frame, 0, byte0, form, length, key);
  if (key !== null) maskPayload(frame, at, frame.length, key, simd);
  return frame;
}
