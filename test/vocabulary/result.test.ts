import { expect, expectTypeOf, test } from 'vitest';
import {
  type Complete,
  complete,
  type DecodeResult,
  type Incomplete,
  type Invalid,
  incomplete,
  invalid,
} from '../../src/vocabulary/result.js';
import { protocolError } from '../../src/vocabulary/violation.js';

test('a complete result carries its value and how many bytes that took', () => {
  const value = { any: 'thing' };
  const result = complete(value, 7);
  expect(result).toStrictEqual({ status: 'complete', value, bytesRead: 7 });
  expect(result.value).toBe(value);
});

test('an incomplete result says how many bytes are missing at least', () => {
  expect(incomplete(3)).toStrictEqual({ status: 'incomplete', bytesNeeded: 3 });
});

test('an invalid result carries its error', () => {
  const error = protocolError('mask-missing');
  const result = invalid(error);
  expect(result).toStrictEqual({ status: 'invalid', error });
  expect(result.error).toBe(error);
});

test('the status tells the three apart, for the compiler too', () => {
  const read = (result: DecodeResult<string>): string | number => {
    switch (result.status) {
      case 'complete':
        expectTypeOf(result).toEqualTypeOf<Complete<string>>();
        return result.value;
      case 'incomplete':
        expectTypeOf(result).toEqualTypeOf<Incomplete>();
        return result.bytesNeeded;
      case 'invalid':
        expectTypeOf(result).toEqualTypeOf<Invalid>();
        return result.error.closeCode;
    }
  };
  expect(read(complete('frame', 2))).toBe('frame');
  expect(read(incomplete(2))).toBe(2);
  expect(read(invalid(protocolError('mask-missing')))).toBe(1002);
});
