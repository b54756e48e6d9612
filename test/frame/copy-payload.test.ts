import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { copyPayload } from '../../src/frame/copy-payload.js';
import { naiveMask } from '../properties/naive-frame.js';
import { hex, noise, sameBytes } from '../vectors/bits.js';

const KEY = hex('37 fa 21 3d');
/** Around every border between loops, and some. */
const lengths = [...Array.from({ length: 140 }, (_, length) => length), 1023, 4096, 65_537];

describe.each([
  ['masked', KEY],
  ['unmasked', null],
])('a %s payload', (_, key) => {
  test.each([0, 1, 2, 3, 6])(
    'of any length that begins at %i is copied as it was meant',
    (start) => {
      for (const length of lengths) {
        const source = noise(start + length + 5);
        const wire = source.slice(start, start + length);
        const expected = key === null ? wire : naiveMask(wire, key);
        const before = source.slice();
        expect(sameBytes(copyPayload(source, start, start + length, key), expected)).toBe(true);
        expect(sameBytes(source, before)).toBe(true);
      }
    },
  );

  test('is a plain array with memory of its own, of a Buffer too', () => {
    for (const length of [0, 5, 64, 96, 300]) {
      const pool = Buffer.from(noise(length + 16));
      const payload = copyPayload(pool, 8, 8 + length, key);
      expect(Object.getPrototypeOf(payload)).toBe(Uint8Array.prototype);
      expect(payload.buffer).not.toBe(pool.buffer);
      expect(payload.buffer.byteLength).toBe(length);
    }
  });
});

test('the key of one payload does not stay for the next', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          length: fc.nat({ max: 200 }),
          key: fc.option(fc.uint8Array({ minLength: 4, maxLength: 4 })),
        }),
      ),
      (payloads) => {
        for (const { length, key } of payloads) {
          const wire = noise(length);
          const expected = key === null ? wire : naiveMask(wire, key);
          expect(sameBytes(copyPayload(wire, 0, length, key), expected)).toBe(true);
        }
      },
    ),
  );
});
