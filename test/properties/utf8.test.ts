/**
 * UTF-8 against the platform: the same verdict, the exact byte of a fault, the same text, in any cut.
 */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeUtf8, decodeUtf8Portable } from '../../src/bytes/utf8-decode.js';
import { encodeUtf8, encodeUtf8Portable, utf8Length } from '../../src/bytes/utf8-encode.js';
import { isValidUtf8, UTF8_BOUNDARY, validateUtf8 } from '../../src/bytes/utf8-validate.js';
import { anyText, cutAt, cuts } from './arbitraries.js';
import { firstImpossibleByte, platformDecode } from './naive-utf8.js';

/** Bytes that stand at an edge of some rule. */
const edge = fc.constantFrom(
  ...[0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1],
  ...[0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf8, 0xfe, 0xff],
);

/** A valid text of which one byte was changed, or the end cut off. */
const spoilt = fc
  .tuple(anyText, fc.nat(), fc.option(fc.oneof(edge, fc.nat(255)), { nil: null }))
  .map(([text, at, byte]) => {
    const bytes = new TextEncoder().encode(text);
    if (bytes.length === 0) return bytes;
    if (byte === null) return bytes.slice(0, at % bytes.length);
    bytes[at % bytes.length] = byte;
    return bytes;
  });

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 80 }),
  fc.array(edge, { maxLength: 12 }).map((bytes) => Uint8Array.from(bytes)),
  spoilt,
  anyText.map((text) => new TextEncoder().encode(text)),
);

test('bytes are valid exactly if TextDecoder says so, and both decoders give its text', () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      const expected = platformDecode(bytes);
      expect(isValidUtf8(bytes)).toBe(expected !== null);
      expect(decodeUtf8(bytes)).toBe(expected);
      expect(decodeUtf8Portable(bytes)).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});

test('the byte at fault is the first after which no text can be valid', () => {
  const short = anyBytes.filter((bytes) => bytes.length <= 60);
  fc.assert(
    fc.property(short, (bytes) => {
      const state = validateUtf8(UTF8_BOUNDARY, bytes);
      expect(state < 0 ? ~state : null).toBe(firstImpossibleByte(bytes));
    }),
    { numRuns: 400 },
  );
});

test('in any cut the state and the byte at fault are those of the whole', () => {
  fc.assert(
    fc.property(anyBytes, cuts, (bytes, fractions) => {
      const whole = validateUtf8(UTF8_BOUNDARY, bytes);
      let state = UTF8_BOUNDARY;
      let read = 0;
      for (const piece of cutAt(bytes, fractions)) {
        state = validateUtf8(state, piece);
        if (state < 0) {
          state = ~(read + ~state);
          break;
        }
        read += piece.length;
      }
      expect(state).toBe(whole);
    }),
    { numRuns: 1000 },
  );
});

test('any text is written as TextEncoder writes it, and its length is known before', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const expected = new TextEncoder().encode(text);
      expect(encodeUtf8(text)).toStrictEqual(expected);
      expect(encodeUtf8Portable(text)).toStrictEqual(expected);
      expect(utf8Length(text)).toBe(expected.length);
    }),
    { numRuns: 1000 },
  );
});

test('a well-formed text comes back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(decodeUtf8(encodeUtf8(text))).toBe(text);
      expect(decodeUtf8Portable(encodeUtf8Portable(text))).toBe(text);
    }),
  );
});
