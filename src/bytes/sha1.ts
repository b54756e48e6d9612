/**
 * SHA-1 (FIPS 180-4 §6.1) of short input, for the accept key alone: RFC 6455 §1.3 uses it to prove that
 * the server read the handshake, not to keep a secret.
 */

import { readUint32, writeUint32, writeUint64 } from './big-endian.js';

const BLOCK_BYTES = 64;

// Synchronous and overwritten on every use: nobody outside can see them.
const schedule = /* @__PURE__ */ new Int32Array(80);
const hash = /* @__PURE__ */ new Int32Array(5);

/** Sets a state of five words to the initial hash value (FIPS 180-4 §5.3.1). */
export function resetSha1(state: Int32Array): void {
  state[0] = 0x67452301;
  state[1] = 0xefcdab89;
  state[2] = 0x98badcfe;
  state[3] = 0x10325476;
  state[4] = 0xc3d2e1f0;
}

/** Extends the sixteen words of a block to the eighty of its message schedule, in place. */
export function extendSchedule(w: Int32Array): void {
  for (let t = 16; t < 80; t++) {
    const mixed =
      (w[t - 3] as number) ^ (w[t - 8] as number) ^ (w[t - 14] as number) ^ (w[t - 16] as number);
    w[t] = (mixed << 1) | (mixed >>> 31);
  }
}

/**
 * Mixes the block with the schedule `w` into the state.
 *
 * Five rounds a turn: the five variables change roles instead of values, and are back in place after the
 * turn. That, a loop for each of the four functions, and Ch and Maj with one operation less than the
 * standard writes them halve the time (measured: bench/accept).
 */
export function compressSha1(state: Int32Array, w: Int32Array): void {
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let t = 0;
  for (; t < 20; t += 5) {
    e = (((a << 5) | (a >>> 27)) + (d ^ (b & (c ^ d))) + e + 0x5a827999 + (w[t] as number)) | 0;
    b = (b << 30) | (b >>> 2);
    d = (((e << 5) | (e >>> 27)) + (c ^ (a & (b ^ c))) + d + 0x5a827999 + (w[t + 1] as number)) | 0;
    a = (a << 30) | (a >>> 2);
    c = (((d << 5) | (d >>> 27)) + (b ^ (e & (a ^ b))) + c + 0x5a827999 + (w[t + 2] as number)) | 0;
    e = (e << 30) | (e >>> 2);
    b = (((c << 5) | (c >>> 27)) + (a ^ (d & (e ^ a))) + b + 0x5a827999 + (w[t + 3] as number)) | 0;
    d = (d << 30) | (d >>> 2);
    a = (((b << 5) | (b >>> 27)) + (e ^ (c & (d ^ e))) + a + 0x5a827999 + (w[t + 4] as number)) | 0;
    c = (c << 30) | (c >>> 2);
  }
  for (; t < 40; t += 5) {
    e = (((a << 5) | (a >>> 27)) + (b ^ c ^ d) + e + 0x6ed9eba1 + (w[t] as number)) | 0;
    b = (b << 30) | (b >>> 2);
    d = (((e << 5) | (e >>> 27)) + (a ^ b ^ c) + d + 0x6ed9eba1 + (w[t + 1] as number)) | 0;
    a = (a << 30) | (a >>> 2);
    c = (((d << 5) | (d >>> 27)) + (e ^ a ^ b) + c + 0x6ed9eba1 + (w[t + 2] as number)) | 0;
    e = (e << 30) | (e >>> 2);
    b = (((c << 5) | (c >>> 27)) + (d ^ e ^ a) + b + 0x6ed9eba1 + (w[t + 3] as number)) | 0;
    d = (d << 30) | (d >>> 2);
    a = (((b << 5) | (b >>> 27)) + (c ^ d ^ e) + a + 0x6ed9eba1 + (w[t + 4] as number)) | 0;
    c = (c << 30) | (c >>> 2);
  }
  for (; t < 60; t += 5) {
    e =
      (((a << 5) | (a >>> 27)) + ((b & c) | (d & (b | c))) + e + 0x8f1bbcdc + (w[t] as number)) | 0;
    b = (b << 30) | (b >>> 2);
    d =
      (((e << 5) | (e >>> 27)) +
        ((a & b) | (c & (a | b))) +
        d +
        0x8f1bbcdc +
        (w[t + 1] as number)) |
      0;
    a = (a << 30) | (a >>> 2);
    c =
      (((d << 5) | (d >>> 27)) +
        ((e & a) | (b & (e | a))) +
        c +
        0x8f1bbcdc +
        (w[t + 2] as number)) |
      0;
    e = (e << 30) | (e >>> 2);
    b =
      (((c << 5) | (c >>> 27)) +
        ((d & e) | (a & (d | e))) +
        b +
        0x8f1bbcdc +
        (w[t + 3] as number)) |
      0;
    d = (d << 30) | (d >>> 2);
    a =
      (((b << 5) | (b >>> 27)) +
        ((c & d) | (e & (c | d))) +
        a +
        0x8f1bbcdc +
        (w[t + 4] as number)) |
      0;
    c = (c << 30) | (c >>> 2);
  }
  for (; t < 80; t += 5) {
    e = (((a << 5) | (a >>> 27)) + (b ^ c ^ d) + e + 0xca62c1d6 + (w[t] as number)) | 0;
    b = (b << 30) | (b >>> 2);
    d = (((e << 5) | (e >>> 27)) + (a ^ b ^ c) + d + 0xca62c1d6 + (w[t + 1] as number)) | 0;
    a = (a << 30) | (a >>> 2);
    c = (((d << 5) | (d >>> 27)) + (e ^ a ^ b) + c + 0xca62c1d6 + (w[t + 2] as number)) | 0;
    e = (e << 30) | (e >>> 2);
    b = (((c << 5) | (c >>> 27)) + (d ^ e ^ a) + b + 0xca62c1d6 + (w[t + 3] as number)) | 0;
    d = (d << 30) | (d >>> 2);
    a = (((b << 5) | (b >>> 27)) + (c ^ d ^ e) + a + 0xca62c1d6 + (w[t + 4] as number)) | 0;
    c = (c << 30) | (c >>> 2);
  }
  state[0] = (state[0] as number) + a;
  state[1] = (state[1] as number) + b;
  state[2] = (state[2] as number) + c;
  state[3] = (state[3] as number) + d;
  state[4] = (state[4] as number) + e;
}

/** The bytes of a digest. */
export function digestBytes(state: Int32Array): Uint8Array {
  const digest = new Uint8Array(20);
  for (let i = 0; i < 5; i++) writeUint32(digest, i * 4, state[i] as number);
  return digest;
}

/** The SHA-1 digest of any input. */
export function sha1(input: Uint8Array): Uint8Array {
  // Behind the message come one 1 bit, zeros, and the length in bits as 64 bits (FIPS 180-4 §5.1.1).
  const blocks = Math.ceil((input.length + 9) / BLOCK_BYTES);
  const padded = new Uint8Array(blocks * BLOCK_BYTES);
  padded.set(input);
  padded[input.length] = 0x80;
  writeUint64(padded, padded.length - 8, input.length * 8);

  resetSha1(hash);
  for (let offset = 0; offset < padded.length; offset += BLOCK_BYTES) {
    for (let t = 0; t < 16; t++) schedule[t] = readUint32(padded, offset + t * 4);
    extendSchedule(schedule);
    compressSha1(hash, schedule);
  }
  return digestBytes(hash);
}
