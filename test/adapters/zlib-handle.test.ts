import { constants, createInflateRaw } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  openDeflate,
  openInflate,
  Z_BLOCK,
  Z_SYNC_FLUSH,
  ZlibHandle,
} from '../../src/adapters/zlib-handle.js';
import { TAIL } from '../properties/deflating.js';
import { hex, join, noise, toHex } from '../vectors/bits.js';

const HELLO = hex('f2 48 cd c9 c9 07 00');

test('flushes are those of zlib', () => {
  expect([Z_SYNC_FLUSH, Z_BLOCK]).toStrictEqual([constants.Z_SYNC_FLUSH, constants.Z_BLOCK]);
});

describe('a stream without a synchronous handle', () => {
  const writeSync = () => {};
  test.each<[string, object]>([
    ['no handle', { _writeState: new Uint32Array(2) }],
    ['a handle that is undefined', { _handle: undefined, _writeState: new Uint32Array(2) }],
    ['a handle that cannot write', { _handle: {}, _writeState: new Uint32Array(2) }],
    ['a writeSync that is no function', { _handle: { writeSync: true }, _writeState: [] }],
    ['no state', { _handle: { writeSync } }],
  ])('is an Error that says what to do: %s', (_, stream) => {
    expect(() => new ZlibHandle(stream)).toThrow(Error);
    expect(() => new ZlibHandle(stream)).toThrow('use another compressor');
  });
});

test('a deflater and an inflater work at once, and say what is left', () => {
  const deflate = openDeflate({ level: 6, windowBits: 15, memLevel: 8 });
  const output = new Uint8Array(100);
  const input = join(hex('ff ff'), new TextEncoder().encode('Hello'), hex('ff ff'));
  expect(deflate.write(Z_SYNC_FLUSH, input, 2, 7, output, 10, 60)).toBe(true);
  const written = 50 - deflate.outputLeft;
  expect(deflate.inputLeft).toBe(0);
  const expected = join(HELLO, TAIL);
  expect(toHex(output.subarray(10, 10 + written))).toBe(toHex(expected));
  expect(toHex(output.subarray(10 + written))).toBe('00'.repeat(90 - written));

  const inflate = openInflate(15);
  const plain = new Uint8Array(3);
  expect(inflate.write(Z_SYNC_FLUSH, expected, 0, expected.length, plain, 0, 3)).toBe(true);
  expect(toHex(plain)).toBe('48656c');
  expect(inflate.outputLeft).toBe(0);
  const at = expected.length - inflate.inputLeft;
  expect(inflate.write(Z_SYNC_FLUSH, expected, at, expected.length, plain, 1, 3)).toBe(true);
  expect(toHex(plain)).toBe('486c6f');
  deflate.close();
  inflate.close();
});

test('reset forgets the window', () => {
  const inflate = openInflate(15);
  const plain = new Uint8Array(20);
  inflate.write(Z_SYNC_FLUSH, HELLO, 0, HELLO.length, plain, 0, 20);
  inflate.reset();
  const second = hex('f2 00 11 00 00');
  expect(inflate.write(Z_SYNC_FLUSH, second, 0, second.length, plain, 0, 20)).toBe(false);
  expect(inflate.error).toContain('distance');
  inflate.close();
});

test('an error is kept, reported by nobody else, and not undone by reset', () => {
  const inflate = openInflate(15);
  expect(inflate.error).toBe(null);
  const wire = hex('ff ff ff');
  expect(inflate.write(Z_SYNC_FLUSH, wire, 0, 3, new Uint8Array(9), 0, 9)).toBe(false);
  expect(inflate.error).toMatch(/invalid/);
  inflate.reset();
  expect(inflate.error).toMatch(/invalid/);
  inflate.close();
});

test('the handle that Node hides is where it is looked for', () => {
  const stream = createInflateRaw();
  expect(stream).toHaveProperty('_handle');
  expect(stream).toHaveProperty('_writeState');
  stream.destroy();
});

test('closing a handle that nobody waits for is silent', () => {
  const deflate = openDeflate({ level: 1, windowBits: 9, memLevel: 1 });
  deflate.write(Z_SYNC_FLUSH, noise(100), 0, 100, new Uint8Array(10), 0, 10);
  expect(() => deflate.close()).not.toThrow();
});

test('a hook that calls back while zlib works is refused', () => {
  const messages: unknown[] = [];
  const stream = {
    _writeState: new Uint32Array(2),
    _handle: {
      onerror: () => {},
      writeSync() {
        try {
          handle.write(Z_SYNC_FLUSH, hex(''), 0, 0, hex(''), 0, 0);
        } catch (error) {
          messages.push(error);
        }
      },
      reset: () => {},
      close: () => {},
    },
  };
  const handle = new ZlibHandle(stream);
  expect(handle.write(Z_SYNC_FLUSH, hex(''), 0, 0, hex(''), 0, 0)).toBe(true);
  expect(messages).toStrictEqual([new TypeError('zlib is called while it works')]);
});

test('a deflater is what it was asked to be', () => {
  const deflate = openDeflate({ level: 0, windowBits: 9, memLevel: 1 });
  const output = new Uint8Array(100);
  deflate.write(Z_SYNC_FLUSH, hex('61 61 61 61 61 61'), 0, 6, output, 0, 100);
  expect(toHex(output.subarray(0, 11))).toBe('000600f9ff616161616161');
  deflate.close();
});
