import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Connection } from '../../src/connection/connection.js';
import { FrameDecoder } from '../../src/frame/frame-decoder.js';
import { SHORT_BYTES, type SimdMask, simdMask, simdOption } from '../../src/frame/mask-simd.js';
import { naiveMask } from '../properties/naive-frame.js';
import { hex, join, noise, sameBytes } from '../vectors/bits.js';

const KEY = hex('37 fa 21 3d');
const WORD = 0x3d21fa37;
const TILE = 16_384;

const simd = simdMask as SimdMask;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

test('the embedded code is what the text assembles to', () => {
  const script = fileURLToPath(new URL('../../scripts/assemble-simd.js', import.meta.url));
  expect(execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toBe('');
});

test('this runtime has SIMD', () => {
  expect(simdMask).not.toBe(null);
  expect(simdOption(undefined)).toBe(simdMask);
  expect(simdOption(true)).toBe(simdMask);
  expect(simdOption(false)).toBe(null);
});

describe('masking', () => {
  const lengths = [1, 15, 63, 64, 65, TILE - 1, TILE, TILE + 1, 3 * TILE, 3 * TILE + 100];

  test.each(lengths)('%i bytes is the naive loop, and touches nothing around them', (length) => {
    for (const start of [0, 1, 7, 16, 4095]) {
      const bytes = noise(start + length + 100);
      const payload = bytes.slice(start, start + length);
      const expected = naiveMask(payload, KEY, 0);
      const [before, behind] = [bytes.slice(0, start), bytes.slice(start + length)];

      simd.inPlace(bytes, start, start + length, WORD);
      expect(sameBytes(bytes, join(before, expected, behind))).toBe(true);

      const target = new Uint8Array(length + 3);
      simd.copy(bytes, start, start + length, target, 2, WORD);
      expect(sameBytes(target, join(hex('00 00'), payload, hex('00')))).toBe(true);
    }
  });

  test('works on views of shared memory as on arrays of their own', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(5000), 3, 4000);
    shared.set(noise(4000));
    simd.inPlace(shared, 0, 4000, WORD);
    expect(sameBytes(new Uint8Array(shared), naiveMask(noise(4000), KEY, 0))).toBe(true);
  });

  test.each([0, 1, 15, 16, 17, 64, 1000, SHORT_BYTES - 1, SHORT_BYTES])(
    'a short source of %i bytes goes elsewhere or stays where it lies',
    (length) => {
      const source = noise(length);
      const expected = naiveMask(source, KEY, 0);
      const target = noise(length + 20, 9);
      const around = [target.slice(0, 7), target.slice(length + 7)] as const;
      simd.copyShort(source, target, 7, WORD);
      expect(source).toStrictEqual(noise(length));
      expect(target).toStrictEqual(join(around[0], expected, around[1]));
      simd.copyShort(source, source, 0, WORD);
      expect(source).toStrictEqual(expected);
    },
  );

  test('a short source may lie where it goes', () => {
    for (const shift of [-9, -1, 1, 30]) {
      const memory = noise(600);
      const source = memory.subarray(100, 400);
      const expected = naiveMask(source.slice(), KEY, 0);
      simd.copyShort(source, memory, 100 + shift, WORD);
      expect(memory.slice(100 + shift, 400 + shift)).toStrictEqual(expected);
    }
  });

  test('is the same for any place, length and key', () => {
    const places = fc.tuple(fc.nat(5000), fc.integer({ min: 1, max: 40_000 }), fc.nat());
    fc.assert(
      fc.property(places, fc.uint8Array({ minLength: 4, maxLength: 4 }), (place, key) => {
        const [start, length, seed] = place;
        const bytes = noise(start + length, seed);
        const expected = naiveMask(bytes.slice(start), key, 0);
        const [a = 0, b = 0, c = 0, d = 0] = key;
        simd.inPlace(bytes, start, start + length, a | (b << 8) | (c << 16) | (d << 24));
        expect(sameBytes(bytes.subarray(start), expected)).toBe(true);
      }),
    );
  });
});

describe.each<[string, unknown]>([
  ['has no WebAssembly', undefined],
  [
    'refuses to compile',
    {
      Module: class {
        constructor() {
          throw new Error('blocked by the content security policy');
        }
      },
    },
  ],
  [
    'refuses to instantiate',
    {
      Module: class {},
      Instance: class {
        constructor() {
          throw new Error('no instance for you');
        }
      },
    },
  ],
])('a runtime that %s', (_, webAssembly) => {
  test('masks all the same, and says so when SIMD is demanded', async () => {
    vi.stubGlobal('WebAssembly', webAssembly);
    vi.resetModules();
    const refused = await import('../../src/index.js');
    const payload = noise(20_000);
    const masked = refused.unmask(payload, KEY);
    expect(sameBytes(masked, naiveMask(payload, KEY, 0))).toBe(true);
    refused.maskInPlace(masked, KEY);
    expect(sameBytes(masked, payload)).toBe(true);
    expect(() => new refused.FrameDecoder({ simd: true })).toThrow(TypeError);
    expect(() => new refused.Connection({ role: 'server', simd: true })).toThrow(
      'simd is true, but this runtime has no WebAssembly SIMD, or refuses it',
    );
    expect(() => new refused.FrameDecoder({ simd: false })).not.toThrow();
    expect(() => new refused.FrameDecoder()).not.toThrow();
    expect(() => new refused.Connection({ role: 'server' })).not.toThrow();
  });
});

