/**
 * What permessage-deflate asks of a compressor, asked of each one in the package.
 */

import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compressorBySize } from '../../src/adapters/by-size.js';
import { zlibCompressor } from '../../src/adapters/node-zlib.js';
import { pakoCompressor } from '../../src/adapters/pako.js';
import {
  type Compressor,
  type Deflater,
  type Inflater,
  requireCompressor,
} from '../../src/extension/compressor.js';
import { bySize, deflated, inflated, pako, TAIL, zlib } from '../properties/deflating.js';
import { hex, join, noise, repeat, sameBytes, toHex } from '../vectors/bits.js';

const all: readonly (readonly [string, Compressor])[] = [
  ['pako', pako],
  ['node:zlib', zlib],
  ['both by size', bySize],
];
const levels = [0, 1, 6, 9] as const;
const memLevels = [1, 8, 9] as const;
const windows = [8, 9, 10, 11, 12, 13, 14, 15] as const;

/** Text that repeats itself from near and far, so that every window has something to find. */
function prose(length: number): Uint8Array {
  const bytes = noise(length, 5).map((byte) => 97 + (byte % 5));
  for (let at = 600; at + 40 < length; at += 600) bytes.copyWithin(at, at % 7 ? at - 300 : 0, 40);
  return bytes;
}

/** Inflates all of the input, an output at a time; null when it is corrupt. */
function inflateAll(inflater: Inflater, input: Uint8Array, outputBytes = 1000): Uint8Array | null {
  const pieces: Uint8Array[] = [];
  for (let at = 0; ; ) {
    const output = new Uint8Array(outputBytes);
    if (!inflater.inflate(input, at, input.length, output)) return null;
    at += inflater.bytesRead;
    pieces.push(output.slice(0, inflater.bytesWritten));
    if (inflater.bytesWritten < outputBytes) {
      expect(at).toBe(input.length);
      return join(...pieces);
    }
  }
}

const message = (inflater: Inflater, data: Uint8Array, outputBytes?: number) => {
  const plain = inflateAll(inflater, data, outputBytes);
  return plain !== null && inflater.endMessage() ? plain : null;
};

