import { describe, expect, it } from 'vitest';
import { nativeDecoder } from '../../src/bytes/native-decoder.js';

describe('nativeDecoder', () => {
  it('is there where the runtime has one', () => {
    expect(nativeDecoder === null).toBe(typeof TextDecoder !== 'function');
  });

  it('refuses what is no UTF-8', () => {
    expect(() => nativeDecoder?.decode(Uint8Array.of(0xc3, 0x28))).toThrow(TypeError);
  });

  it('keeps a byte order mark', () => {
    expect(nativeDecoder?.decode(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa');
  });
});
