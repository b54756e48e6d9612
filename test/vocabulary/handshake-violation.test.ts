import { describe, expect, test } from 'vitest';
import {
  type HandshakeViolationCode,
  handshakeViolation,
  handshakeViolations,
} from '../../src/vocabulary/handshake-violation.js';
import { headViolations } from '../../src/vocabulary/head-violation.js';

const codes = Object.keys(handshakeViolations) as HandshakeViolationCode[];

test('whatever is wrong with a head is wrong with a handshake', () => {
  expect(handshakeViolations).toMatchObject(headViolations);
});

test.each([
  ['upgrade-missing', 426],
  ['connection-upgrade-missing', 426],
  ['version-unsupported', 426],
  ['method-not-get', 405],
  ['http-version-unsupported', 505],
  ['host-missing', 400],
  ['host-duplicate', 400],
  ['key-invalid', 400],
  ['key-duplicate', 400],
] as const)('%s is answered with %i', (code, httpStatus) => {
  expect(handshakeViolation(code).httpStatus).toBe(httpStatus);
});

describe.each(codes)('%s', (code) => {
  const row = handshakeViolation(code);

  test('has a status that refuses, a section to read and a sentence for people', () => {
    expect(row.httpStatus).toBeGreaterThanOrEqual(400);
    expect(row.httpStatus).toBeLessThanOrEqual(599);
    expect(row.section).toMatch(/^RFC \d+ §[\d.]+/);
    expect(row.message).toMatch(/^[a-z0-9].* .*[^.]$/i);
    expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
  });

  test('has the header fields that its status asks for, and no others', () => {
    const expected: Record<number, readonly (readonly [string, string])[]> = {
      405: [['Allow', 'GET']], // RFC 9110 §15.5.6
      426: [
        ['Upgrade', 'websocket'], // RFC 9110 §15.5.22
        ['Connection', 'Upgrade, close'],
        ['Sec-WebSocket-Version', '13'], // RFC 6455 §4.4
      ],
    };
    expect(row.headers).toStrictEqual(expected[row.httpStatus] ?? []);
  });
});
