import { describe, expect, test } from 'vitest';
import {
  isValidUtf8,
  skipAscii,
  UTF8_BOUNDARY,
  validateUtf8,
} from '../../src/bytes/utf8-validate.js';
import { canBecomeValid, firstImpossibleByte, platformDecode } from '../properties/naive-utf8.js';
import { hex, join, repeat, toHex } from '../vectors/bits.js';
import { edited, invalidTexts, kosme, validTexts } from '../vectors/utf8.js';

const readable = (wire: Uint8Array) => toHex(wire).slice(0, 40);

/** The index of the byte that is at fault, or null while none is. */
function faultIn(bytes: Uint8Array, state: number = UTF8_BOUNDARY): number | null {
  const next = validateUtf8(state, bytes);
  return next < 0 ? ~next : null;
}

test.each(validTexts.map(([wire, text]) => [readable(wire), text, wire] as const))(
  '%s is the text %j',
  (_, __, wire) => {
    expect(validateUtf8(UTF8_BOUNDARY, wire)).toBe(UTF8_BOUNDARY);
    expect(isValidUtf8(wire)).toBe(true);
  },
);

test.each(invalidTexts.map(([wire, errorAt]) => [readable(wire), errorAt, wire] as const))(
  '%s is no text, and byte %s is why',
  (_, errorAt, wire) => {
    expect(isValidUtf8(wire)).toBe(false);
    expect(faultIn(wire)).toBe(errorAt);
    expect(firstImpossibleByte(wire), 'the vector itself').toBe(errorAt);
  },
);

describe('every sequence of', () => {
  test('one byte and of two bytes is judged as by TextDecoder, with the exact index', () => {
    for (let first = 0; first < 0x100; first++) {
      const one = Uint8Array.of(first);
      expect(isValidUtf8(one), toHex(one)).toBe(platformDecode(one) !== null);
      const mayStart = canBecomeValid(one);
      for (let second = 0; second < 0x100; second++) {
        const two = Uint8Array.of(first, second);
        const expected = !mayStart ? 0 : canBecomeValid(two) ? null : 1;
        if (faultIn(two) !== expected) expect(faultIn(two), toHex(two)).toBe(expected);
      }
    }
  });

  test('three bytes at the edges of the table is judged as by TextDecoder', () => {
    const edges = hex('00 7f 80 8f 90 9f a0 bf c0 c1 c2 df e0 e1 ec ed ee ef f0 f1 f3 f4 f5 ff');
    let wrong = '';
    for (const first of edges) {
      for (const second of edges) {
        for (const third of edges) {
          const three = Uint8Array.of(first, second, third);
          if (isValidUtf8(three) !== (platformDecode(three) !== null)) wrong = toHex(three);
        }
      }
    }
    expect(wrong).toBe('');
  });

  test('four bytes after each lead that may have three more is judged as by TextDecoder', () => {
    const edges = hex('7f 80 8f 90 9f a0 bf c0');
    let wrong = '';
    for (const first of hex('ef f0 f1 f2 f3 f4 f5')) {
      for (const second of edges) {
        for (const third of edges) {
          for (const fourth of edges) {
            const four = Uint8Array.of(first, second, third, fourth);
            if (isValidUtf8(four) !== (platformDecode(four) !== null)) wrong = toHex(four);
          }
        }
      }
    }
    expect(wrong).toBe('');
  });

  test('one code point, of all 1 112 064, is valid', () => {
    const encoder = new TextEncoder();
    for (let from = 0; from < 0x110000; from += 0x800) {
      if (from === 0xd800) continue; // the surrogates
      const points = Array.from({ length: 0x800 }, (_, at) => from + at);
      const bytes = encoder.encode(String.fromCodePoint(...points));
      expect(isValidUtf8(bytes), `U+${from.toString(16)}`).toBe(true);
    }
  });
});

describe('a text that comes in pieces', () => {
  test('fails within the piece that makes it invalid, before the rest is there', () => {
    const state = validateUtf8(UTF8_BOUNDARY, join(kosme, hex('f4')));
    expect(state).not.toBe(UTF8_BOUNDARY);
    expect(faultIn(hex('90'), state)).toBe(0);
    expect(faultIn(join(hex('8f bf bf'), edited), state)).toBe(null);
  });

  test('goes on in the middle of a character of any length', () => {
    for (const [wire] of validTexts) {
      let state = UTF8_BOUNDARY;
      for (const byte of wire) {
        expect(state).toBeGreaterThanOrEqual(0);
        state = validateUtf8(state, Uint8Array.of(byte));
      }
      expect(state).toBe(UTF8_BOUNDARY);
    }
  });

  test('keeps its state across an empty piece', () => {
    const middle = validateUtf8(UTF8_BOUNDARY, hex('f0 9f'));
    expect(validateUtf8(middle, hex(''))).toBe(middle);
  });
});

describe('a range of an array', () => {
  const wire = join(hex('ff'), kosme, hex('ff'));

  test('is judged without its surroundings', () => {
    expect(validateUtf8(UTF8_BOUNDARY, wire, 1, 12)).toBe(UTF8_BOUNDARY);
    expect(validateUtf8(UTF8_BOUNDARY, wire, 1, 1)).toBe(UTF8_BOUNDARY);
  });

  test('is at fault at an index of the whole array', () => {
    expect(~validateUtf8(UTF8_BOUNDARY, wire, 1)).toBe(12);
    expect(~validateUtf8(UTF8_BOUNDARY, wire, 0, 1)).toBe(0);
  });
});

describe('the leap over ASCII', () => {
  test('stops at the first byte above it, wherever that stands', () => {
    const wrong: string[] = [];
    for (let length = 0; length <= 40; length++) {
      expect(skipAscii(repeat(0x7f, length), 0, length)).toBe(length);
      for (let at = 0; at < length; at++) {
        // Of NUL and 80 no more bits are set than 80 has.
        const bytes = repeat(0x00, length);
        bytes[at] = 0x80;
        for (let start = 0; start <= at; start++) {
          const found = [skipAscii(bytes, start, length), skipAscii(bytes, start, at)];
          if (found[0] !== at || found[1] !== at) wrong.push(`${at} of ${length} from ${start}`);
        }
      }
    }
    expect(wrong).toStrictEqual([]);
  });

  test('finds a fault at the far end of a huge text', () => {
    const bytes = repeat(0x61, 20_000_000);
    bytes[19_999_999] = 0xff;
    expect(faultIn(bytes)).toBe(19_999_999);
    expect(isValidUtf8(bytes.subarray(0, -1))).toBe(true);
  });
});
