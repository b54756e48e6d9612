import { describe, expect, test } from 'vitest';
import type { RandomSource } from '../../src/bytes/random.js';
import { readKey } from '../../src/frame/mask-loops.js';
import { MaskingKeys, maskingKeysFrom } from '../../src/frame/masking-keys.js';
import { join, noise } from '../vectors/bits.js';

test('keys are the bytes of the source in their order', () => {
  let calls = 0;
  const keys = new MaskingKeys((target) => target.set(noise(target.length, ++calls)));
  const drawn = Array.from({ length: 40 }, () => keys.next());
  const source = [...noise(64, 1), ...noise(64, 2), ...noise(64, 3)];
  const expected = drawn.map((_, at) => readKey(Uint8Array.from(source), at * 4));
  expect(drawn).toStrictEqual(expected);
  expect(calls).toBe(3);
});

test('nothing is drawn before the first key is needed', () => {
  let calls = 0;
  new MaskingKeys(() => calls++);
  expect(calls).toBe(0);
});

describe('a source that throws', () => {
  test('gives no key, and is asked again the next time', () => {
    let isDry = true;
    const keys = new MaskingKeys((target) => {
      if (isDry) throw new Error('dry');
      target.set(noise(target.length));
    });
    expect(() => keys.next()).toThrow('dry');
    expect(() => keys.next()).toThrow('dry');
    isDry = false;
    expect(keys.next()).toBe(readKey(noise(64), 0));
  });
});

describe('keys that are reserved', () => {
  test('are drawn before the first is needed, at most 65 536 bytes at a time', () => {
    const draws: number[] = [];
    const keys = new MaskingKeys((target) => {
      draws.push(target.length);
      target.set(noise(target.length, draws.length));
    });
    keys.reserve(40_000);
    expect(draws).toStrictEqual([65_536, 65_536, 28_928]);
    const whole = join(noise(65_536, 1), noise(65_536, 2), noise(28_928, 3));
    for (let at = 0; at < 40_000; at++) {
      if (keys.next() !== readKey(whole, at * 4)) throw new Error(`key ${at} is another`);
    }
    expect(draws.length).toBe(3);
    keys.next();
    expect(draws).toStrictEqual([65_536, 65_536, 28_928, 64]);
  });

  test('are drawn at once where that many bytes are all', () => {
    const draws: number[] = [];
    const keys = new MaskingKeys((target) => draws.push(target.length));
    keys.reserve(16_384);
    expect(draws).toStrictEqual([65_536]);
  });

  test('are not drawn again while enough are left', () => {
    let calls = 0;
    const keys = new MaskingKeys((target) => target.fill(++calls));
    keys.reserve(16);
    keys.reserve(16);
    keys.next();
    keys.reserve(15);
    expect(calls).toBe(1);
    keys.reserve(16);
    expect(calls).toBe(2);
    expect(keys.next()).toBe(0x02020202);
  });

  test('change nothing when the source throws, and no key comes twice', () => {
    let isDry = false;
    const keys = new MaskingKeys((target) => {
      if (isDry) throw new Error('dry');
      target.set(noise(target.length));
    });
    const first = keys.next();
    isDry = true;
    expect(() => keys.reserve(17)).toThrow('dry');
    expect(keys.next()).toBe(readKey(noise(64), 4));
    expect(first).toBe(readKey(noise(64), 0));
  });
});

test.each<[string, RandomSource]>([
  ['a promise', async (target) => void target.fill(1)],
  // biome-ignore lint/suspicious/noThenProperty: the point is an object that looks like a promise
  ['anything with a then', () => ({ then: () => {} })],
])('a source that returns %s is a TypeError each time: its bytes come too late', (_, random) => {
  const keys = new MaskingKeys(random);
  expect(() => keys.next()).toThrow(TypeError);
  expect(() => keys.next()).toThrow(
    'the random source is asynchronous; it must fill the array before it returns',
  );
});

test.each([[undefined], [null], [0], ['text'], [noise(4)], [{}]])(
  'what else a source returns does not matter: %o',
  (returned) => {
    const keys = new MaskingKeys((target) => {
      target.fill(7);
      return returned;
    });
    expect(keys.next()).toBe(0x07070707);
  },
);

describe('connections', () => {
  test('without a source share the keys of the runtime, and none is given out twice', () => {
    const keys = maskingKeysFrom(undefined);
    expect(maskingKeysFrom(undefined)).toBe(keys);
    const drawn = new Set(Array.from({ length: 1000 }, () => keys.next()));
    // Two of a thousand random keys are the same once in about 8600 times; ten never.
    expect(drawn.size).toBeGreaterThan(990);
  });

  test('with a source have keys of their own', () => {
    const source: RandomSource = (target) => target.fill(1);
    expect(maskingKeysFrom(source)).not.toBe(maskingKeysFrom(source));
    expect(maskingKeysFrom(source).next()).toBe(0x01010101);
  });

  test('get new keys when the runtime gets another WebCrypto', () => {
    const original = Object.getOwnPropertyDescriptor(globalThis, 'crypto') as PropertyDescriptor;
    const before = maskingKeysFrom(undefined);
    try {
      const value = { getRandomValues: (target: Uint8Array) => target.fill(3) };
      Object.defineProperty(globalThis, 'crypto', { value, configurable: true });
      expect(maskingKeysFrom(undefined)).not.toBe(before);
      expect(maskingKeysFrom(undefined).next()).toBe(0x03030303);
      Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true });
      expect(() => maskingKeysFrom(undefined)).toThrow(TypeError);
      expect(() => maskingKeysFrom(undefined)).toThrow('getRandomValues');
      expect(maskingKeysFrom((target) => target.fill(1)).next()).toBe(0x01010101);
    } finally {
      Object.defineProperty(globalThis, 'crypto', original);
    }
    expect(new Set(Array.from({ length: 20 }, () => maskingKeysFrom(undefined).next())).size).toBe(
      20,
    );
  });
});

describe('a key for a payload', () => {
  test('is the next one', () => {
    const keys = new MaskingKeys((target) => target.set(noise(target.length)));
    expect(keys.nextFor('text')).toBe(readKey(noise(64), 0));
    expect(keys.nextFor(noise(5))).toBe(readKey(noise(64), 4));
  });

  test('is refused where the source has taken the memory of the payload', () => {
    const payload = noise(5);
    const keys = new MaskingKeys((target) => {
      structuredClone(payload, { transfer: [payload.buffer] });
      target.set(noise(target.length));
    });
    expect(() => keys.nextFor(payload)).toThrow(
      new TypeError('the random source has made 0 bytes of a payload of 5'),
    );
  });
});

test('a source that transfers the array away gives no keys', () => {
  const keys = new MaskingKeys((target) => structuredClone(target, { transfer: [target.buffer] }));
  expect(() => keys.next()).toThrow(
    new TypeError('the random source has transferred the array away'),
  );
});
