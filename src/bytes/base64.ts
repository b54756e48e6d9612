/**
 * Base64 with padding and without line breaks (RFC 4648 §4), for keys of 16 bytes and digests of 20.
 */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The six bits that a character code stands for, or −1. */
function sextet(code: number): number {
  if (code >= 0x41 && code <= 0x5a) return code - 0x41; // A–Z
  if (code >= 0x61 && code <= 0x7a) return code - 0x61 + 26; // a–z
  if (code >= 0x30 && code <= 0x39) return code - 0x30 + 52; // 0–9
  if (code === 0x2b) return 62; // +
  if (code === 0x2f) return 63; // /
  return -1;
}

export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const group =
      ((bytes[at] as number) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += alphabet.charAt(group >>> 18) + alphabet.charAt((group >>> 12) & 63);
    text += left > 1 ? alphabet.charAt((group >>> 6) & 63) : '=';
    text += left > 2 ? alphabet.charAt(group & 63) : '=';
  }
  return text;
}

/**
 * Decodes canonical-length base64, or returns null. Bits behind the last byte may be anything: RFC 6455
 * does not ask for them to be zero, and clients exist that send others.
 */
export function decodeBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const digits = text.length - padding;
  const bytes = new Uint8Array((digits * 3) >>> 2);
  let bits = 0;
  let bitCount = 0;
  let written = 0;
  for (let at = 0; at < digits; at++) {
    const six = sextet(text.charCodeAt(at));
    if (six < 0) return null;
    bits = ((bits << 6) | six) & 0xfff;
    bitCount += 6;
    if (bitCount >= 8) {
      bitCount -= 8;
      bytes[written++] = bits >>> bitCount;
    }
  }
  return bytes;
}
