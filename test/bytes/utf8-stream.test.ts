import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Utf8Stream } from '../../src/bytes/utf8-stream.js';
import { cutAt, cuts } from '../properties/arbitraries.js';
import { firstImpossibleByte, platformDecode } from '../properties/naive-utf8.js';
import { hex, join, toHex } from '../vectors/bits.js';
import { invalidTexts, validTexts } from '../vectors/utf8.js';

/** Pushes the chunks until one is wrong. */
function pushAll(chunks: readonly Uint8Array[]): { stream: Utf8Stream; text: string } {
  const stream = new Utf8Stream();
  let text = '';
  for (const chunk of chunks) {
    text += stream.push(chunk);
    if (!stream.isValid) break;
  }
  return { stream, text };
}

/** The longest beginning of whole characters. */
function validPrefix(bytes: Uint8Array): string {
  let length = firstImpossibleByte(bytes) ?? bytes.length;
  while (platformDecode(bytes.slice(0, length)) === null) length--;
  return platformDecode(bytes.slice(0, length)) as string;
}

const drip = (bytes: Uint8Array) => [...bytes].map((byte) => Uint8Array.of(byte));

test('a new stream could end at once', () => {
  const stream = new Utf8Stream();
  expect(stream).toMatchObject({ isValid: true, isAtBoundary: true });
  expect(stream.push(new Uint8Array(0))).toBe('');
  expect(stream).toMatchObject({ isValid: true, isAtBoundary: true });
});

test('a character comes with its last byte', () => {
  const stream = new Utf8Stream();
  expect(stream.push(hex('61 e2'))).toBe('a');
  expect(stream.isAtBoundary).toBe(false);
  expect(stream.push(hex('82'))).toBe('');
  expect(stream.push(hex(''))).toBe('');
  expect(stream.isAtBoundary).toBe(false);
  expect(stream.push(hex('ac 62'))).toBe('€b');
  expect(stream).toMatchObject({ isValid: true, isAtBoundary: true });
});

describe('valid text', () => {
  test.each(validTexts)('%j', (wire, text) => {
    for (const chunks of [[wire], drip(wire)]) {
      const result = pushAll(chunks);
      expect(result.text).toBe(text);
      expect(result.stream).toMatchObject({ isValid: true, isAtBoundary: true });
    }
  });
});

describe('invalid text', () => {
  const cases = invalidTexts.map(([wire, errorAt]) => ({ title: toHex(wire), wire, errorAt }));

  test.each(cases)('$title gives the valid text in front of the fault', ({ wire, errorAt }) => {
    for (let cut = 0; cut <= wire.length; cut++) {
      for (const chunks of [[wire.slice(0, cut), wire.slice(cut)], drip(wire)]) {
        const { stream, text } = pushAll(chunks);
        expect(text).toBe(validPrefix(wire));
        expect(stream.isValid).toBe(errorAt === null);
        if (errorAt === null) expect(stream.isAtBoundary).toBe(false);
      }
    }
  });
});

test('a fault behind half a character that was carried over does not bring that half out', () => {
  const stream = new Utf8Stream();
  expect(stream.push(hex('61 f0 9f'))).toBe('a');
  expect(stream.push(hex('98 41'))).toBe('');
  expect(stream.isValid).toBe(false);
});

test('gives the same text however the bytes are cut', () => {
  const anyBytes = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 100 }).map((text) => new TextEncoder().encode(text)),
    fc
      .tuple(fc.string({ unit: 'binary', maxLength: 60 }), fc.uint8Array({ maxLength: 4 }))
      .map(([text, tail]) => join(new TextEncoder().encode(text), tail)),
    fc.uint8Array({ maxLength: 12 }),
  );
  fc.assert(
    fc.property(anyBytes, cuts, (bytes, places) => {
      const { stream, text } = pushAll(cutAt(bytes, places));
      expect(text).toBe(validPrefix(bytes));
      expect(stream.isValid).toBe(firstImpossibleByte(bytes) === null);
      if (stream.isValid) expect(stream.isAtBoundary).toBe(platformDecode(bytes) !== null);
    }),
    { numRuns: 500 },
  );
});

test('does not keep what it was given', () => {
  const stream = new Utf8Stream();
  const piece = hex('61 e2 82');
  stream.push(piece);
  piece.fill(0);
  expect(stream.push(hex('ac'))).toBe('€');
});

test.each([
  ['c3a9', 'é'],
  ['e282ac', '€'],
  ['f09f9880', '\u{1f600}'],
])('the character %s comes although the byte behind it is wrong', (wire, text) => {
  const stream = new Utf8Stream();
  expect(stream.push(hex(`${wire} ff`))).toBe(text);
  expect(stream.isValid).toBe(false);
});
