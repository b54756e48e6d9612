import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  copyByBytes,
  copyMasked,
  keyToBytes,
  maskByWords,
  maskRange,
  maskWords,
  readKey,
  rotateKey,
  swapBytes,
  wordsOf,
  writeKey,
} from '../../src/frame/mask-loops.js';
import { naiveMask } from '../properties/naive-frame.js';
import { hex, noise, repeat, sameBytes, toHex } from '../vectors/bits.js';

const KEY = hex('37 fa 21 3d');
const MAX_LENGTH = 300;
/** Behind the range, so that a byte too many is seen. */
const MARGIN = 11;

type InPlace = (bytes: Uint8Array, start: number, end: number, key: number) => void;
type Copy = typeof copyMasked;

/** The first few differences from the naive loop: every length, alignment of the array, and phase of the key. */
function differencesInPlace(mask: InPlace, lengths: readonly number[]): string[] {
  const wrong: string[] = [];
  for (let byteOffset = 0; byteOffset < 8; byteOffset++) {
    for (const length of lengths) {
      const start = length % 3;
      const original = noise(start + length + MARGIN, length + 1);
      for (let phase = 0; phase < 8; phase++) {
        const bytes = new Uint8Array(new ArrayBuffer(byteOffset + original.length), byteOffset);
        bytes.set(original);
        const expected = original.slice();
        expected.set(naiveMask(original.slice(start, start + length), KEY, phase), start);
        const title = `${length} bytes from ${start}, byteOffset ${byteOffset}, phase ${phase}`;
        try {
          mask(bytes, start, start + length, rotateKey(readKey(KEY, 0), phase));
          if (!sameBytes(bytes, expected)) wrong.push(title);
        } catch (error) {
          wrong.push(`${title}: ${error}`);
        }
      }
    }
  }
  return wrong.slice(0, 5);
}

function differencesOfCopy(copy: Copy, lengths: readonly number[]): string[] {
  const wrong: string[] = [];
  for (let alignment = 0; alignment < 8; alignment++) {
    for (const length of lengths) {
      const start = length % 3;
      const offset = (length + alignment) % 5;
      const source = noise(alignment + start + length + MARGIN, length + 1).subarray(alignment);
      const before = source.slice();
      for (let phase = 0; phase < 8; phase++) {
        const target = repeat(0xa5, offset + length + MARGIN);
        const expected = target.slice();
        expected.set(naiveMask(source.slice(start, start + length), KEY, phase), offset);
        copy(source, start, start + length, target, offset, rotateKey(readKey(KEY, 0), phase));
        if (!sameBytes(target, expected) || !sameBytes(source, before)) {
          wrong.push(`${length} bytes, alignment ${alignment}, phase ${phase}`);
        }
      }
    }
  }
  return wrong.slice(0, 5);
}

/** As a window does it: one view of words for whatever range of the array. */
function maskWithSharedWords(bytes: Uint8Array, start: number, end: number, key: number): void {
  const base = -bytes.byteOffset & 3;
  const words = wordsOf(bytes, base, Math.floor((bytes.length - base) / 4));
  maskWords(bytes, start, end, key, words, base);
}

const upTo = (last: number) => Array.from({ length: last + 1 }, (_, length) => length);

describe('equal to the naive loop at every length, alignment and phase:', () => {
  test.each<[string, InPlace]>([
    ['maskRange', maskRange],
    ['maskByWords', maskByWords],
    ['maskWords with a view of all that is there', maskWithSharedWords],
    ['copyByBytes onto itself', (b, start, end, key) => copyByBytes(b, start, end, b, start, key)],
  ])('%s', (_, mask) => {
    expect(differencesInPlace(mask, upTo(MAX_LENGTH))).toStrictEqual([]);
  });

  test.each<[string, Copy]>([
    ['copyMasked', copyMasked],
    ['copyByBytes', copyByBytes],
  ])('%s', (_, copy) => {
    expect(differencesOfCopy(copy, upTo(MAX_LENGTH))).toStrictEqual([]);
  });

  test.each([4095, 16_384, 65_537, 1_000_003])('%i bytes at once', (length) => {
    const original = noise(length);
    const expected = naiveMask(original, KEY, 3);
    const key = rotateKey(readKey(KEY, 0), 3);
    const copied = new Uint8Array(length);
    copyMasked(original, 0, length, copied, 0, key);
    maskRange(original, 0, length, key);
    expect(sameBytes(copied, expected)).toBe(true);
    expect(sameBytes(original, expected)).toBe(true);
  });
});

