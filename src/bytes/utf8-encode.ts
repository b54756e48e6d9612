/**
 * String to UTF-8 (RFC 3629). A lone surrogate has no encoding; U+FFFD goes out in its place, as
 * `TextEncoder` and every browser's `WebSocket.send` do.
 */

interface NativeEncoder {
  encode(text: string): Uint8Array;
}

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

/** How many bytes a text takes in UTF-8. */
export function utf8Length(text: string): number {
  let length = 0;
  for (let at = 0; at < text.length; at++) {
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

/** Writes a text at `offset` and returns the offset behind it. The room must be there. */
export function writeUtf8(text: string, bytes: Uint8Array, offset: number): number {
  for (let at = 0; at < text.length; at++) {
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

/** Whether a high surrogate stands at `at` with its low surrogate behind it. */
function isPair(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
}

function createNativeEncoder(): NativeEncoder | null {
  const { TextEncoder } = globalThis as { TextEncoder?: new () => NativeEncoder };
  return typeof TextEncoder === 'function' ? new TextEncoder() : null;
}
