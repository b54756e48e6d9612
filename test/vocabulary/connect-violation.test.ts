import { expect, test } from 'vitest';
import {
  type ConnectViolationCode,
  connectViolation,
  connectViolations,
} from '../../src/vocabulary/connect-violation.js';

const codes = Object.keys(connectViolations) as ConnectViolationCode[];

test.each(codes)('%s names a section, says why, and has a status of an error', (code) => {
  const row = connectViolation(code);
  expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
  expect(row.section).toMatch(/^RFC \d+ §[\d.]+/);
  expect(row.message).toMatch(/^[a-z0-9:].* .*[^.]$/i);
  expect(row.httpStatus).toBeGreaterThanOrEqual(400);
  expect(row.httpStatus).toBeLessThanOrEqual(501);
});

test.each(codes)('%s carries no field that HTTP/2 does not know', (code) => {
  for (const [name] of connectViolation(code).headers) {
    expect(name).toMatch(/^[a-z-]+$/);
    expect(['connection', 'upgrade']).not.toContain(name);
  }
});

test.each<[ConnectViolationCode, number, boolean]>([
  ['method-not-connect', 405, false],
  ['tunnel-missing', 501, false],
  ['tunnel-unsupported', 501, false],
  ['path-missing', 400, true],
  ['connection-field-present', 400, true],
  ['version-unsupported', 400, false],
  ['protocol-duplicate', 400, false],
])('%s is answered with %i; malformed: %s', (code, httpStatus, isMalformed) => {
  expect(connectViolation(code)).toMatchObject({ httpStatus, isMalformed });
});
