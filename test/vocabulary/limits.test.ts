import { expect, test } from 'vitest';
import { defaultLimits } from '../../src/vocabulary/limits.js';

test('the limits that are documented are the limits', () => {
  expect(defaultLimits).toMatchObject({
    maxPayloadBytes: 16_777_216,
    maxHeadBytes: 16_384,
    maxHeaderCount: 128,
    maxLineBytes: 8_192,
  });
});

test.each(Object.entries(defaultLimits))('%s has a finite default: %i', (name, limit) => {
  expect(name).toMatch(/^max[A-Z]/);
  expect(Number.isSafeInteger(limit) && limit > 0).toBe(true);
});