test('the last bytes of an array are copied without those in front of them', () => {
  const source = noise(205);
  const target = repeat(0xa5, 300);
  copyMasked(source, 5, 205, target, 3, readKey(KEY, 0));
  expect(target.slice(3, 203)).toStrictEqual(naiveMask(source.slice(5), KEY));
  expect(target.slice(203)).toStrictEqual(repeat(0xa5, 97));
});

test('words are not looked for behind the end of memory', () => {
  const bytes = new Uint8Array(new ArrayBuffer(2), 1);
  maskByWords(bytes, 0, 1, readKey(KEY, 0));
  expect(bytes).toStrictEqual(hex('37'));
});

describe('a key of zeros', () => {
  test.each([0, 5, 63, 64, 65, 200])('leaves %i bytes as they are', (length) => {
    const original = noise(length);
    const bytes = original.slice();
    const copied = new Uint8Array(length);
    maskRange(bytes, 0, length, 0);
    copyMasked(original, 0, length, copied, 0, 0);
    expect(bytes).toStrictEqual(original);
    expect(copied).toStrictEqual(original);
  });
});

describe('a key as a number', () => {
  test('has its first byte lowest, and comes apart again', () => {
    expect(readKey(hex('ff 01 02 03 84 ff'), 1) >>> 0).toBe(0x84030201);
    expect(keyToBytes(readKey(KEY, 0))).toStrictEqual(KEY);
    const paper = repeat(0xa5, 6);
    writeKey(paper, 1, readKey(KEY, 0));
    expect(paper).toStrictEqual(hex('a5 37fa213d a5'));
    expect(keyToBytes(-1)).toStrictEqual(hex('ffffffff'));
  });

  test.each([0, 1, 2, 3, 4, 5, 2 ** 31 + 1, 2 ** 32 + 2, 2 ** 53 - 1])(
    'is turned by the %d bytes in front of the range',
    (steps) => {
      const expected = [0, 1, 2, 3].map((i) => KEY[Number((BigInt(steps) + BigInt(i)) % 4n)]);
      expect(toHex(keyToBytes(rotateKey(readKey(KEY, 0), steps)))).toBe(
        toHex(Uint8Array.from(expected as number[])),
      );
    },
  );

  test.each([
    [0x01020304, 0x04030201],
    [0x80000000, 0x00000080],
    [0x000000ff, 0xff000000],
    [0xfedcba98, 0x98badcfe],
  ])('%i is the other way round %i', (word, swapped) => {
    expect(swapBytes(word) >>> 0).toBe(swapped);
    expect(swapBytes(swapBytes(word)) >>> 0).toBe(word);
  });
});

describe('on a machine whose words have their highest byte first', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  test('masking equals the naive loop too', async () => {
    vi.resetModules();
    vi.stubGlobal('Uint16Array', BigEndianUint16Array);
    const loops = await import('../../src/frame/mask-loops.js');
    vi.stubGlobal('Int32Array', bigEndianWords);
    const lengths = [64, 95, 96, 97, 98, 99, 128, 131, 200, 259];
    expect(differencesInPlace(loops.maskByWords, lengths)).toStrictEqual([]);
    expect(differencesInPlace(loops.maskRange, lengths)).toStrictEqual([]);
    expect(differencesOfCopy(loops.copyMasked, lengths)).toStrictEqual([]);
  });
});

/** Shows its memory as such a machine would. */
class BigEndianUint16Array {
  readonly buffer: ArrayBuffer;
  constructor(values: readonly number[]) {
    this.buffer = new ArrayBuffer(values.length * 2);
    for (const [at, value] of values.entries()) {
      new DataView(this.buffer).setUint16(at * 2, value, false);
    }
  }
}

/** Called with `new`: words over memory, read and written with their highest byte first. */
function bigEndianWords(buffer: ArrayBuffer, byteOffset: number, length: number): object {
  const memory = new DataView(buffer, byteOffset, length * 4);
  return new Proxy(
    {},
    {
      get: (_, at) => memory.getInt32(Number(at) * 4, false),
      set: (_, at, word) => {
        memory.setInt32(Number(at) * 4, word, false);
        return true;
      },
    },
  );
}
