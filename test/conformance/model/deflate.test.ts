import { describe, expect, test } from 'vitest';
import type { CompressorSettings } from '../../../src/extension/compressor.js';
import { hex, octets } from '../cases/payload.js';
import { json } from '../data/index.js';
import { MessageDeflater, MessageInflater } from './deflate.js';

const side = (windowBits: number, keepsContext: boolean): CompressorSettings => ({
  windowBits,
  keepsContext,
});
const KEEPING = side(15, true);
const FORGETTING = side(15, false);
const HELLO = octets('Hello');
const hexOf = (bytes: Uint8Array | null): string => Buffer.from(bytes ?? []).toString('hex');
const inflated = (digits: string, as = FORGETTING): string | null => {
  const message = new MessageInflater(as).inflate(hex(digits));
  return message === null ? null : Buffer.from(message).toString();
};

describe('the compression of the fuzzer', () => {
  test('writes the examples of RFC 7692 §7.2.3: Hello, and again with and without the window', () => {
    const keeping = new MessageDeflater(KEEPING);
    expect(hexOf(keeping.deflate(HELLO))).toBe('f248cdc9c90700');
    expect(hexOf(keeping.deflate(HELLO))).toBe('f200110000');
    const forgetting = new MessageDeflater(FORGETTING);
    expect(hexOf(forgetting.deflate(HELLO))).toBe('f248cdc9c90700');
    expect(hexOf(forgetting.deflate(HELLO))).toBe('f248cdc9c90700');
  });

  test('reads them, one stored block and an empty message too', () => {
    expect(inflated('f2 48 cd c9 c9 07 00')).toBe('Hello');
    expect(inflated('00 05 00 fa ff 48 65 6c 6c 6f 00')).toBe('Hello');
    expect(inflated('f2 48 05 00 00 00 ff ff ca c9 c9 07 00')).toBe('Hello');
    expect(inflated('00')).toBe('');
  });

  test.each([
    ['its end cut off', 'f2 48 cd c9 c9 07'],
    ['the tail left on', 'f2 48 cd c9 c9 07 00 00 00 ff ff'],
    ['a distance into a window that is not there', 'f2 00 11 00 00'],
    ['plain text', '48 65 6c 6c 6f'],
    ['nothing at all', ''],
  ])('refuses data with %s', (_, digits) => {
    expect(inflated(digits)).toBeNull();
  });

  const messages = [300, 20_000, 31_072, 40_000, 16].map((length, i) =>
    json.slice(i * 20_000, i * 20_000 + length),
  );
  const roundTrips = (out: CompressorSettings, back: CompressorSettings): boolean[] => {
    const [deflater, inflater] = [new MessageDeflater(out), new MessageInflater(back)];
    return messages.map((message) => {
      const plain = inflater.inflate(deflater.deflate(message));
      return plain !== null && Buffer.compare(plain, message) === 0;
    });
  };

  test.each([9, 10, 12, 15])('comes back with a window of %i bits, kept or not', (bits) => {
    for (const keeps of [true, false]) {
      expect(roundTrips(side(bits, keeps), side(bits, keeps))).toEqual(messages.map(() => true));
    }
  });

  test('is found out where the windows of the two sides differ', () => {
    expect(roundTrips(side(15, false), side(9, false))).toContain(false);
    expect(roundTrips(side(10, false), side(9, false))).toContain(false);
    expect(roundTrips(KEEPING, FORGETTING)).toContain(false);
  });
});
