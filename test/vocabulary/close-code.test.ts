import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CloseCode, isValidCloseCode } from '../../src/vocabulary/close-code.js';
import { mayBeOnTheWire, notCloseCodes } from '../vectors/close-codes.js';

test('the names stand for the numbers of RFC 6455 §7.4.1 and of the registry that it opened', () => {
  expect(CloseCode).toStrictEqual({
    NormalClosure: 1000,
    GoingAway: 1001,
    ProtocolError: 1002,
    UnsupportedData: 1003,
    NoStatusReceived: 1005,
    AbnormalClosure: 1006,
    InvalidPayload: 1007,
    PolicyViolation: 1008,
    MessageTooBig: 1009,
    MandatoryExtension: 1010,
    InternalError: 1011,
    ServiceRestart: 1012,
    TryAgainLater: 1013,
    BadGateway: 1014,
    TlsHandshake: 1015,
  });
});

test.each([
  [1000, true],
  [1001, true],
  [1002, true],
  [1003, true],
  [1007, true],
  [1008, true],
  [1009, true],
  [1010, true],
  [1011, true],
  [1012, true],
  [1013, true],
  [1014, true],
  [3000, true],
  [3999, true],
  [4000, true],
  [4999, true],
  [0, false],
  [999, false],
  [1004, false],
  [1005, false],
  [1006, false],
  [1015, false],
  [1016, false],
  [1100, false],
  [2000, false],
  [2999, false],
  [5000, false],
  [65535, false],
])('whether %i may be on the wire: %s', (code, expected) => {
  expect(isValidCloseCode(code)).toBe(expected);
});

test('every number of 16 bits is judged by the ranges of RFC 6455 §7.4.2', () => {
  const wrong: number[] = [];
  for (let code = 0; code <= 0xffff; code++) {
    if (isValidCloseCode(code) !== mayBeOnTheWire(code)) wrong.push(code);
  }
  expect(wrong).toStrictEqual([]);
});

test.each(notCloseCodes)('%d is no close code', (code) => {
  expect(isValidCloseCode(code)).toBe(false);
});

test('nothing but the integers of the ranges is a close code', () => {
  fc.assert(
    fc.property(fc.double(), (number) => {
      const expected = Number.isInteger(number) && mayBeOnTheWire(number);
      expect(isValidCloseCode(number)).toBe(expected);
    }),
  );
});

test('a string of digits is no close code', () => {
  expect(isValidCloseCode('1000' as unknown as number)).toBe(false);
});
