import { expect, test } from 'vitest';
import {
  type ConnectViolationCode,
  connectViolation,
  connectViolations,
} from '../../src/vocabulary/connect-violation.js';
import { fieldSectionViolations } from '../../src/vocabulary/field-section-violation.js';

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

test('what breaks HTTP itself is malformed, and nothing else', () => {
  const malformed = codes.filter((code) => connectViolation(code).isMalformed);
  expect(malformed.sort()).toStrictEqual(
    [
      ...Object.keys(fieldSectionViolations),
      ...['method-missing', 'protocol-misplaced', 'tunnel-malformed'],
      ...['scheme-missing', 'path-missing', 'path-invalid'],
      ...['authority-missing', 'authority-invalid', 'host-mismatch'],
    ].sort(),
  );
});

test('what would have worked stands in the answer', () => {
  const withHeaders = codes.filter((code) => connectViolation(code).headers.length > 0);
  expect(withHeaders.map((code) => [code, connectViolation(code).headers])).toStrictEqual([
    ['method-not-connect', [['allow', 'CONNECT']]],
    ['version-unsupported', [['sec-websocket-version', '13']]],
  ]);
});

test('the status is 400 but for a method or a protocol that a server has not', () => {
  const others = codes.filter((code) => connectViolation(code).httpStatus !== 400);
  expect(others).toStrictEqual(['method-not-connect', 'tunnel-missing', 'tunnel-unsupported']);
});
