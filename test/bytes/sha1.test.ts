import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compressSha1,
  digestBytes,
  extendSchedule,
  resetSha1,
  sha1,
} from '../../src/bytes/sha1.js';
import { hex, noise, repeat, toHex } from '../vectors/bits.js';

const platformSha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex');

/** FIPS 180-4 names these in its examples; the last is the proof of RFC 6455 §1.3. */
test.each([
  ['', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
  ['abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '84983e441c3bd26ebaae4aa1f95129e5e54670f1',
  ],
  [
    'dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11',
    'b37a4f2cc0624f1690f64606cf385945b2bec4ea',
  ],
])('the digest of "%s" is %s', (text, digest) => {
  expect(sha1(new TextEncoder().encode(text))).toStrictEqual(hex(digest));
});

test('agrees with the platform for every length up to 300: one block to five, each padding', () => {
  for (let length = 0; length <= 300; length++) {
    const bytes = noise(length, length + 7);
    expect(toHex(sha1(bytes)), `${length} bytes`).toBe(platformSha1(bytes));
  }
});

test('agrees with the platform for any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(toHex(sha1(bytes))).toBe(platformSha1(bytes));
    }),
  );
});

test('agrees with the platform for a million bytes', () => {
  const million = repeat(0x61, 1_000_000);
  expect(toHex(sha1(million))).toBe('34aa973cd4c4daa4f61eeb2bdbad27316534016f');
});

test('reads a view from its own start, and leaves it as it is', () => {
  const whole = noise(100);
  const before = whole.slice();
  expect(toHex(sha1(whole.subarray(13, 77)))).toBe(platformSha1(before.slice(13, 77)));
  expect(whole).toStrictEqual(before);
});

test('gives a digest of its own every time', () => {
  const first = sha1(hex('01'));
  const copy = first.slice();
  sha1(hex('02'));
  expect(first).toStrictEqual(copy);
});

test('the steps in between make the digest of one block that was padded by hand', () => {
  const state = new Int32Array(5);
  const schedule = new Int32Array(80);
  // "abc", one 1 bit, zeros, and the length of 24 bits: FIPS 180-4 §5.1.1.
  schedule[0] = 0x61626380;
  schedule[15] = 24;
  resetSha1(state);
  expect(toHex(digestBytes(state))).toBe('67452301efcdab8998badcfe10325476c3d2e1f0');
  extendSchedule(schedule);
  compressSha1(state, schedule);
  expect(toHex(digestBytes(state))).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
});
