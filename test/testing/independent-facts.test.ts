/**
 * What the kit has apart from the codec says the same as the codec, or as the runtime.
 */

import { isUtf8 as isUtf8OfNode } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeAccept, decodeFrame, encodeFrame, type Opcode } from '../../src/index.js';
import { acceptValue, toBase64 } from '../../src/testing/accept-value.js';
import { cutIntoFragments, writeFrame, xor } from '../../src/testing/frame-writer.js';
import { isUtf8 } from '../../src/testing/is-utf8.js';
import { SeededBytes } from '../../src/testing/seeded-bytes.js';

describe('the accept', () => {
  test('is that of RFC 6455 §1.3', () => {
    expect(acceptValue('dGhlIHNhbXBsZSBub25jZQ==')).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  });

  test('is that of the codec', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const key = Buffer.from(bytes).toString('base64');
        expect(acceptValue(key)).toBe(computeAccept(key));
      }),
    );
  });

  test('can be made of a key of any length', () => {
    // SHA-1 pads 56 bytes and more into another block.
    const lengths = [0, 19, 20, 27, 28, 29, 91, 92, 93];
    expect(new Set(lengths.map((n) => acceptValue('x'.repeat(n)))).size).toBe(lengths.length);
  });

  test('is base64 as Node writes it', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      }),
    );
  });
});

describe('UTF-8', () => {
  test('is what Node takes for it, byte after byte', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 5 }),
      fc.string({ unit: 'binary' }).map((text) => new TextEncoder().encode(text)),
      fc
        .constantFrom(
          'eda080',
          'ed9fbf',
          'f48fbfbf',
          'f4908080',
          'e09fbf',
          'f08fbfbf',
          'c1bf',
          'c280',
        )
        .map((digits) => new Uint8Array(Buffer.from(digits, 'hex'))),
    );
    fc.assert(
      fc.property(bytes, fc.nat(), (whole, cut) => {
        const some = whole.subarray(0, cut % (whole.length + 1));
        expect(isUtf8(some)).toBe(isUtf8OfNode(some));
      }),
      { numRuns: 2000 },
    );
  });

  test('has these two bytes at its beginning and no others', () => {
    for (let pair = 0; pair < 65_536; pair++) {
      const bytes = Uint8Array.of(pair >> 8, pair & 0xff, 0x80, 0x80);
      for (const length of [2, 3, 4]) {
        const some = bytes.subarray(0, length);
        if (isUtf8(some) !== isUtf8OfNode(some)) expect(some).toBe('judged as Node does');
      }
    }
    expect(isUtf8(Uint8Array.of(0xc2, 0x80))).toBe(true);
  });
});

describe('frames', () => {
  const frame = (opcode: number, payload: Uint8Array, length: Uint8Array | null = null) => ({
    opcode,
    payload,
    fin: true,
    rsv: 0,
    length,
  });

  test.each([0, 1, 125, 126, 127, 65_535, 65_536])('of %i bytes are those of the codec', (size) => {
    const payload = new SeededBytes(7).take(size);
    const key = Uint8Array.of(1, 2, 3, 4);
    for (const maskingKey of [null, key]) {
      const ours = writeFrame(frame(2, payload), maskingKey);
      expect(Buffer.compare(ours, encodeFrame({ opcode: 2, payload, maskingKey }))).toBe(0);
    }
  });

  test('carry the bits that they are told to, legal or not', () => {
    const bytes = writeFrame({ ...frame(0xf, Uint8Array.of(9)), fin: false, rsv: 7 }, null);
    expect([...bytes]).toEqual([0x7f, 1, 9]);
  });

  test.each([
    ['one byte', [5], [0x82, 0x85]],
    ['two', [0, 5], [0x82, 0xfe, 0, 5]],
    ['eight', [0x80, 0, 0, 0, 0, 0, 0, 0], [0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0]],
  ])('declare the length that they are told to, in %s', (_, length, head) => {
    const bytes = writeFrame(
      frame(2, new Uint8Array(0), Uint8Array.from(length)),
      new Uint8Array(4),
    );
    expect([...bytes]).toEqual([...head, 0, 0, 0, 0]);
  });

  test('are masked in place and back, from any index on', () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.nat(),
        fc.uint8Array({ minLength: 4, maxLength: 4 }),
        (bytes, at, key) => {
          const from = at % (bytes.length + 1);
          const masked = bytes.slice();
          xor(masked, from, key);
          expect([...masked]).toEqual(
            [...bytes].map((b, i) => (i < from ? b : b ^ (key[(i - from) & 3] ?? 0))),
          );
        },
      ),
    );
  });

  test('of a message in fragments end with one that is shorter than the others', () => {
    const message = { ...frame(1, new Uint8Array(4)), rsv: 4 };
    const shapes = cutIntoFragments(message, 2).map(({ opcode, payload, fin, rsv }) => [
      opcode,
      payload.length,
      fin,
      rsv,
    ]);
    expect(shapes).toEqual([
      [1, 2, false, 4],
      [0, 2, false, 0],
      [0, 0, true, 0],
    ]);
  });

  test('of the codec come back as they were', () => {
    const bytes = writeFrame(frame(1 satisfies Opcode, Uint8Array.of(0x61)), null);
    expect(decodeFrame(bytes)).toMatchObject({ status: 'complete', bytesRead: 3 });
  });
});

describe('chance', () => {
  test('is the same for the same seed, and another for another', () => {
    const take = (seed: number) => [...new SeededBytes(seed).take(16)];
    expect(take(3)).toEqual(take(3));
    expect(take(3)).not.toEqual(take(4));
  });

  test('comes of a seed of 0 as well, where a state of 0 would give zeros for ever', () => {
    for (const seed of [0, 2 ** 32]) {
      expect([...new SeededBytes(seed).take(16)]).toEqual([...new SeededBytes(1).take(16)]);
    }
  });

  test('does not repeat itself soon', () => {
    const seeded = new SeededBytes(1);
    const states = Array.from({ length: 10_000 }, () => seeded.next());
    expect(new Set(states).size).toBe(10_000);
    expect(states.every((state) => Number.isInteger(state) && state > 0 && state < 2 ** 32)).toBe(
      true,
    );
  });
});
