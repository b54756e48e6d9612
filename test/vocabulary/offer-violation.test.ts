import { expect, test } from 'vitest';
import { connectViolations } from '../../src/vocabulary/connect-violation.js';
import { handshakeViolations } from '../../src/vocabulary/handshake-violation.js';
import { offerViolations } from '../../src/vocabulary/offer-violation.js';

test.each(Object.entries(offerViolations))('%s is a 400 in any version of HTTP', (code, row) => {
  expect(row.httpStatus).toBe(400);
  expect(handshakeViolations[code as keyof typeof offerViolations]).toStrictEqual(row);
  expect(connectViolations[code as keyof typeof offerViolations]).toStrictEqual(row);
});
