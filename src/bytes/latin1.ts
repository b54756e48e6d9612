/**
 * Bytes to text, one character each (ISO 8859-1).
 */

import { nativeDecoder } from './native-decoder.js';
import { viewOf } from './piece.js';

/** From so many bytes on the native decoder is faster (measured: bench/handshake). */
const NATIVE_FROM_BYTES = 32;

/** So many code units go into one call of `String.fromCharCode`: more could exhaust the stack. */
const UNITS_PER_CALL = 4096;

/** The text of the bytes from `start` to `end`. */
export function decodeLatin1(bytes: Uint8Array, start: number, end: number): string {
  return decodeNatively(bytes, start, end) ?? decodeLatin1Portable(bytes, start, end);
}

/** The same without any help from the runtime. */
export function decodeLatin1Portable(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at += UNITS_PER_CALL) {
    const units: ArrayLike<number> = viewOf(bytes, at, Math.min(at + UNITS_PER_CALL, end));
    text += String.fromCharCode.apply(null, units as number[]);
  }
  return text;
}

/**
 * The same when the runtime can decode it and it is all ASCII, otherwise null. By its decoder of UTF-8, because what
 * runtimes call Latin-1 is windows-1252; of ASCII both are the same.
 */
export function decodeNatively(bytes: Uint8Array, start: number, end: number): string | null {
  if (nativeDecoder === null || end - start < NATIVE_FROM_BYTES) return null;
  try {
    const text = nativeDecoder.decode(viewOf(bytes, start, end));
    // Any character above ASCII makes more bytes than units of text.
    return text.length === end - start ? text : null;
  } catch {
    return null; // no UTF-8, or memory that this decoder refuses, such as a shared buffer
  }
}