describe.each(all)('%s', (_, compressor) => {
  const settings = { windowBits: 15, keepsContext: true };
  const deflater = (changes = {}): Deflater =>
    compressor.createDeflater({ ...settings, ...changes });
  const inflater = (changes = {}): Inflater =>
    compressor.createInflater({ ...settings, ...changes });

  test.each(windows)('deflates and inflates within a window of 2^%i', (windowBits) => {
    const plain = prose(70_000);
    const [there, back] = [deflater({ windowBits }), inflater({ windowBits })];
    let before = new Uint8Array(0);
    for (const length of [1, 300, 70_000, 5]) {
      const data = there.deflate(plain.subarray(0, length), true);
      expect(toHex(data.subarray(-4))).not.toBe('0000ffff');
      // A strict reader with that window and no more.
      const strict = inflated(data, windowBits, before.slice(-(2 ** windowBits)));
      expect(sameBytes(strict, plain.subarray(0, length))).toBe(true);
      expect(sameBytes(message(back, data) as Uint8Array, strict)).toBe(true);
      before = new Uint8Array(join(before, strict));
    }
    there.release();
    back.release();
  });

  test('flushes every piece, the last without its four bytes, and nothing is final', () => {
    const there = deflater();
    const pieces = [noise(100), noise(100, 2), noise(1)].map((piece, at) =>
      there.deflate(piece, at === 2),
    ) as [Uint8Array, Uint8Array, Uint8Array];
    expect(pieces.map((piece) => toHex(piece.subarray(-4)) === '0000ffff')).toStrictEqual([
      true,
      true,
      false,
    ]);
    const whole = join(...pieces, TAIL);
    const back = inflater();
    expect(toHex(inflateAll(back, whole) as Uint8Array)).toBe(
      toHex(join(noise(100), noise(100, 2), noise(1))),
    );
    // What ends with a final block is at its end; this is not.
    expect(() => inflateRawSync(whole)).toThrow('unexpected end of file');
    there.release();
    back.release();
  });

  test.each([16_384, 32_768, 65_536])(
    'gives an output around %i bytes whole, and some blocks too much at most',
    (size) => {
      for (let length = size - 30; length < size + 8; length++) {
        for (const last of [true, false]) {
          const there = deflater();
          const plain = noise(length);
          const data = there.deflate(plain, last);
          there.release();
          expect(sameBytes(inflated(last ? data : data.subarray(0, -4), 15), plain)).toBe(true);
          expect(data.length).toBeLessThan(length + 5 * Math.ceil(size / 16_384) + 15);
        }
      }
    },
  );

  test('neither changes nor keeps what it deflates, and gives fresh bytes', () => {
    const there = deflater();
    const plain = prose(3000);
    const first = there.deflate(plain, true);
    expect(sameBytes(plain, prose(3000))).toBe(true);
    const copy = first.slice();
    plain.fill(0);
    const second = there.deflate(prose(3000), true);
    expect(sameBytes(first, copy)).toBe(true);
    first.fill(0);
    expect(sameBytes(inflated(second, 15, prose(3000)), prose(3000))).toBe(true);
    there.release();
  });

  test('takes and fills views of larger memory, and leaves the rest of it alone', () => {
    const large = noise(1000);
    const there = deflater();
    const data = there.deflate(large.subarray(100, 200), true);
    const memory = repeat(0xaa, 300);
    const wire = join(hex('ff ff'), data, hex('ff ff'));
    const back = inflater();
    expect(back.inflate(wire, 2, wire.length - 2, memory.subarray(100, 250))).toBe(true);
    expect([back.bytesRead, back.bytesWritten]).toStrictEqual([data.length, 100]);
    expect(toHex(memory.subarray(100, 200))).toBe(toHex(large.subarray(100, 200)));
    expect(toHex(memory.subarray(0, 100))).toBe('aa'.repeat(100));
    expect(toHex(memory.subarray(250))).toBe('aa'.repeat(50));
    there.release();
    back.release();
  });

  test.each([1, 2, 7, 255, 256, 257, 16_384, 65_536])(
    'stops when an output of %i is full',
    (size) => {
      const plain = prose(size * 2 + 1).slice(0, 70_000);
      const data = deflated(plain);
      for (const windowBits of [15, 12, 8]) {
        const reader = inflater({ windowBits });
        const wire = deflated(plain, { windowBits: Math.max(9, windowBits) });
        expect(sameBytes(message(reader, wire, size) as Uint8Array, plain)).toBe(true);
        reader.release();
      }
      const back = inflater();
      back.inflate(data, 0, data.length, new Uint8Array(size));
      expect(back.bytesWritten).toBe(Math.min(size, plain.length));
      back.release();
    },
  );

  describe('a final block', () => {
    // "a" in a final block; a reference to three bytes, one back, in one; an end that is none.
    const final = hex('4b 04 00');
    test('ends nothing, and the window is kept behind it', () => {
      const back = inflater();
      expect(toHex(message(back, hex('f3 48 cd c9 c9 07 00')) as Uint8Array)).toBe('48656c6c6f');
      // "Hello" as a reference to the message before (RFC 7692 §7.2.3.2).
      expect(toHex(message(back, hex('f2 00 11 00 00')) as Uint8Array)).toBe('48656c6c6f');
      back.release();
    });

    test.each([1, 2, 100])('may come %i times in a message, cut anywhere', (count) => {
      const data = join(...Array<Uint8Array>(count).fill(final));
      for (const [outputBytes, cut] of [
        [1000, Infinity],
        [1, Infinity],
        [1000, 1],
        [1, 1],
        [3, 4],
      ] as const) {
        const back = inflater();
        for (let rounds = 0; rounds < 2; rounds++) {
          const pieces: Uint8Array[] = [];
          for (let at = 0; at < data.length; at += cut) {
            pieces.push(inflateAll(back, data.subarray(at, at + cut), outputBytes) as Uint8Array);
          }
          expect(back.endMessage()).toBe(true);
          expect(toHex(join(...pieces))).toBe('61'.repeat(count));
        }
        back.release();
      }
    });

    test.each(windows)('keeps all of a window of 2^%i', (windowBits) => {
      const back = inflater({ windowBits });
      const plain = noise(70_000, windowBits);
      const first = deflated(plain, { windowBits: Math.max(9, windowBits) });
      message(back, first);
      message(back, hex('4b 04 00'));
      // As far back as zlib looks: 262 bytes less than its window, which has at least 512.
      const far = windowBits === 8 ? 200 : 2 ** windowBits - 262 - 40;
      const history = join(plain, hex('61'));
      const wanted = history.subarray(history.length - far, history.length - far + 30);
      const there = compressor.createDeflater({ windowBits, keepsContext: true });
      there.deflate(history.subarray(-(2 ** windowBits)), true);
      const data = there.deflate(wanted, true);
      expect(data.length).toBeLessThan(25);
      expect(toHex(message(back, data) as Uint8Array)).toBe(toHex(wanted));
      there.release();
      back.release();
    });
  });

  test('forgets with release, once or twice, used or not, and begins anew', () => {
    const [there, back] = [deflater(), inflater()];
    there.release();
    back.release();
    for (let round = 0; round < 3; round++) {
      const data = there.deflate(prose(2000), true);
      expect(sameBytes(inflated(data, 15), prose(2000))).toBe(true);
      expect(sameBytes(message(back, data) as Uint8Array, prose(2000))).toBe(true);
      there.release();
      there.release();
      back.release();
      back.release();
      // What would refer to the message before finds nothing there.
      expect(message(back, hex('f2 00 11 00 00'))).toBe(null);
      back.release();
    }
  });

  test('forgets with release in the middle of a message, on both sides', () => {
    const [there, back] = [deflater(), inflater()];
    there.deflate(prose(2000), false);
    there.release();
    expect(sameBytes(inflated(there.deflate(prose(2000), true), 15), prose(2000))).toBe(true);
    const data = deflated(prose(2000));
    inflateAll(back, data.subarray(0, 100));
    back.release();
    expect(sameBytes(message(back, data) as Uint8Array, prose(2000))).toBe(true);
    there.release();
    back.release();
  });

  test('does not mix up what several do at once', () => {
    const sides = Array.from({ length: 4 }, (_none, at) => ({
      there: deflater(),
      back: inflater(),
      plain: prose(500 + at * 97),
    }));
    for (let round = 0; round < 5; round++) {
      const wires = sides.map(({ there, plain }) => there.deflate(plain, true));
      for (const [at, { back, plain }] of sides.entries()) {
        expect(toHex(message(back, wires[at] as Uint8Array, 100) as Uint8Array)).toBe(toHex(plain));
      }
      const [one] = sides;
      if (round === 2) {
        one?.there.release();
        one?.back.release();
      }
    }
    for (const { there, back } of sides) {
      there.release();
      back.release();
    }
  });

  test('what is deflated in any pieces is inflated in any pieces', () => {
    const piece = fc
      .tuple(fc.integer({ min: 1, max: 3000 }), fc.nat(), fc.nat(20))
      .map(([length, seed, kinds]) => noise(length, seed).map((byte) => byte % (kinds + 1)));
    const windowBits = fc.integer({ min: 8, max: 15 });
    fc.assert(
      fc.property(
        fc.array(fc.array(piece, { minLength: 1, maxLength: 3 }), { maxLength: 4 }),
        windowBits,
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 5000 }),
        (messages, bits, outputBytes, cut) => {
          const [there, back] = [deflater({ windowBits: bits }), inflater({ windowBits: bits })];
          for (const pieces of messages) {
            const data = join(
              ...pieces.map((plain, at) => there.deflate(plain, at === pieces.length - 1)),
            );
            const got: Uint8Array[] = [];
            for (let at = 0; at < data.length; at += cut) {
              const part = inflateAll(back, data.subarray(at, at + cut), outputBytes);
              if (part === null) throw new Error('corrupt');
              got.push(part);
            }
            expect(back.endMessage()).toBe(true);
            expect(sameBytes(join(...got), join(...pieces))).toBe(true);
          }
          there.release();
          back.release();
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe.each([
  ['pako', pakoCompressor],
  ['node:zlib', zlibCompressor],
] as const)('%s', (_, make) => {
  test.each(levels.flatMap((level) => memLevels.map((memLevel) => ({ level, memLevel }))))(
    'is sound with %j, in every window',
    (options) => {
      const compressor = compressorBySize({ small: make(options), large: make(options) });
      for (const windowBits of windows) {
        for (const plain of [hex('61'), prose(5000), noise(5000), repeat(0, 40_000)]) {
          const there = compressor.createDeflater({ windowBits, keepsContext: false });
          const data = there.deflate(plain, true);
          there.release();
          expect(sameBytes(inflated(data, windowBits), plain)).toBe(true);
          // What the limits of a receiver make room for.
          expect(data.length).toBeLessThanOrEqual(plain.length * (17 / 16) + 64);
        }
      }
    },
  );

  test.each<[object, typeof TypeError | typeof RangeError, string]>([
    [{ level: -1 }, RangeError, 'level is -1'],
    [{ level: 10 }, RangeError, 'level is 10'],
    [{ level: 1.5 }, RangeError, 'level is 1.5'],
    [{ level: Number.NaN }, RangeError, 'level is NaN'],
    [{ level: '6' }, TypeError, 'level must be a number'],
    [{ level: null }, TypeError, 'level must be a number'],
    [{ memLevel: 0 }, RangeError, 'memLevel is 0'],
    [{ memLevel: 10 }, RangeError, 'memLevel is 10'],
    [{ memLevel: true }, TypeError, 'memLevel must be a number'],
  ])('does not take %j', (options, type, text) => {
    expect(() => make(options)).toThrow(type);
    expect(() => make(options)).toThrow(text);
  });
});

describe('a compressor of the caller', () => {
  const createDeflater = () => {};
  const createInflater = () => {};
  const whole = { minWindowBits: 9, createDeflater, createInflater };

  test('is one that has all three', () => {
    for (const minWindowBits of [8, 9, 15]) {
      expect(() => requireCompressor({ ...whole, minWindowBits }, 'compressor')).not.toThrow();
    }
  });

  test.each([
    [null, 'compressor must be a Compressor, not null'],
    [undefined, 'compressor must be a Compressor, not undefined'],
    ['pako', 'compressor must be a Compressor, not "pako"'],
    [{}, 'compressor.createDeflater must be a function, not undefined'],
    [{ createDeflater }, 'compressor.createInflater must be a function, not undefined'],
    [{ createDeflater, createInflater }, 'compressor.minWindowBits'],
    [{ ...whole, minWindowBits: 7 }, 'compressor.minWindowBits'],
    [{ ...whole, minWindowBits: 16 }, 'compressor.minWindowBits'],
  ])('is not %o', (value, message) => {
    expect(() => requireCompressor(value, 'compressor')).toThrow(message);
  });
});
