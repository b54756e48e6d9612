import { expect, test } from 'vitest';
import {
  type ConnectFailureCode,
  connectFailure,
  connectFailures,
} from '../../src/vocabulary/connect-failure.js';

const codes = Object.keys(connectFailures) as ConnectFailureCode[];

test.each(codes)('%s names a section and says why', (code) => {
  const { section, message } = connectFailure(code);
  expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
  expect(section).toMatch(/^RFC \d+ §[\d.]+/);
  expect(message).toMatch(/^[a-z0-9:].* .*[^.]$/i);
});

test.each<[ConnectFailureCode, boolean]>([
  ['status-not-2xx', false],
  ['protocol-not-offered', false],
  ['status-missing', true],
  ['status-invalid', true],
  ['pseudo-header-unknown', true],
])('%s means that the message is malformed: %s', (code, isMalformed) => {
  expect(connectFailure(code).isMalformed).toBe(isMalformed);
});
