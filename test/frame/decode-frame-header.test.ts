import { describe, expect, test } from 'vitest';
import { decodeFrameHeader } from '../../src/frame/decode-frame-header.js';
import type { FrameRules } from '../../src/frame/frame.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { protocolError } from '../../src/vocabulary/violation.js';
import { bits, hex, join, toHex } from '../vectors/bits.js';
import { faultVectors } from '../vectors/first-faults.js';
import {
  heldLengths,
  hugeLengths,
  nonMinimalLengths,
  unholdableLengths,
  withFirstByte,
} from '../vectors/lengths.js';
import { rfc6455Frames } from '../vectors/rfc6455-frames.js';

const KEY = hex('37 fa 21 3d');

test.each(rfc6455Frames)('reads the header of $title', (vector) => {
  const { wire, role, fin, opcode, maskingKey, payload } = vector;
  const header = { fin, rsv1: false, rsv2: false, rsv3: false, opcode, maskingKey };
  expect(decodeFrameHeader(wire, { role })).toStrictEqual({
    status: 'complete',
    value: { ...header, payloadLength: payload.length },
    bytesRead: wire.length - payload.length,
  });
});

test.each([
  ['100', { rsv1: true, rsv2: false, rsv3: false }],
  ['010', { rsv1: false, rsv2: true, rsv3: false }],
  ['001', { rsv1: false, rsv2: false, rsv3: true }],
  ['111', { rsv1: true, rsv2: true, rsv3: true }],
])('reads the reserved bits %s', (drawing, expected) => {
  const wire = bits(`0 ${drawing} 0010  0 0000000`);
  expect(decodeFrameHeader(wire, { allowedRsv: 7 })).toMatchObject({ value: expected });
});

describe.each([
  ['masked', true, KEY],
  ['unmasked', false, null],
] as const)('%s,', (_, masked, maskingKey) => {
  const key = masked ? KEY : hex('');
  const withLength = (length: Uint8Array) => withFirstByte(0x82, length, masked);

  test.each([...heldLengths, ...hugeLengths])('a length of $length is exact', (vector) => {
    const wire = join(withLength(vector.wire), key);
    expect(decodeFrameHeader(wire)).toStrictEqual({
      status: 'complete',
      value: {
        fin: true,
        rsv1: false,
        rsv2: false,
        rsv3: false,
        opcode: Opcode.Binary,
        maskingKey,
        payloadLength: vector.length,
      },
      bytesRead: wire.length,
    });
  });

  test.each([...heldLengths, ...hugeLengths])(
    'a header with a length of $length is incomplete until its last byte',
    (vector) => {
      const wire = join(withLength(vector.wire), key);
      for (let length = 0; length < wire.length; length++) {
        const result = decodeFrameHeader(wire.subarray(0, length));
        expect(result).toMatchObject({ status: 'incomplete' });
        const needed = result.status === 'incomplete' ? result.bytesNeeded : 0;
        expect(needed).toBeGreaterThan(0);
        expect(needed).toBeLessThanOrEqual(wire.length - length);
        // From byte 1 on the whole header is known.
        if (length >= 2) expect(needed).toBe(wire.length - length);
      }
    },
  );

  test.each(nonMinimalLengths.map((length) => [toHex(length), length] as const))(
    '%s is not the shortest form, and that is known before key and payload',
    (__, length) => {
      const wire = withLength(length);
      const error = protocolError('length-not-minimal');
      expect(decodeFrameHeader(wire)).toStrictEqual({ status: 'invalid', error });
      expect(decodeFrameHeader(wire.subarray(0, -1))).toMatchObject({ status: 'incomplete' });
    },
  );

  test.each(unholdableLengths.map(({ wire, code }) => [toHex(wire), code, wire] as const))(
    '%s is refused as %s at its last byte, nothing thrown',
    (__, code, length) => {
      const wire = withLength(length);
      const error = protocolError(code);
      expect(decodeFrameHeader(wire)).toStrictEqual({ status: 'invalid', error });
      expect(decodeFrameHeader(join(wire, key))).toStrictEqual({ status: 'invalid', error });
      expect(decodeFrameHeader(wire.subarray(0, -1))).toMatchObject({ status: 'incomplete' });
    },
  );

  test.each([
    [hex('7d'), 125],
    [hex('7e 0100'), 256],
    [hex('7f 0000000100000000'), 2 ** 32],
    [hex('7f 001fffffffffffff'), Number.MAX_SAFE_INTEGER],
  ])('a limit is inclusive in every form: %s', (length, payloadLength) => {
    const wire = withLength(length);
    const atLimit = decodeFrameHeader(join(wire, key), { maxPayloadBytes: payloadLength });
    expect(atLimit).toMatchObject({ status: 'complete', value: { payloadLength } });
    expect(decodeFrameHeader(wire, { maxPayloadBytes: payloadLength - 1 })).toStrictEqual({
      status: 'invalid',
      error: protocolError('payload-too-big'),
    });
  });
});

