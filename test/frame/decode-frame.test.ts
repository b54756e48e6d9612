import { describe, expect, test } from 'vitest';
import { decodeFrame } from '../../src/frame/decode-frame.js';
import { defaultLimits } from '../../src/vocabulary/limits.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { protocolError } from '../../src/vocabulary/violation.js';
import { naiveMask } from '../properties/naive-frame.js';
import { bits, hex, join, legible, noise, repeat } from '../vectors/bits.js';
import { faultVectors } from '../vectors/first-faults.js';
import { heldLengths, hugeLengths, unholdableLengths, withFirstByte } from '../vectors/lengths.js';
import { rfc6455Frames } from '../vectors/rfc6455-frames.js';

const KEY = hex('37 fa 21 3d');

const bytesNeeded = (wire: Uint8Array, maxPayloadBytes?: number) => {
  const result = decodeFrame(wire, maxPayloadBytes === undefined ? {} : { maxPayloadBytes });
  return result.status === 'incomplete' ? result.bytesNeeded : result;
};

describe('RFC 6455 §5.7:', () => {
  test.each(rfc6455Frames)('$title', ({ wire, role, fin, opcode, maskingKey, payload }) => {
    const expected = {
      status: 'complete',
      value: { fin, rsv1: false, rsv2: false, rsv3: false, opcode, payload, maskingKey },
      bytesRead: wire.length,
    };
    for (const result of [
      decodeFrame(wire, { role }),
      decodeFrame(wire),
      decodeFrame(join(wire, hex('ff ff')), { role }),
    ]) {
      expect(legible(result)).toStrictEqual(legible(expected));
    }
  });

  test.each(rfc6455Frames)('$title is refused by the other side', ({ wire, role }) => {
    const [other, code] =
      role === 'server'
        ? (['client', 'mask-unexpected'] as const)
        : (['server', 'mask-missing'] as const);
    const expected = { status: 'invalid', error: protocolError(code) };
    expect(decodeFrame(wire, { role: other })).toStrictEqual(expected);
    expect(decodeFrame(wire.subarray(0, 2), { role: other })).toStrictEqual(expected);
  });
});

describe.each([
  ['masked', true],
  ['unmasked', false],
] as const)('%s,', (_, masked) => {
  const key = masked ? KEY : hex('');

  test.each(heldLengths)('a payload of $length bytes comes back, unmasked', (vector) => {
    const payload = noise(vector.length, 5);
    const body = masked ? naiveMask(payload, KEY) : payload;
    const wire = join(withFirstByte(0x02, vector.wire, masked), key, body);
    const flags = { fin: false, rsv1: false, rsv2: false, rsv3: false };
    const maskingKey = masked ? KEY : null;
    const expected = {
      status: 'complete',
      value: { ...flags, opcode: Opcode.Binary, payload, maskingKey },
      bytesRead: wire.length,
    };
    expect(legible(decodeFrame(wire))).toStrictEqual(legible(expected));
    for (const missing of [1, 2, payload.length].filter((n) => n > 0 && n <= payload.length)) {
      expect(bytesNeeded(wire.subarray(0, wire.length - missing))).toBe(missing);
    }
  });

  test.each(hugeLengths)('of a payload of $length bytes exactly those are missing', (vector) => {
    const wire = join(withFirstByte(0x82, vector.wire, masked), key);
    expect(bytesNeeded(wire, Number.MAX_SAFE_INTEGER)).toBe(vector.length);
    expect(bytesNeeded(join(wire, hex('00 00 00')), Number.MAX_SAFE_INTEGER)).toBe(
      vector.length - 3,
    );
  });

  test.each(hugeLengths)(
    'a payload of $length bytes is too big by default, or just fits',
    (vector) => {
      const header = withFirstByte(0x82, vector.wire, masked);
      const result = decodeFrame(header);
      if (vector.length <= defaultLimits.maxPayloadBytes) {
        expect(result).toMatchObject({ status: 'incomplete' });
      } else {
        expect(result).toStrictEqual({
          status: 'invalid',
          error: protocolError('payload-too-big'),
        });
      }
    },
  );

  test.each(unholdableLengths)('$code at the last byte of the length $wire', ({ wire, code }) => {
    const header = withFirstByte(0x82, wire, masked);
    const expected = { status: 'invalid', error: protocolError(code) };
    const rules = { maxPayloadBytes: Number.MAX_SAFE_INTEGER };
    expect(decodeFrame(header, rules)).toStrictEqual(expected);
    expect(decodeFrame(join(header, key, noise(300)), rules)).toStrictEqual(expected);
    expect(decodeFrame(header.subarray(0, -1), rules)).toMatchObject({ status: 'incomplete' });
  });
});

