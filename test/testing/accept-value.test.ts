import { expect, test } from 'vitest';
import { toBase64 } from '../../src/testing/accept-value.js';

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
