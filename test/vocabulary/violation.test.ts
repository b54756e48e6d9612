import { describe, expect, test } from 'vitest';
import { isValidCloseCode } from '../../src/vocabulary/close-code.js';
import {
  type FrameViolationCode,
  frameError,
  frameViolations,
} from '../../src/vocabulary/frame-violation.js';
import { allProtocolErrors, protocolError } from '../../src/vocabulary/violation.js';

const all = allProtocolErrors();

test.each([
  ['reserved-bit-set', 1002],
  ['reserved-opcode', 1002],
  ['control-frame-fragmented', 1002],
  ['control-frame-too-long', 1002],
  ['mask-missing', 1002],
  ['mask-unexpected', 1002],
  ['length-not-minimal', 1002],
  ['length-sign-bit-set', 1002],
  ['payload-too-big', 1009],
  ['continuation-unexpected', 1002],
  ['message-interrupted', 1002],
  ['too-many-fragments', 1008],
  ['message-too-big', 1009],
  ['compressed-data-invalid', 1007],
  ['text-not-utf8', 1007],
  ['close-payload-too-short', 1002],
  ['close-code-invalid', 1002],
  ['close-reason-not-utf8', 1007],
] as const)('%s is answered with %i', (code, closeCode) => {
  expect(protocolError(code)).toMatchObject({ code, closeCode });
});

describe.each(all.map((error) => [error.code, error] as const))('%s', (code, error) => {
  test('is a plain frozen object, every time an equal one', () => {
    expect(protocolError(code)).toStrictEqual(error);
    expect(Object.isFrozen(error)).toBe(true);
    expect(Object.getPrototypeOf(error)).toBe(Object.prototype);
    expect(Object.keys(error).sort()).toStrictEqual(['closeCode', 'code', 'message', 'section']);
  });

  test('cannot be changed for the next one who provokes it', () => {
    expect(() => {
      (error as { message: string }).message = 'changed';
    }).toThrow(TypeError);
  });

  test('has a code for the wire, a section to read and a sentence for people', () => {
    expect(isValidCloseCode(error.closeCode)).toBe(true);
    expect(error.section).toMatch(/^RFC \d+ §[\d.]+/);
    expect(error.message).toMatch(/^[a-z0-9].* .*[^.]$/i);
    expect(error.code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
  });

  test('is made of text and numbers alone, and so survives a copy', () => {
    expect(structuredClone(error)).toStrictEqual(error);
    expect(JSON.parse(JSON.stringify(error))).toStrictEqual(error);
  });
});

test('what a single frame shows is called the same by the table of frames alone', () => {
  const codes = Object.keys(frameViolations) as FrameViolationCode[];
  expect(codes.map(frameError)).toStrictEqual(codes.map(protocolError));
  expect(codes.map(frameError).every(Object.isFrozen)).toBe(true);
});

test('the list of all holds each violation once, and is a fresh array', () => {
  expect(new Set(all.map((error) => error.code)).size).toBe(all.length);
  const list = allProtocolErrors();
  list.length = 0;
  expect(allProtocolErrors()).toStrictEqual(all);
});
