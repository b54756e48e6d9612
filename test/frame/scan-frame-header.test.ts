import { describe, expect, test } from 'vitest';
import { resolveRules } from '../../src/frame/check-frame-header.js';
import { headerScan, scanFrameHeader } from '../../src/frame/scan-frame-header.js';
import { bits, hex, join } from '../vectors/bits.js';
import { faultVectors } from '../vectors/first-faults.js';
import { heldLengths, hugeLengths, withFirstByte } from '../vectors/lengths.js';

const anything = resolveRules({}, Number.POSITIVE_INFINITY);
const KEY = hex('37 fa 21 3d');

describe.each([
  ['masked', true],
  ['unmasked', false],
] as const)('%s,', (_, masked) => {
  test.each([...heldLengths, ...hugeLengths])(
    'a header with a length of $length is found',
    (vector) => {
      const header = join(withFirstByte(0x82, vector.wire, masked), masked ? KEY : hex(''));
      expect(scanFrameHeader(header, 0, header.length, anything)).toBe(0);
      expect(headerScan).toMatchObject({
        firstByte: 0x82,
        masked,
        payloadLength: vector.length,
        headerBytes: header.length,
      });
    },
  );
});

test('only the bytes from `at` to `end` count', () => {
  const header = join(bits('1 000 0001  1 0000101'), KEY);
  const surrounded = join(hex('ff ff'), header, hex('ff ff'));
  for (let length = 0; length < header.length; length++) {
    expect(scanFrameHeader(surrounded, 2, 2 + length, anything)).toBeGreaterThan(0);
  }
  expect(scanFrameHeader(surrounded, 2, 2 + header.length, anything)).toBe(0);
  expect(headerScan).toMatchObject({
    firstByte: 0x81,
    masked: true,
    payloadLength: 5,
    headerBytes: 6,
  });
});

test.each(faultVectors)(
  '$title: the scan names the violation',
  ({ wire, rules, code, judgedAfter }) => {
    const resolved = resolveRules(rules, Number.POSITIVE_INFINITY);
    expect(scanFrameHeader(wire, 0, judgedAfter, resolved)).toBe(-1);
    expect(headerScan.violation).toBe(code);
  },
);

test('a scan may be used again: the fault of the last one does not stay', () => {
  expect(scanFrameHeader(hex('ff'), 0, 1, anything)).toBe(-1);
  expect(scanFrameHeader(hex('8100'), 0, 2, anything)).toBe(0);
  expect(scanFrameHeader(hex('83'), 0, 1, anything)).toBe(-1);
  expect(headerScan.violation).toBe('reserved-opcode');
});

test.each([
  ['81 7e', 2, 2],
  ['81 7e 01', 3, 1],
  ['81 7f', 2, 8],
  ['81 7f 00 00 00 00 00 01 00', 9, 1],
  ['81 fe', 2, 6],
  ['81 fe 01', 3, 5],
  ['81 ff', 2, 12],
  ['81 ff 00 00 00 00 00 01 00', 9, 5],
])(
  'of %s, a longer length is waited for: %i bytes are there, %i are missing',
  (wire, end, missing) => {
    // What lies behind the end would be a length that is refused.
    const bytes = join(hex(wire), hex('00 00 00 00 00 00 00 00 00 00 00 00'));
    expect(scanFrameHeader(bytes, 0, end, anything)).toBe(missing);
  },
);
