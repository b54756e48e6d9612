import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteAccumulator } from '../../src/bytes/byte-accumulator.js';
import { retainedBytes } from '../measure.js';
import { join, noise, sameBytes } from '../vectors/bits.js';

function collect(pieces: readonly Uint8Array[]): ByteAccumulator {
  const accumulator = new ByteAccumulator();
  for (const piece of pieces) accumulator.append(piece);
  return accumulator;
}

test('nothing collected is nothing', () => {
  expect(new ByteAccumulator().concat()).toStrictEqual(new Uint8Array(0));
  const empties = collect([new Uint8Array(0), new Uint8Array(0)]);
  expect(empties.length).toBe(0);
  expect(empties.concat()).toStrictEqual(new Uint8Array(0));
});

test('gives all pieces behind each other, of any size', () => {
  const size = fc.oneof(
    { weight: 5, arbitrary: fc.nat(100) },
    { weight: 2, arbitrary: fc.integer({ min: 4090, max: 4100 }) },
    { weight: 1, arbitrary: fc.integer({ min: 65_530, max: 65_540 }) },
  );
  const piece = fc.record({ size, margin: fc.constantFrom(0, 1, 5000), seed: fc.nat() });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (shapes) => {
      // A margin makes the piece a view of larger memory.
      const pieces = shapes.map(({ size, margin, seed }) =>
        noise(size + margin, seed).subarray(0, size),
      );
      const accumulator = collect(pieces);
      const expected = join(...pieces);
      expect(accumulator.length).toBe(expected.length);
      const result = accumulator.concat();
      expect(sameBytes(result, expected)).toBe(true);
      expect(result.buffer.byteLength).toBe(result.length);
    }),
    { numRuns: 50 },
  );
});

test.each([1, 64, 4095, 4096, 70_000])('the result of one piece of %i bytes is fresh', (size) => {
  const piece = noise(size);
  const result = collect([piece]).concat();
  expect(sameBytes(result, piece)).toBe(true);
  expect(result.buffer).not.toBe(piece.buffer);
});

test('a short piece is copied at once', () => {
  const piece = noise(100);
  const accumulator = collect([piece]);
  piece.fill(0);
  expect(accumulator.concat()).toStrictEqual(noise(100));
});

describe('what is held', () => {
  // Sizes of the pieces, repeated until about 1 MiB is together.
  test.each<[string, number[]]>([
    ['one byte at a time', [1]],
    ['63 bytes', [63]],
    ['pieces just too short to be kept', [4095]],
    ['pieces just long enough to be kept', [4096]],
    ['64 KiB', [65_536]],
    ['100 short ones and a long one', [...Array<number>(100).fill(41), 4096]],
    ['a byte and a piece that is kept, in turn', [1, 4096]],
    ['40 bytes and 8 KiB, in turn', [40, 8192]],
  ])('is within twice what was put in, plus one block: %s', (_, sizes) => {
    let length = 0;
    const retained = retainedBytes(() => {
      const accumulator = new ByteAccumulator();
      while (accumulator.length < 2 ** 20) {
        for (const size of sizes) accumulator.append(new Uint8Array(size));
      }
      length = accumulator.length;
      return accumulator;
    });
    expect(retained).toBeLessThan(2 * length + 2 * 65_536);
  });

  test('does not include the large memory that short views lie in', () => {
    const retained = retainedBytes(() => {
      const accumulator = new ByteAccumulator();
      for (let at = 0; at < 100; at++)
        accumulator.append(new Uint8Array(2 ** 20).subarray(0, 5000));
      return accumulator;
    });
    expect(retained).toBeLessThan(2 * 100 * 5000 + 2 * 65_536);
  });
});

