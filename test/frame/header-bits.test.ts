import { expect, test } from 'vitest';
import {
  FIN_BIT,
  LENGTH_BITS,
  LENGTH_IS_16_BIT,
  LENGTH_IS_64_BIT,
  MASK_BIT,
  MAX_CONTROL_PAYLOAD_BYTES,
  OPCODE_BITS,
  RSV_BITS,
  RSV1_BIT,
  RSV2_BIT,
  RSV3_BIT,
} from '../../src/frame/header-bits.js';
import { bits } from '../vectors/bits.js';

test.each([
  ['FIN', FIN_BIT, '1 000 0000'],
  ['RSV', RSV_BITS, '0 111 0000'],
  ['RSV1', RSV1_BIT, '0 100 0000'],
  ['RSV2', RSV2_BIT, '0 010 0000'],
  ['RSV3', RSV3_BIT, '0 001 0000'],
  ['opcode', OPCODE_BITS, '0 000 1111'],
  ['MASK', MASK_BIT, '1 0000000'],
  ['the 7-bit length', LENGTH_BITS, '0 1111111'],
  ['the length that says 16 bits', LENGTH_IS_16_BIT, '0 1111110'],
  ['the length that says 64 bits', LENGTH_IS_64_BIT, '0 1111111'],
  ['the largest length of a control frame', MAX_CONTROL_PAYLOAD_BYTES, '0 1111101'],
])('%s is %i, drawn %s', (_, value, drawing) => {
  expect(value).toBe(bits(drawing)[0]);
});
