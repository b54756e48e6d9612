import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  readUint16,
  readUint32,
  writeUint16,
  writeUint32,
  writeUint64,
} from '../../src/bytes/big-endian.js';
import { hex, repeat } from '../vectors/bits.js';

const uint16 = fc.nat(0xffff);
const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
const offset = fc.nat(9);

/** 20 bytes with something else in them, so that a write too many is seen. */
const paper = () => repeat(0xa5, 20);

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset);

test('the most significant byte comes first', () => {
  const bytes = hex('00 01 02 03 fe ff');
  expect(readUint16(bytes, 1)).toBe(0x0102);
  expect(readUint16(bytes, 4)).toBe(0xfeff);
  expect(readUint32(bytes, 0)).toBe(0x00010203);
});

test('a 32-bit number with its highest bit set is not negative', () => {
  expect(readUint32(hex('80000000'), 0)).toBe(2 ** 31);
  expect(readUint32(hex('ffffffff'), 0)).toBe(2 ** 32 - 1);
});

test('16-bit numbers are written and read as by a DataView, and nothing around them changes', () => {
  fc.assert(
    fc.property(uint16, offset, (value, at) => {
      const [ours, theirs] = [paper(), paper()];
      writeUint16(ours, at, value);
      view(theirs).setUint16(at, value);
      expect(ours).toStrictEqual(theirs);
      expect(readUint16(ours, at)).toBe(value);
    }),
  );
});

test('32-bit numbers are written and read as by a DataView, and nothing around them changes', () => {
  fc.assert(
    fc.property(uint32, offset, (value, at) => {
      const [ours, theirs] = [paper(), paper()];
      writeUint32(ours, at, value);
      view(theirs).setUint32(at, value);
      expect(ours).toStrictEqual(theirs);
      expect(readUint32(ours, at)).toBe(value);
    }),
  );
});

test('64-bit numbers are written as by a DataView, whatever a double can hold', () => {
  const largest = 2 ** 64 - 2048;
  const powers = fc.nat(63).map((exponent) => 2 ** exponent);
  const value = fc.oneof(fc.maxSafeNat(), powers, fc.constantFrom(0, 2 ** 53 - 1, largest));
  fc.assert(
    fc.property(value, offset, (number, at) => {
      const [ours, theirs] = [paper(), paper()];
      writeUint64(ours, at, number);
      view(theirs).setBigUint64(at, BigInt(number));
      expect(ours).toStrictEqual(theirs);
    }),
  );
});

test('an array that starts in the middle of its buffer is read from its own start', () => {
  const inside = hex('ff ff 01 02 03 04').subarray(2);
  expect(readUint16(inside, 0)).toBe(0x0102);
  expect(readUint32(inside, 0)).toBe(0x01020304);
});
