import { describe, expect, test } from 'vitest';
import { freshFrame } from '../../src/frame/fresh-frame.js';
import { writeKey } from '../../src/frame/mask-loops.js';
import { simdMask } from '../../src/frame/mask-simd.js';
import { writeFrame } from '../properties/naive-frame.js';
import { noise, toHex } from '../vectors/bits.js';
import { recordingSimd } from './recording-simd.js';

const KEY = 0x3d21fa37;

const keyBytes = new Uint8Array(4);
writeKey(keyBytes, 0, KEY);

/** Lengths around the forms of the header and the ways to encode text. */
const lengths = [0, 1, 5, 15, 16, 31, 32, 62, 63, 64, 65, 125, 126, 127, 4096, 65_535, 65_536];

describe.each([
  ['masked', KEY],
  ['unmasked', null],
])('%s, a frame of its own', (_, key) => {
  const maskingKey = key === null ? null : keyBytes;
  const expected = (opcode: number, payload: Uint8Array) => {
    const header = { fin: true, opcode, maskingKey, payloadLength: payload.length };
    return toHex(writeFrame(header, undefined, payload));
  };

  test.each(lengths)('holds %i bytes, and nothing else', (length) => {
    for (const simd of [simdMask, null]) {
      const frame = freshFrame(0x82, noise(length), key, simd);
      expect(toHex(frame)).toBe(expected(2, noise(length)));
      expect(frame.buffer.byteLength).toBe(frame.length);
    }
  });

  test.each(lengths)('holds text of %i units, whatever its characters take', (length) => {
    for (const letter of ['a', '\xe9', '\u20ac', '\u{1f600}', '\ud800']) {
      for (const text of [
        letter.repeat(length),
        `${'a'.repeat(length)}${letter}`,
        `${letter}${'a'.repeat(length)}`,
      ]) {
        const frame = freshFrame(0x81, text, key, simdMask);
        expect(toHex(frame) === expected(1, new TextEncoder().encode(text))).toBe(true);
        expect(frame.buffer.byteLength).toBe(frame.length);
      }
    }
  });
});

// It says where SIMD is asked, and there is nobody to ask in the run without WebAssembly.
describe.skipIf(simdMask === null)('SIMD', () => {
  test.each<[string, Uint8Array | string, number | null, string[]]>([
    ['5000 bytes, which lie elsewhere', noise(5000), KEY, ['copy']],
    ['a short text, which is counted', 'é'.repeat(50), KEY, []],
    ['a text that goes by way of the draft', 'a'.repeat(1200), KEY, []],
    ['a text that is written where it goes', 'a'.repeat(2000), KEY, ['inPlace']],
    ['and that is not masked', 'a'.repeat(2000), null, []],
    ['a text that becomes bytes first', 'é'.repeat(2000), KEY, ['copyShort']],
  ])('masks %s', (_, payload, key, expected) => {
    const { simd, calls } = recordingSimd();
    freshFrame(0x82, payload, key, simd);
    expect(calls).toStrictEqual(expected);
  });
});
