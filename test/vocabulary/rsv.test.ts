import { expect, test } from 'vitest';
import { Rsv } from '../../src/vocabulary/rsv.js';
import { bits } from '../vectors/bits.js';

test.each([
  [Rsv.Rsv1, bits('0 100 0000')],
  [Rsv.Rsv2, bits('0 010 0000')],
  [Rsv.Rsv3, bits('0 001 0000')],
])('bit %i is read as it stands in byte 0', (rsv, byte0) => {
  expect(Uint8Array.of(rsv << 4)).toStrictEqual(byte0);
});

test('together the three are every number from 0 to 7', () => {
  expect(Rsv.Rsv1 | Rsv.Rsv2 | Rsv.Rsv3).toBe(7);
});
