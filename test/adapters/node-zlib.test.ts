import type * as nodeZlib from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { zlibCompressor } from '../../src/adapters/node-zlib.js';
import { deflated, inflated } from '../properties/deflating.js';
import { hex, join, noise, sameBytes, toHex } from '../vectors/bits.js';
import { copyFrom, stored } from './raw-blocks.js';

interface FakeStream {
  _handle?: { onerror: (message: string) => void; writeSync(): void; close(): void };
  readonly _writeState: Uint32Array;
}

/** What takes the place of the streams of `node:zlib`, if anything. */
const forced = vi.hoisted(() => ({
  stream: null as unknown,
  /** What the streams that were made were asked to be, in order. */
  log: [] as string[],
}));

vi.mock('node:zlib', async (importOriginal) => {
  const real = await importOriginal<typeof nodeZlib>();
  return {
    ...real,
    createDeflateRaw(options: nodeZlib.ZlibOptions) {
      const { level, memLevel, windowBits } = options;
      forced.log.push(`deflate ${[level, memLevel, windowBits].join()}`);
      return forced.stream ?? real.createDeflateRaw(options);
    },
    createInflateRaw(options: nodeZlib.ZlibOptions) {
      forced.log.push(`inflate ${options.windowBits}`);
      return forced.stream ?? real.createInflateRaw(options);
    },
  };
});

afterEach(() => {
  forced.stream = null;
  forced.log = [];
});

const settings = { windowBits: 15, keepsContext: true };

test('every window can be had', () => {
  expect(zlibCompressor().minWindowBits).toBe(8);
});

describe.each([8, 9, 12, 13])('a window of 2^%i', (windowBits) => {
  const size = 2 ** windowBits;
  const inflate = (data: Uint8Array, outputBytes: number) => {
    const inflater = zlibCompressor().createInflater({ windowBits, keepsContext: true });
    const isSound = inflater.inflate(data, 0, data.length, new Uint8Array(outputBytes));
    inflater.release();
    return isSound;
  };

  test('is as far back as a distance may go', () => {
    for (const distance of [1, size - 1, size]) {
      expect(inflate(join(stored(noise(size)), copyFrom(distance)), 4 * size)).toBe(true);
    }
  });

  test('is surely left by a distance of twice as much and more, however large the output is', () => {
    for (const outputBytes of [4 * size, 8 * size, 65_536]) {
      expect(inflate(join(stored(noise(3 * size)), copyFrom(2 * size + 1)), outputBytes)).toBe(
        false,
      );
    }
  });
});

describe('a failure of node:zlib', () => {
  test('is an Error with its message; released, the deflater begins anew with another engine', () => {
    let closed = 0;
    const stream: FakeStream = {
      _writeState: new Uint32Array(2),
      _handle: {
        onerror: () => {},
        writeSync() {
          stream._handle?.onerror('out of memory');
        },
        close() {
          closed++;
        },
      },
    };
    const deflater = zlibCompressor().createDeflater(settings);
    forced.stream = stream;
    expect(() => deflater.deflate(hex('61'), true)).toThrow('node:zlib failed: out of memory');
    forced.stream = null;
    expect(() => deflater.deflate(hex('61'), true)).toThrow('node:zlib failed: out of memory');
    deflater.release();
    expect(closed).toBe(1);
    expect(toHex(deflater.deflate(hex('61'), true))).toBe(toHex(deflated(hex('61'))));
    deflater.release();
  });

  test('is an Error at once when the runtime has no handle', () => {
    forced.stream = {};
    expect(() => zlibCompressor()).toThrow('node:zlib has no synchronous handle in this runtime');
    forced.stream = null;
  });
});

test('data that are corrupt cost an engine, and only that one', () => {
  const compressor = zlibCompressor();
  const [bad, good] = [compressor.createInflater(settings), compressor.createInflater(settings)];
  const data = deflated(noise(50));
  const output = new Uint8Array(100);
  expect(bad.inflate(hex('ff'), 0, 1, output)).toBe(false);
  expect(good.inflate(data, 0, data.length, output)).toBe(true);
  bad.release();
  good.release();
  for (const inflater of [bad, good]) {
    expect(inflater.inflate(data, 0, data.length, output)).toBe(true);
    expect([inflater.bytesRead, inflater.bytesWritten]).toStrictEqual([data.length, 50]);
    expect(inflater.endMessage()).toBe(true);
    inflater.release();
  }
});

test('an end that is none costs the engine as well', () => {
  const inflater = zlibCompressor().createInflater(settings);
  const output = new Uint8Array(9);
  inflater.inflate(hex('f2 48'), 0, 2, output);
  expect(inflater.endMessage()).toBe(false);
  inflater.release();
  expect(inflater.endMessage()).toBe(true);
  const data = deflated(hex('61'));
  expect(inflater.inflate(data, 0, data.length, output)).toBe(true);
  expect(inflater.endMessage()).toBe(true);
  inflater.release();
});

test('a long output is collected from as many writes as it takes', () => {
  const deflater = zlibCompressor().createDeflater(settings);
  const plain = noise(200_000);
  expect(sameBytes(inflated(deflater.deflate(plain, true), 15), plain)).toBe(true);
  deflater.release();
});

test('more than zlib counts is refused, and costs nothing', () => {
  const deflater = zlibCompressor().createDeflater(settings);
  const bytes = Object.defineProperty(hex('61'), 'length', { value: 2 ** 31 });
  expect(() => deflater.deflate(bytes, true)).toThrow(
    new RangeError('2147483648 bytes are too many to compress at once; the limit is 2147483647'),
  );
  expect(toHex(deflater.deflate(hex('61'), true))).toBe(toHex(deflated(hex('61'))));
  deflater.release();
});

test('what has no engine gives none back', () => {
  const inflater = zlibCompressor().createInflater(settings);
  expect(() => inflater.release()).not.toThrow();
  expect(() => inflater.release()).not.toThrow();
});

test('each deflater has what was asked for, and a state of its own for each message alone', () => {
  const compressor = zlibCompressor({ level: 1, memLevel: 2 });
  forced.log = [];
  for (const windowBits of [8, 12]) {
    const deflater = compressor.createDeflater({ windowBits, keepsContext: false });
    deflater.release();
    for (let message = 0; message < 2; message++) {
      deflater.deflate(noise(9), true);
      deflater.release();
    }
  }
  const [small, large] = ['deflate 1,2,9', 'deflate 1,2,12'];
  expect(forced.log).toStrictEqual([small, small, large, large]);
});

test('an inflater that is given back serves the next', () => {
  const compressor = zlibCompressor();
  forced.log = [];
  const data = deflated(hex('61'));
  for (let round = 0; round < 3; round++) {
    const inflater = compressor.createInflater(settings);
    inflater.inflate(data, 0, data.length, new Uint8Array(9));
    inflater.release();
  }
  expect(forced.log).toStrictEqual(['inflate 15']);
});

test('as much as zlib counts is compressed', () => {
  const stream: FakeStream = {
    // All but the tail of the output is left free.
    _writeState: Uint32Array.of(16_380, 0),
    _handle: { onerror: () => {}, writeSync: () => {}, close: () => {} },
  };
  const deflater = zlibCompressor().createDeflater(settings);
  forced.stream = stream;
  const bytes = Object.defineProperty(hex('61'), 'length', { value: 2 ** 31 - 1 });
  expect(deflater.deflate(bytes, true)).toStrictEqual(hex(''));
  deflater.release();
});
