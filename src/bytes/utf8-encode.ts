/**
 * String to UTF-8 (RFC 3629). A lone surrogate has no encoding; U+FFFD goes out in its place, as
 * `TextEncoder` and every browser's `WebSocket.send` do.
 */

import { viewOf } from './piece.js';

interface NativeEncoder {
  encode(text: string): Uint8Array;
  /** Missing in a few runtimes that have the rest. */
  encodeInto?(
    text: string,
    target: Uint8Array,
  ): { readonly read: number; readonly written: number };
}

/** The most bytes that a code unit of a text becomes. */
export const MAX_BYTES_PER_UNIT = 3;

/** From this many code units on the native encoder is faster than the loop (measured: bench/utf8). */
const NATIVE_FROM_UNITS = 64;

const nativeEncoder = /* @__PURE__ */ createNativeEncoder();

/** Encodes a text into fresh bytes. */
export function encodeUtf8(text: string): Uint8Array {
  if (nativeEncoder !== null && text.length >= NATIVE_FROM_UNITS) return nativeEncoder.encode(text);
  return encodeUtf8Portable(text);
}

/** The same without any help from the runtime. */
export function encodeUtf8Portable(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text));
  writeUtf8(text, bytes, 0);
  return bytes;
}

/**
 * Writes a text at `offset` and returns the offset behind it, with the runtime's help if the text is long. The
 * room must be there.
 */
export function encodeUtf8Into(text: string, bytes: Uint8Array, offset: number): number {
  if (nativeEncoder?.encodeInto === undefined || text.length < NATIVE_FROM_UNITS) {
    return writeUtf8(text, bytes, offset);
  }
  const room = offset === 0 ? bytes : viewOf(bytes, offset, bytes.length);
  return offset + nativeEncoder.encodeInto(text, room).written;
}

/**
 * Writes a text that is nothing but ASCII into room of exactly its length, if the runtime helps.
 *
 * @returns false when the text is something else or there is no help; what lies in the room is undefined then
 */
export function encodeAsciiInto(text: string, bytes: Uint8Array, offset: number): boolean {
  if (nativeEncoder?.encodeInto === undefined) return false;
  const room = viewOf(bytes, offset, offset + text.length);
  // Whatever is not ASCII takes more bytes than units, and the room ends before the text does.
  return nativeEncoder.encodeInto(text, room).read === text.length;
}

/** How many bytes a text takes in UTF-8. */
export function utf8Length(text: string): number {
  const ascii = asciiLength(text);
  let length = ascii;
  for (let at = ascii; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) length += 1;
    else if (unit < 0x800) length += 2;
    else if (isPair(text, at)) {
      length += 4;
      at++;
    } else length += 3; // a lone surrogate included: U+FFFD takes three
  }
  return length;
}

/** Writes a text from the unit `at` on and returns the offset behind it. The room must be there. */
export function writeUtf8(text: string, bytes: Uint8Array, offset: number, at: number = 0): number {
  for (; at < text.length; at++) {
    let code = text.charCodeAt(at);
    if (code < 0x80) {
      bytes[offset++] = code;
      continue;
    }
    if (code < 0x800) {
      bytes[offset++] = 0xc0 | (code >>> 6);
    } else {
      if (isPair(text, at)) {
        code = text.codePointAt(at++) as number;
        bytes[offset++] = 0xf0 | (code >>> 18);
        bytes[offset++] = 0x80 | ((code >>> 12) & 0x3f);
      } else {
        if ((code & 0xf800) === 0xd800) code = 0xfffd;
        bytes[offset++] = 0xe0 | (code >>> 12);
      }
      bytes[offset++] = 0x80 | ((code >>> 6) & 0x3f);
    }
    bytes[offset++] = 0x80 | (code & 0x3f);
  }
  return offset;
}

/** How many units at the front of a text are ASCII, in fours: up to three more may be. */
function asciiLength(text: string): number {
  const stop = text.length - 3;
  let at = 0;
  for (; at < stop; at += 4) {
    const units =
      text.charCodeAt(at) |
      text.charCodeAt(at + 1) |
      text.charCodeAt(at + 2) |
      text.charCodeAt(at + 3);
    if (units >= 0x80) break;
  }
  return at;
}

/** Whether a high surrogate stands at `at` with its low surrogate behind it. */
function isPair(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
}

function createNativeEncoder(): NativeEncoder | null {
  const { TextEncoder } = globalThis as { TextEncoder?: new () => NativeEncoder };
  return typeof TextEncoder === 'function' ? new TextEncoder() : null;
}