describe.each([true, false])('with the option simd: %s', (option) => {
  const payload = noise(70_000);
  const header = join(hex('82 ff 00000000'), hex('00 01 11 70'), KEY);
  const wire = join(header, naiveMask(payload, KEY, 0));

  test('a decoder gives the payload', () => {
    const decoder = new FrameDecoder({ role: 'server', simd: option });
    decoder.push(wire);
    const result = decoder.next();
    expect(result.status === 'complete' && sameBytes(result.value.payload, payload)).toBe(true);
  });

  test('a client masks what a server reads', () => {
    const random = (target: Uint8Array): unknown => target.fill(0x5a);
    const client = new Connection({ role: 'client', simd: option, random });
    const server = new Connection({ role: 'server', simd: option });
    client.sendBinary(payload);
    client.sendBinary(payload.slice(), { takeOwnership: true });
    for (const bytes of client.takeOutput()) server.receive(bytes);
    for (let message = 0; message < 2; message++) {
      const event = server.nextEvent();
      expect(event?.type === 'binary' && sameBytes(event.data, payload)).toBe(true);
    }
  });

  test('anything but a boolean is refused', () => {
    const simd = 'yes' as unknown as boolean;
    expect(() => new FrameDecoder({ simd })).toThrow(
      new TypeError('simd must be a boolean, not "yes"'),
    );
    expect(() => new Connection({ role: 'server', simd })).toThrow(TypeError);
  });
});

describe('frames are unmasked while they are copied', () => {
  const payloads = Array.from({ length: 1800 }, (_, seed) => noise(20, seed));
  const header = join(hex('82 94'), KEY);
  const wire = join(...payloads.flatMap((payload) => [header, naiveMask(payload, KEY, 0)]));
  const plain = join(...payloads.flatMap((payload) => [header, payload]));

  test.each([0, 1, 5, 6, 25, 26, 1000])(
    'as many as there are, behind %i bytes that waited',
    (shift) => {
      for (const length of [1600, TILE - 1, TILE, TILE + 1, wire.length - 3, wire.length]) {
        const target = new Uint8Array(length);
        const done = simd.copyFrames(wire.subarray(0, shift), wire.subarray(shift, length), target);
        expect(done).toBe(Math.floor(length / 26) * 26);
        expect(sameBytes(target.subarray(0, done), plain.subarray(0, done))).toBe(true);
        expect(sameBytes(target.subarray(done), wire.subarray(done, length))).toBe(true);
      }
    },
  );

  test('behind a frame that waited, of a tile’s length too', () => {
    const payload = noise(TILE - 18);
    // The frame of twenty bytes in front leaves no room for it in the first tile.
    const long = join(hex('82 fe 3fee'), KEY);
    const first = wire.subarray(0, 26);
    const chunk = join(first, long, naiveMask(payload, KEY));
    const whole = join(plain.subarray(0, 26), long, payload);
    for (const [shift, expected] of [
      [26, whole.length],
      // What waited is the beginning of the long one as well: it is left to whoever reads on.
      [30, 26],
    ] as const) {
      const target = new Uint8Array(chunk.length);
      expect(simd.copyFrames(chunk.subarray(0, shift), chunk.subarray(shift), target)).toBe(
        expected,
      );
      expect(sameBytes(target.subarray(0, expected), whole.subarray(0, expected))).toBe(true);
      expect(sameBytes(target.subarray(expected), chunk.subarray(expected))).toBe(true);
    }
  });

  test('in place, from one end to the other', () => {
    const bytes = wire.slice();
    expect(simd.framesInPlace(bytes, 26, 265)).toBe(260);
    const expected = join(wire.subarray(0, 26), plain.subarray(26, 260), wire.subarray(260));
    expect(sameBytes(bytes, expected)).toBe(true);
  });

  test('and of one that is longer than a tile, nothing', () => {
    const long = join(hex('82 ff 00000000 00011170'), KEY, noise(70_000));
    const target = new Uint8Array(long.length);
    expect(simd.copyFrames(hex(''), long, target)).toBe(0);
    expect(sameBytes(target, long)).toBe(true);
  });
});
