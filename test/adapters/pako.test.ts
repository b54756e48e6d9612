import type * as pako from 'pako';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { pakoCompressor } from '../../src/adapters/pako.js';
import { deflated, inflated } from '../properties/deflating.js';
import { hex, join, noise, sameBytes, toHex } from '../vectors/bits.js';
import { copyFrom, stored } from './raw-blocks.js';

/** What the next calls of pako answer instead of working, if anything. */
const forced = vi.hoisted(() => ({
  deflate: null as number | null,
  init: null as number | null,
  /** Whether it is a version without the functions of zlib. */
  isOld: false,
  /** The states that were made and given up, in order. */
  log: [] as string[],
  /** Looks at the stream behind each real call. */
  observe: (_stream: pako.ZStream): void => {},
}));

/** The status with which zlib says that it has nothing to do and has done nothing. */
const Z_BUF_ERROR = -5;

vi.mock('pako', async (importOriginal) => {
  const real = await importOriginal<typeof pako>();
  const counted = (...args: Parameters<typeof real.zlibInflateInit2>) => {
    forced.log.push(`inflate ${args[1]}`);
    return real.zlibInflateInit2(...args);
  };
  return {
    ...real,
    get zlibInflateInit2() {
      return forced.isOld ? undefined : counted;
    },
    zlibDeflate(...args: Parameters<typeof real.zlibDeflate>) {
      if (forced.deflate !== null) return forced.deflate;
      const status = real.zlibDeflate(...args);
      forced.observe(args[0]);
      return status;
    },
    zlibDeflateInit2(...args: Parameters<typeof real.zlibDeflateInit2>) {
      forced.log.push(`deflate ${args.slice(1).join()}`);
      return forced.init ?? real.zlibDeflateInit2(...args);
    },
    zlibDeflateEnd(...args: Parameters<typeof real.zlibDeflateEnd>) {
      forced.log.push('end of deflate');
      return real.zlibDeflateEnd(...args);
    },
    zlibInflateEnd(...args: Parameters<typeof real.zlibInflateEnd>) {
      forced.log.push('end of inflate');
      return real.zlibInflateEnd(...args);
    },
  };
});

afterEach(() => {
  forced.deflate = null;
  forced.init = null;
  forced.isOld = false;
  forced.log = [];
  forced.observe = () => {};
});

const settings = { windowBits: 15, keepsContext: true };

test('every window can be had', () => {
  expect(pakoCompressor().minWindowBits).toBe(8);
});

describe.each([8, 9, 10, 12, 14, 15])('a window of 2^%i', (windowBits) => {
  const size = 2 ** windowBits;

  test('is as far back as a distance may go, within one output and behind another', () => {
    const plain = noise(2 * size);
    const farthest = toHex(plain.subarray(size, size + 3));
    for (const cut of [false, true]) {
      const inflater = pakoCompressor().createInflater({ windowBits, keepsContext: true });
      const output = new Uint8Array(4 * size);
      const pieces = cut ? [stored(plain), copyFrom(size)] : [join(stored(plain), copyFrom(size))];
      let written = 0;
      for (const piece of pieces) {
        expect(inflater.inflate(piece, 0, piece.length, output.subarray(written))).toBe(true);
        written += inflater.bytesWritten;
      }
      expect(toHex(output.subarray(written - 3, written))).toBe(farthest);
      expect(inflater.endMessage()).toBe(true);
      inflater.release();
    }
  });

  test.each([1, 2, 100])('is left by a distance of %i more', (more) => {
    if (size + more > 32_768) return expect(windowBits).toBe(15);
    for (const cut of [false, true]) {
      const inflater = pakoCompressor().createInflater({ windowBits, keepsContext: true });
      const [plain, copy] = [stored(noise(2 * size)), copyFrom(size + more)];
      const output = new Uint8Array(4 * size);
      const whole = join(plain, copy);
      if (cut) expect(inflater.inflate(plain, 0, plain.length, output)).toBe(true);
      const data = cut ? copy : whole;
      expect(inflater.inflate(data, 0, data.length, output)).toBe(false);
      inflater.release();
    }
  });

  test('is the one of an engine that has been given back, too', () => {
    const compressor = pakoCompressor();
    for (let round = 0; round < 3; round++) {
      const inflater = compressor.createInflater({ windowBits, keepsContext: true });
      const data = join(stored(noise(2 * size)), copyFrom(Math.min(size + 1, 32_768)));
      const output = new Uint8Array(4 * size);
      expect(inflater.inflate(data, 0, data.length, output)).toBe(windowBits === 15);
      inflater.release();
      const other = compressor.createInflater({ windowBits, keepsContext: true });
      const sound = deflated(noise(50), { windowBits: Math.max(windowBits, 9) });
      expect(other.inflate(sound, 0, sound.length, output)).toBe(true);
      expect(other.endMessage()).toBe(true);
      other.release();
    }
  });
});

