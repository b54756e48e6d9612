import { afterEach, describe, expect, it, vi } from 'vitest';
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

describe('where the runtime', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  async function decoderWith(standIn: unknown): Promise<unknown> {
    vi.resetModules();
    vi.stubGlobal('TextDecoder', standIn);
    return (await import('../../src/bytes/native-decoder.js')).nativeDecoder;
  }

  it.each([
    ['has none', undefined],
    ['has something else of that name', {}],
    ['refuses to make one', FatalModeMissing],
  ])('%s, it is null', async (_, standIn) => {
    expect(await decoderWith(standIn)).toBeNull();
  });

  it('has one, it is asked for strict UTF-8 that keeps the byte order mark', async () => {
    expect(await decoderWith(Recorder)).toStrictEqual(new Recorder('utf-8', WISHES));
  });
});

const WISHES = { fatal: true, ignoreBOM: true };

/** As in a Node without ICU. */
class FatalModeMissing {
  constructor() {
    throw new TypeError('"fatal" option is not supported');
  }
}

class Recorder {
  readonly label: string;
  readonly options: object;

  constructor(label: string, options: object) {
    this.label = label;
    this.options = options;
  }
}
