import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { acceptValue, toBase64 } from '../../src/testing/accept-value.js';

/** RFC 4648 §10. */
test.each([
  ['', ''],
  ['f', 'Zg=='],
  ['fo', 'Zm8='],
  ['foo', 'Zm9v'],
  ['foob', 'Zm9vYg=='],
  ['fooba', 'Zm9vYmE='],
  ['foobar', 'Zm9vYmFy'],
])('the base64 of %j is %j', (text, base64) => {
  expect(toBase64(new TextEncoder().encode(text))).toBe(base64);
});

test('the accept of the key of RFC 6455 §1.3 is the one that stands there', () => {
  expect(acceptValue('dGhlIHNhbXBsZSBub25jZQ==')).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
});

test('the accept of a text of any length is what the library of Node makes of it', () => {
  for (let length = 0; length < 200; length++) {
    const key = Array.from({ length }, (_, i) => String.fromCharCode(33 + ((i * 31) % 90))).join(
      '',
    );
    const hash = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
    expect(acceptValue(key)).toBe(hash.digest('base64'));
  }
});