describe('a failure of pako', () => {
  test('is an Error with its status, when a deflater is made', () => {
    forced.init = -2;
    const deflater = pakoCompressor().createDeflater(settings);
    expect(() => deflater.deflate(hex('61'), true)).toThrow('pako failed with status -2');
    forced.init = null;
    expect(toHex(deflater.deflate(hex('61'), true))).toBe(toHex(deflated(hex('61'))));
    deflater.release();
  });

  test('is an Error with its status, when something is deflated; released, it begins anew', () => {
    const deflater = pakoCompressor().createDeflater(settings);
    deflater.deflate(noise(100), true);
    forced.deflate = -2;
    expect(() => deflater.deflate(hex('61'), true)).toThrow('pako failed with status -2');
    forced.deflate = null;
    deflater.release();
    expect(sameBytes(inflated(deflater.deflate(noise(100), true), 15), noise(100))).toBe(true);
    deflater.release();
  });

  test('is not what it says when a block is full to the last byte and there is nothing more', () => {
    const deflater = pakoCompressor({ level: 0 }).createDeflater(settings);
    // The header of the block and the flush take ten bytes of the 16384.
    const plain = noise(16_374);
    const calls: number[] = [];
    forced.observe = (stream) => {
      calls.push(stream.avail_out);
      // Most versions of zlib write the flush once more here; none needs to.
      if (stream.avail_out === 0) forced.deflate = Z_BUF_ERROR;
    };
    const data = deflater.deflate(plain, true);
    expect(calls).toStrictEqual([0]);
    expect(data.length).toBe(16_380);
    expect(sameBytes(inflated(data, 15), plain)).toBe(true);
    deflater.release();
  });
});

test('two compressors share nothing', () => {
  const [a, b] = [pakoCompressor({ level: 0 }), pakoCompressor()];
  const [stores, shrinks] = [a.createDeflater(settings), b.createDeflater(settings)];
  stores.release();
  shrinks.release();
  expect(stores.deflate(noise(50), true).length).toBeGreaterThan(50);
  expect(shrinks.deflate(new Uint8Array(500), true).length).toBeLessThan(20);
  stores.release();
  shrinks.release();
});

test('an inflater does not hold on to what it was given', () => {
  const inflater = pakoCompressor().createInflater(settings);
  const data = deflated(noise(50));
  const output = new Uint8Array(100);
  inflater.inflate(data, 0, data.length, output);
  const kept = output.slice();
  inflater.endMessage();
  const second = deflated(noise(20, 2));
  inflater.inflate(second, 0, second.length, new Uint8Array(100));
  expect(sameBytes(output, kept)).toBe(true);
  inflater.release();
});

test('a version before 3 is named when a compressor is made', () => {
  forced.isOld = true;
  expect(() => pakoCompressor()).toThrow(new Error('pakoCompressor needs pako 3'));
});

test.each([true, false])(
  'a deflater that keeps its context (%s) undoes what it made',
  (keepsContext) => {
    const compressor = pakoCompressor();
    const deflater = compressor.createDeflater({ windowBits: 15, keepsContext });
    const data = deflater.deflate(hex('61 62 63'), true);
    deflater.release();
    expect(toHex(inflated(data, 15))).toBe('616263');
  },
);

