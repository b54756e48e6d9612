import { expect, test } from 'vitest';
import { headViolations } from '../../src/vocabulary/head-violation.js';

test.each([
  ['head-too-large', 431],
  ['line-too-long', 431],
  ['too-many-headers', 431],
  ['start-line-malformed', 400],
  ['header-malformed', 400],
] as const)('%s is answered with %i', (code, httpStatus) => {
  expect(headViolations[code].httpStatus).toBe(httpStatus);
});

test.each(Object.entries(headViolations))('%s names a section and says why', (code, row) => {
  expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
  expect(row.section).toMatch(/^RFC \d+ §[\d.]+/);
  expect(row.message).toMatch(/^[a-z0-9].* .*[^.]$/i);
});