describe('an array that is adopted', () => {
  const LARGE = 65_536;

  test.each([0, 1, 100, LARGE - 1])('is copied when it has %i bytes', (size) => {
    const accumulator = new ByteAccumulator();
    const piece = noise(size);
    accumulator.adopt(piece);
    piece.fill(0);
    expect(accumulator.length).toBe(size);
    expect(sameBytes(accumulator.concat(), noise(size))).toBe(true);
  });

  test.each([LARGE, LARGE + 1, 200_000])('is kept when it has %i', (size) => {
    const retained = retainedBytes(() => {
      const accumulator = new ByteAccumulator();
      accumulator.adopt(noise(size));
      return accumulator;
    });
    expect(retained).toBeLessThan(size + 10_000);
    const accumulator = new ByteAccumulator();
    accumulator.adopt(noise(size));
    const result = accumulator.concat();
    expect(sameBytes(result, noise(size))).toBe(true);
    expect(result.buffer.byteLength).toBe(size);
  });

  test('stands in its place among others, copied or kept', () => {
    const size = fc.oneof(
      fc.nat(100),
      fc.constantFrom(LARGE - 1, LARGE, LARGE + 1),
      fc.integer({ min: 30_000, max: 70_000 }),
    );
    const piece = fc.record({ size, seed: fc.nat(), isOwned: fc.boolean() });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (shapes) => {
        const accumulator = new ByteAccumulator();
        const pieces = shapes.map((shape) => noise(shape.size, shape.seed));
        for (const [at, each] of pieces.entries()) {
          // A copy, so that nobody else has what is handed over.
          if (shapes[at]?.isOwned) accumulator.adopt(each.slice());
          else accumulator.append(each);
        }
        const expected = join(...pieces);
        expect(accumulator.length).toBe(expected.length);
        expect(sameBytes(accumulator.concat(), expected)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('is not written to by what follows', () => {
    const accumulator = new ByteAccumulator();
    const large = noise(LARGE + 100).subarray(0, LARGE);
    accumulator.adopt(large);
    accumulator.append(noise(50, 2));
    accumulator.adopt(noise(60, 3));
    expect(sameBytes(new Uint8Array(large.buffer), noise(LARGE + 100))).toBe(true);
    const expected = join(noise(LARGE + 100).subarray(0, LARGE), noise(50, 2), noise(60, 3));
    expect(sameBytes(accumulator.concat(), expected)).toBe(true);
  });

  test.each([
    ['and a byte in turn', [LARGE, 1]],
    ['alone', [LARGE]],
    ['and some that are copied', [LARGE, 30_000, 100]],
  ])('holds no more than twice what was put in: %s', (_, sizes) => {
    let length = 0;
    const retained = retainedBytes(() => {
      const accumulator = new ByteAccumulator();
      while (accumulator.length < 2 ** 20) {
        for (const size of sizes) accumulator.adopt(new Uint8Array(size));
      }
      length = accumulator.length;
      return accumulator;
    });
    expect(retained).toBeLessThan(2 * length + 2 * 65_536);
  });
});

/** Whether a piece is kept where it lies, seen by writing to it. */
function isKept(fill: (accumulator: ByteAccumulator) => void, piece: Uint8Array, isTaken: boolean) {
  const accumulator = new ByteAccumulator();
  fill(accumulator);
  const before = accumulator.concat();
  if (isTaken) accumulator.take(piece, 0, piece.length);
  else accumulator.adopt(piece);
  const whole = join(before, piece);
  piece.fill(0);
  const result = accumulator.concat();
  if (sameBytes(result, whole)) return false;
  expect(sameBytes(result, join(before, piece))).toBe(true);
  return true;
}

/** A block begins with 64 bytes. */
test.each([
  [0, 65_535, false, false],
  [0, 65_536, false, true],
  [63, 65_536, false, false],
  [64, 65_536, false, true],
  [0, 4095, true, false],
  [0, 4096, true, true],
  [31, 4096, true, false],
  [32, 4096, true, true],
  [33, 4096, true, true],
])(
  'behind %i bytes in a block, a piece of %i (taken: %s) is kept where it lies: %s',
  (before, size, isTaken, expected) => {
    const fill = (accumulator: ByteAccumulator) => accumulator.append(noise(before, 3));
    expect(isKept(fill, noise(size), isTaken)).toBe(expected);
  },
);

/** What follows a block that is full is kept; it would be copied behind one that is not. */
test.each<[string, (accumulator: ByteAccumulator) => void]>([
  ['a range of an array', (it) => it.append(noise(1000), 500, 600)],
  [
    'the rest of a piece',
    (it) => {
      it.append(noise(10));
      it.append(noise(154));
    },
  ],
])('a block has no more room than %s needs', (_, fill) => {
  expect(isKept(fill, noise(65_536), false)).toBe(true);
});

test('a range is as long as it is, wherever it begins', () => {
  const memory = noise(14 + 4090);
  const accumulator = new ByteAccumulator();
  accumulator.take(memory, 14, memory.length);
  const expected = memory.slice(14);
  memory.fill(0);
  expect(sameBytes(accumulator.concat(), expected)).toBe(true);
});

describe('a range that is taken', () => {
  const HEADER = 14;
  /** A piece that fills its memory behind a header, or does not. */
  const memoryFor = (size: number, seed: number, before: number, behind: number) => {
    const memory = noise(before + size + behind, seed);
    return { memory, start: before, end: before + size };
  };

  test.each([
    ['alone', 0, 0, true],
    ['behind a header', HEADER, 0, true],
    ['behind more than a header', HEADER + 1, 0, false],
    ['with something behind it', 0, 1, false],
  ])('%s is kept where it lies, or copied: %s', (_, before, behind, isKept) => {
    const { memory, start, end } = memoryFor(8000, 1, before, behind);
    const accumulator = new ByteAccumulator();
    accumulator.take(memory, start, end);
    const expected = memory.slice(start, end);
    if (isKept) {
      // Seen through what is kept: whoever gives a range must not write to it.
      memory.fill(0);
      expect(sameBytes(accumulator.concat(), memory.slice(start, end))).toBe(true);
    } else {
      memory.fill(0);
      expect(sameBytes(accumulator.concat(), expected)).toBe(true);
    }
  });

  test('stands in its place among others, and a last range behind them all', () => {
    const size = fc.oneof(fc.nat(100), fc.nat(9000), fc.integer({ min: 60_000, max: 70_000 }));
    const piece = fc.record({
      size,
      seed: fc.nat(1000),
      before: fc.constantFrom(0, HEADER, 20),
      behind: fc.constantFrom(0, 0, 5),
      isTaken: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), piece, (shapes, last) => {
        const accumulator = new ByteAccumulator();
        const expected: Uint8Array[] = [];
        for (const { size, seed, before, behind, isTaken } of shapes) {
          const { memory, start, end } = memoryFor(size, seed, before, behind);
          expected.push(memory.slice(start, end));
          if (isTaken) accumulator.take(memory, start, end);
          else accumulator.append(memory, start, end);
        }
        expect(sameBytes(accumulator.concat(), join(...expected))).toBe(true);
        const { memory, start, end } = memoryFor(last.size, last.seed, last.before, last.behind);
        expected.push(memory.slice(start, end));
        expect(sameBytes(accumulator.concat(memory, start, end), join(...expected))).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    ['alone', [65_536]],
    ['and a byte in turn', [5000, 1]],
    ['and some that are copied', [5000, 3000, 100]],
  ])('holds no more than twice what was put in: %s', (_, sizes) => {
    let length = 0;
    const retained = retainedBytes(() => {
      const accumulator = new ByteAccumulator();
      while (accumulator.length < 2 ** 20) {
        for (const size of sizes) accumulator.take(new Uint8Array(size), 0, size);
      }
      length = accumulator.length;
      return accumulator;
    });
    expect(retained).toBeLessThan(2 * length + 2 * 65_536);
  });
});
