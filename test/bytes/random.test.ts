import { afterEach, describe, expect, test, vi } from 'vitest';
import { defaultRandomSource, fillRandom, type RandomSource } from '../../src/bytes/random.js';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('the source that is given', () => {
  test('fills the target, and what it returns is ignored', () => {
    const target = new Uint8Array(4);
    fillRandom(target, (bytes) => {
      bytes.fill(7);
      return 'anything';
    });
    expect(target).toStrictEqual(Uint8Array.of(7, 7, 7, 7));
  });

  test('is used even where there is no WebCrypto', () => {
    vi.stubGlobal('crypto', undefined);
    const target = new Uint8Array(1);
    fillRandom(target, (bytes) => bytes.fill(9));
    expect(target).toStrictEqual(Uint8Array.of(9));
  });

  test.each([[null], [0], ['random'], [{}]])('must be a function, not %j', (source) => {
    expect(() => fillRandom(new Uint8Array(4), source as unknown as RandomSource)).toThrow(
      new TypeError('random must be a function that fills a Uint8Array'),
    );
  });
});

describe('the default source', () => {
  test('is the getRandomValues of the runtime, called as its method', () => {
    const crypto = {
      filler: 0x2a,
      getRandomValues(target: Uint8Array) {
        return target.fill(this.filler);
      },
    };
    vi.stubGlobal('crypto', crypto);
    const target = new Uint8Array(3);
    fillRandom(target, undefined);
    expect(target).toStrictEqual(Uint8Array.of(0x2a, 0x2a, 0x2a));
  });

  test('is the same function until the runtime gets another WebCrypto', () => {
    const filling = (byte: number) => ({
      getRandomValues: (bytes: Uint8Array) => bytes.fill(byte),
    });
    vi.stubGlobal('crypto', filling(1));
    const first = defaultRandomSource();
    expect(defaultRandomSource()).toBe(first);
    vi.stubGlobal('crypto', filling(2));
    const target = new Uint8Array(1);
    defaultRandomSource()(target);
    expect(target).toStrictEqual(Uint8Array.of(2));
  });

  test('gives different bytes every time, and never asks Math.random', () => {
    const dice = vi.spyOn(Math, 'random');
    const draws = Array.from({ length: 100 }, () => {
      const target = new Uint8Array(16);
      defaultRandomSource()(target);
      return target.join();
    });
    expect(new Set(draws).size).toBe(100);
    expect(dice).not.toHaveBeenCalled();
  });

  test.each([[undefined], [{}], [{ getRandomValues: 4 }]])(
    'does not exist where crypto is %j: that is a TypeError',
    (crypto) => {
      vi.stubGlobal('crypto', crypto);
      expect(() => defaultRandomSource()).toThrow(TypeError);
      expect(() => fillRandom(new Uint8Array(4), undefined)).toThrow(/crypto\.getRandomValues/);
    },
  );
});
