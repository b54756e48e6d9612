/**
 * `Sec-WebSocket-Accept` from a key: the base64 of a SHA-1 (RFC 6455 §4.2.2, RFC 3174), written for clarity and apart
 * from the package's own, which is what may be under test.
 */

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** @param key any text of ASCII characters */
export function acceptValue(key: string): string {
  return toBase64(sha1([...(key + GUID)].map((character) => character.charCodeAt(0))));
}

export function toBase64(bytes: ArrayLike<number> & Iterable<number>): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b, c] = [bytes[i], bytes[i + 1], bytes[i + 2]];
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    const letters = [18, 12, 6, 0].map((shift) => ALPHABET[(bits >> shift) & 63]).join('');
    const count = b === undefined ? 2 : c === undefined ? 3 : 4;
    text += letters.slice(0, count).padEnd(4, '=');
  }
  return text;
}

function sha1(message: readonly number[]): number[] {
  const padded = [...message, 0x80];
  while (padded.length % 64 !== 56) padded.push(0);
  // A key is far from 2^29 bytes long.
  padded.push(0, 0, 0, 0, ...bigEndian(message.length * 8));
  let hash = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (let at = 0; at < padded.length; at += 64) hash = mixBlock(hash, padded.slice(at, at + 64));
  return hash.flatMap(bigEndian);
}

function mixBlock(hash: readonly number[], block: readonly number[]): number[] {
  const words: number[] = [];
  for (let i = 0; i < 64; i += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = block.slice(i, i + 4);
    words.push((a << 24) | (b << 16) | (c << 8) | d);
  }
  const word = (i: number): number => words[i] as number;
  for (let i = 16; i < 80; i++) {
    words.push(rotate(word(i - 3) ^ word(i - 8) ^ word(i - 14) ^ word(i - 16), 1));
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = hash;
  for (let i = 0; i < 80; i++) {
    const next = (rotate(a, 5) + chosen(i, b, c, d) + e + word(i)) | 0;
    [a, b, c, d, e] = [next, a, rotate(b, 30), c, d];
  }
  return [a, b, c, d, e].map((value, i) => (value + (hash[i] as number)) | 0);
}

/** The function and the constant of a step (RFC 3174 §5). */
function chosen(step: number, b: number, c: number, d: number): number {
  if (step < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (step < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (step < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function bigEndian(word: number): number[] {
  return [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff);
}