describe('a state', () => {
  const USUAL = 'deflate 6,8,-15,8,0,false';

  // Short messages that stand alone have one of their size: 262 bytes of a window are for looking ahead.
  test.each<[number, string]>([
    [1, 'deflate 6,8,-9,3,0,true'],
    [250, 'deflate 6,8,-9,3,0,true'],
    [251, 'deflate 6,8,-10,4,0,true'],
    [762, 'deflate 6,8,-10,4,0,true'],
    [763, 'deflate 6,8,-11,5,0,true'],
    [1786, 'deflate 6,8,-11,5,0,true'],
    [1787, USUAL],
    [100_000, USUAL],
  ])('for a message of %i bytes that stands alone is %s', (length, expected) => {
    const plain = noise(length);
    const deflater = pakoCompressor().createDeflater({ windowBits: 15, keepsContext: false });
    expect(sameBytes(inflated(deflater.deflate(plain, true), 15), plain)).toBe(true);
    deflater.release();
    deflater.deflate(plain, true);
    deflater.release();
    expect(forced.log).toStrictEqual([expected]);
  });

  test('takes no more memory than was asked for', () => {
    const deflater = pakoCompressor({ level: 1, memLevel: 2 }).createDeflater({
      windowBits: 15,
      keepsContext: false,
    });
    deflater.deflate(noise(100), true);
    deflater.release();
    deflater.deflate(noise(5000), true);
    deflater.release();
    expect(forced.log).toStrictEqual(['deflate 1,8,-9,2,0,true', 'deflate 1,8,-15,2,0,false']);
  });

  test.each<[string, number, boolean, number, boolean, string]>([
    ['that keeps its window', 15, true, 100, true, USUAL],
    ['that comes in pieces', 15, false, 100, false, USUAL],
    ['of a smaller window', 10, false, 762, true, 'deflate 6,8,-10,4,0,true'],
    ['too long for a smaller window', 10, false, 763, true, 'deflate 6,8,-10,8,0,false'],
    ['too long for the smallest window', 8, false, 251, true, 'deflate 6,8,-9,8,0,false'],
  ])('for a message %s has its size', (_, windowBits, keepsContext, length, last, expected) => {
    const deflater = pakoCompressor().createDeflater({ windowBits, keepsContext });
    deflater.deflate(noise(length), last);
    expect(forced.log).toStrictEqual([expected]);
    deflater.release();
  });

  test('is kept for the next, one of a kind, and all others are ended', () => {
    const compressor = pakoCompressor();
    const deflaters = [1, 2].map(() => compressor.createDeflater(settings));
    const inflaters = [1, 2].map(() => compressor.createInflater(settings));
    const data = deflaters.map((deflater) => deflater.deflate(noise(9), true));
    inflaters.map((inflater) => inflater.inflate(data[0] as Uint8Array, 0, 9, new Uint8Array(9)));
    const made = [USUAL, USUAL, 'inflate -15', 'inflate -15'];
    expect(forced.log).toStrictEqual(made);
    for (const side of [...deflaters, ...inflaters]) side.release();
    const ended = ['end of deflate', 'end of inflate'];
    expect(forced.log).toStrictEqual([...made, ...ended]);
    deflaters[0]?.deflate(noise(9), true);
    inflaters[0]?.inflate(data[0] as Uint8Array, 0, 9, new Uint8Array(9));
    expect(forced.log).toStrictEqual([...made, ...ended]);
  });

  test('that has met corrupt data, or an end that is none, is not kept', () => {
    for (const data of [hex('ff'), hex('f2 48')]) {
      forced.log = [];
      const inflater = pakoCompressor().createInflater(settings);
      const isSound = inflater.inflate(data, 0, data.length, new Uint8Array(9));
      expect(isSound && inflater.endMessage()).toBe(false);
      inflater.release();
      inflater.inflate(hex('4b 04 00'), 0, 3, new Uint8Array(9));
      inflater.release();
      expect(forced.log).toStrictEqual(['inflate -15', 'end of inflate', 'inflate -15']);
      inflater.inflate(hex('4b 04 00'), 0, 3, new Uint8Array(9));
      inflater.release();
      expect(forced.log.length).toBe(3);
    }
  });
});