describe('the first fault on the wire wins:', () => {
  test.each(faultVectors)('$title', ({ wire, rules, code, judgedAfter }) => {
    for (let length = 0; length <= wire.length; length++) {
      const result = decodeFrameHeader(wire.subarray(0, length), rules);
      if (length < judgedAfter) expect(result).toMatchObject({ status: 'incomplete' });
      else expect(result).toStrictEqual({ status: 'invalid', error: protocolError(code) });
    }
  });
});

test('a limit of 0 admits empty payloads and nothing else', () => {
  const rules = { maxPayloadBytes: 0 };
  expect(decodeFrameHeader(bits('1 000 0001  0 0000000'), rules).status).toBe('complete');
  expect(decodeFrameHeader(bits('1 000 0001  0 0000001'), rules).status).toBe('invalid');
});

test('without a limit every length that a number holds passes, and Infinity may be said', () => {
  const wire = join(bits('1 000 0010  0 1111111'), hex('001fffffffffffff'));
  const endless = { maxPayloadBytes: Number.POSITIVE_INFINITY };
  expect(decodeFrameHeader(wire)).toStrictEqual(decodeFrameHeader(wire, endless));
  expect(decodeFrameHeader(wire, endless).status).toBe('complete');
});

test('the masking key is a copy: the input may be reused', () => {
  const wire = join(bits('1 000 0001  1 0000101'), KEY);
  const result = decodeFrameHeader(wire);
  wire.fill(0);
  expect(result).toMatchObject({ value: { maskingKey: KEY } });
});

test('whatever follows the header is left alone', () => {
  const wire = join(bits('1 000 1001  0 0000000'), hex('ff ff ff'));
  expect(decodeFrameHeader(wire)).toMatchObject({ status: 'complete', bytesRead: 2 });
});

test('the bytes are named where they are none', () => {
  expect(() => decodeFrameHeader([0x81, 0] as unknown as Uint8Array)).toThrow(
    new TypeError('bytes must be a Uint8Array, not Array'),
  );
});

test.each<[string, unknown[], typeof TypeError | typeof RangeError]>([
  ['no bytes', [], TypeError],
  ['text', ['\x81\x00'], TypeError],
  ['an array', [[0x81, 0]], TypeError],
  ['a DataView', [new DataView(new ArrayBuffer(2))], TypeError],
  ['null as options', [hex('8100'), null], TypeError],
  ['a role that does not exist', [hex('8100'), { role: 'proxy' }], TypeError],
  ['a limit that is no integer', [hex('8100'), { maxPayloadBytes: 0.5 }], RangeError],
  ['reserved bits that do not exist', [hex('8100'), { allowedRsv: 8 }], RangeError],
])('throws for %s', (_, argumentList, type) => {
  expect(() => Reflect.apply(decodeFrameHeader, undefined, argumentList)).toThrow(type);
});

test("the caller's mistakes throw even when the bytes are invalid or missing", () => {
  const wrong = { role: 'proxy' } as unknown as FrameRules;
  expect(() => decodeFrameHeader(hex(''), wrong)).toThrow(TypeError);
  expect(() => decodeFrameHeader(hex('ff'), wrong)).toThrow(TypeError);
});
