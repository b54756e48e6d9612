/**
 * UTF-8 to string (RFC 3629), strict: invalid bytes give null, never a replacement character, and a byte
 * order mark is a character like any other (RFC 6455 §8.1 has no rule that takes it away).
 */

import { decodeAscii } from './ascii-text.js';
import { nativeDecoder } from './native-decoder.js';
import { pieceOf } from './piece.js';
import { UTF8_BOUNDARY, validateUtf8 } from './utf8-validate.js';

/** Up to so many bytes of ASCII are faster without the native decoder (measured: bench/utf8). */
const ASCII_UP_TO_BYTES = 32;

/** From this many bytes on the native decoder is faster than the loop (measured: bench/utf8). */
const NATIVE_FROM_BYTES = 16;

/** So many code units go into one call of `String.fromCharCode`: more could exhaust the stack. */
const UNITS_PER_CALL = 4096;

/** The text of the bytes from `start` to `end`, or null when they are not valid UTF-8. */
export function decodeUtf8(
  bytes: Uint8Array,
  start: number = 0,
  end: number = bytes.length,
): string | null {
  if (end - start <= ASCII_UP_TO_BYTES) {
    const text = decodeAscii(bytes, start, end);
    if (text !== null) return text;
  }
  if (nativeDecoder !== null && end - start >= NATIVE_FROM_BYTES) {
    try {
      return nativeDecoder.decode(pieceOf(bytes, start, end));
    } catch {
      // Invalid bytes, or memory that this runtime's decoder refuses, such as a shared buffer: the loop
      // below tells the two apart.
    }
  }
  return decodeUtf8Portable(bytes, start, end);
}

/** The same without any help from the runtime. */
export function decodeUtf8Portable(
  bytes: Uint8Array,
  start: number = 0,
  end: number = bytes.length,
): string | null {
  if (validateUtf8(UTF8_BOUNDARY, bytes, start, end) !== UTF8_BOUNDARY) return null;
  let text = '';
  let units: number[] = [];
  for (let at = start; at < end; ) {
    const lead = bytes[at] as number;
    if (lead < 0x80) {
      units.push(lead);
      at += 1;
    } else if (lead < 0xe0) {
      units.push(((lead & 0x1f) << 6) | tail(bytes, at + 1));
      at += 2;
    } else if (lead < 0xf0) {
      units.push(((lead & 0x0f) << 12) | (tail(bytes, at + 1) << 6) | tail(bytes, at + 2));
      at += 3;
    } else {
      const codePoint =
        ((lead & 0x07) << 18) |
        (tail(bytes, at + 1) << 12) |
        (tail(bytes, at + 2) << 6) |
        tail(bytes, at + 3);
      units.push(0xd7c0 + (codePoint >>> 10), 0xdc00 + (codePoint & 0x3ff));
      at += 4;
    }
    if (units.length >= UNITS_PER_CALL) {
      text += String.fromCharCode(...units);
      units = [];
    }
  }
  return text + String.fromCharCode(...units);
}

/** The six payload bits of a continuation byte. */
function tail(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) & 0x3f;
}