describe('the first fault on the wire wins:', () => {
  test.each(faultVectors)('$title', ({ wire, rules, code, judgedAfter }) => {
    for (let length = 0; length <= wire.length; length++) {
      const result = decodeFrame(wire.subarray(0, length), rules);
      if (length < judgedAfter) expect(result).toMatchObject({ status: 'incomplete' });
      else expect(result).toStrictEqual({ status: 'invalid', error: protocolError(code) });
    }
  });
});

test('the payload of a Close is opaque here', () => {
  for (const body of [hex('61'), hex('0000'), hex('03e8 ff')]) {
    const wire = join(Uint8Array.of(0x88, body.length), body);
    expect(decodeFrame(wire)).toMatchObject({ status: 'complete', value: { payload: body } });
  }
});

test('the payload of a Text is opaque here: only its message is UTF-8', () => {
  const wire = join(bits('0 000 0001  0 0000001'), hex('c3'));
  expect(decodeFrame(wire)).toMatchObject({ status: 'complete', value: { payload: hex('c3') } });
});

test('the default limit is inclusive', () => {
  const header = hex('82 7f 0000000001000000');
  const wire = join(header, new Uint8Array(defaultLimits.maxPayloadBytes));
  const result = decodeFrame(wire);
  expect(result.status === 'complete' && result.value.payload.length).toBe(2 ** 24);
});

test('an infinite limit is refused: a whole frame is held in memory', () => {
  const endless = { maxPayloadBytes: Number.POSITIVE_INFINITY };
  expect(() => decodeFrame(hex('8100'), endless)).toThrow(RangeError);
  expect(() => decodeFrame(hex('8100'), endless)).toThrow('maxPayloadBytes is Infinity');
});

test('nothing is allocated for a length that is only declared', () => {
  const wire = hex('82 ff 0000000040000000 37fa213d');
  const before = process.memoryUsage().arrayBuffers;
  for (let times = 0; times < 100; times++) decodeFrame(wire, { maxPayloadBytes: 2 ** 30 });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 24);
});

describe('memory', () => {
  test.each([0, 5, 63, 64, 300])('a payload of %i bytes is its own', (length) => {
    const payload = noise(length);
    const header =
      length > 125 ? Uint8Array.of(0x82, 0xfe, 1, 44) : Uint8Array.of(0x82, 0x80 | length);
    const wire = join(header, KEY, naiveMask(payload, KEY));
    const before = wire.slice();
    const first = decodeFrame(wire);
    expect(wire).toStrictEqual(before);
    const second = decodeFrame(wire);
    wire.fill(0);
    expect(first).toStrictEqual(second);
    expect(first).toMatchObject({ value: { payload, maskingKey: KEY } });
    if (first.status !== 'complete' || second.status !== 'complete') return;
    expect(first.value.payload.buffer).not.toBe(wire.buffer);
    expect(first.value.payload.buffer).not.toBe(second.value.payload.buffer);
    expect(first.value.payload.buffer.byteLength).toBe(length);
  });

  test('a frame in the middle of an array is decoded from a view of it', () => {
    const wire = join(bits('1 000 0010  1 1000000'), KEY, naiveMask(repeat(7, 64), KEY));
    for (let shift = 0; shift < 8; shift++) {
      const view = join(repeat(0xff, shift), wire, repeat(0xff, 3)).subarray(shift);
      expect(decodeFrame(view)).toMatchObject({ value: { payload: repeat(7, 64) } });
    }
  });
});

test('the bytes are named where they are none', () => {
  expect(() => decodeFrame([0x81, 0] as unknown as Uint8Array)).toThrow(
    new TypeError('bytes must be a Uint8Array, not Array'),
  );
});

test.each([
  [hex('c2 00'), { rsv1: true, rsv2: false, rsv3: false }],
  [hex('a2 00'), { rsv1: false, rsv2: true, rsv3: false }],
  [hex('92 00'), { rsv1: false, rsv2: false, rsv3: true }],
])('the reserved bits of %o are those of the frame', (wire, expected) => {
  expect(decodeFrame(wire, { allowedRsv: 7 })).toMatchObject({ value: expected });
});

test.each<[string, unknown[], typeof TypeError | typeof RangeError]>([
  ['no bytes', [], TypeError],
  ['null', [null], TypeError],
  ['a number', [0x81], TypeError],
  ['text', ['\x81\x00'], TypeError],
  ['floats', [new Float32Array(2)], TypeError],
  ['a DataView', [new DataView(new ArrayBuffer(2))], TypeError],
  ['an ArrayBuffer', [new ArrayBuffer(2)], TypeError],
  ['null as options', [hex('8100'), null], TypeError],
  ['a role that does not exist', [hex('8100'), { role: 'proxy' }], TypeError],
  ['a negative limit', [hex('8100'), { maxPayloadBytes: -1 }], RangeError],
  ['reserved bits that do not exist', [hex('8100'), { allowedRsv: 8 }], RangeError],
])('throws for %s', (_, argumentList, type) => {
  expect(() => Reflect.apply(decodeFrame, undefined, argumentList)).toThrow(type);
});
