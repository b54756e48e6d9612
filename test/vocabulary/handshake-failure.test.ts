import { expect, test } from 'vitest';
import { handshakeFailures } from '../../src/vocabulary/handshake-failure.js';
import { headViolations } from '../../src/vocabulary/head-violation.js';

test('whatever is wrong with a head is wrong with a response', () => {
  expect(handshakeFailures).toMatchObject(headViolations);
});

test.each(Object.entries(handshakeFailures))('%s names a section and says why', (code, row) => {
  expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
  expect(row.section).toMatch(/^RFC \d+ §[\d.]+/);
  expect(row.message).toMatch(/^[a-z0-9].* .*[^.]$/i);
});

test('every reason of RFC 6455 §4.1 to fail the connection has a name', () => {
  expect(Object.keys(handshakeFailures)).toStrictEqual(
    expect.arrayContaining([
      'status-not-101',
      'upgrade-missing',
      'connection-upgrade-missing',
      'accept-missing',
      'accept-mismatch',
      'extension-not-offered',
      'protocol-not-offered',
    ]),
  );
});
