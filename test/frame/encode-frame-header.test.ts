import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  encodeFrameHeader,
  type FirstByteFields,
  firstByte,
  headerLength,
  legalFirstByte,
  shortestForm,
  type UncheckedFrameHeaderInit,
  writeFrameHeader,
} from '../../src/frame/encode-frame-header.js';
import { readKey } from '../../src/frame/mask-loops.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { anyHeader } from '../properties/arbitraries.js';
import { writeFrame } from '../properties/naive-frame.js';
import { bits, hex, join, noise, repeat, toHex } from '../vectors/bits.js';
import { heldLengths, hugeLengths, withFirstByte } from '../vectors/lengths.js';
import { rfc6455Frames } from '../vectors/rfc6455-frames.js';

const KEY = hex('37 fa 21 3d');
const { Text, Binary, Continuation, Close, Ping } = Opcode;
const unchecked = { unchecked: true } as const;

test.each(rfc6455Frames)('writes the header of $title', (vector) => {
  const { wire, fin, opcode, maskingKey, payload } = vector;
  const header = encodeFrameHeader({ fin, opcode, maskingKey, payloadLength: payload.length });
  expect(header).toStrictEqual(wire.slice(0, wire.length - payload.length));
});

test('what is left out is a final frame without reserved bits and without a mask', () => {
  expect(encodeFrameHeader({ opcode: Text, payloadLength: 5 })).toStrictEqual(
    bits('1 000 0001  0 0000101'),
  );
});

test.each([
  [{ rsv1: true }, '1 100 0001'],
  [{ rsv2: true }, '1 010 0001'],
  [{ rsv3: true }, '1 001 0001'],
  [{ rsv1: true, rsv2: true, rsv3: true, fin: false }, '0 111 0001'],
  [{ rsv1: false, rsv2: false, rsv3: false, fin: true }, '1 000 0001'],
])('%j is byte 0 %s', (fields, drawing) => {
  const header = encodeFrameHeader({ opcode: Text, payloadLength: 0, ...fields });
  expect(header).toStrictEqual(bits(`${drawing}  0 0000000`));
});

describe.each([
  ['masked', true, KEY],
  ['unmasked', false, null],
] as const)('%s,', (_, masked, maskingKey) => {
  test.each([...heldLengths, ...hugeLengths])(
    'a length of $length takes its shortest form',
    (vector) => {
      const { length: payloadLength, form, wire } = vector;
      const expected = join(withFirstByte(0x82, wire, masked), masked ? KEY : hex(''));
      const header = { opcode: Binary, payloadLength, maskingKey };
      expect(encodeFrameHeader(header)).toStrictEqual(expected);
      expect(encodeFrameHeader(header, { lengthForm: form })).toStrictEqual(expected);
      expect(encodeFrameHeader(header, { unchecked: false })).toStrictEqual(expected);
      expect(encodeFrameHeader(header, unchecked)).toStrictEqual(expected);
      expect(shortestForm(payloadLength)).toBe(form);
      expect(headerLength(form, masked)).toBe(expected.length);
    },
  );
});

describe('a header that would break the protocol is refused:', () => {
  test.each<[string, object, object, string]>([
    ['opcode 3', { opcode: 3 }, {}, 'opcode 3 is reserved'],
    ['opcode 7', { opcode: 7 }, {}, 'opcode 7 is reserved'],
    ['opcode 11', { opcode: 11 }, {}, 'opcode 11 is reserved'],
    ['opcode 15', { opcode: 15 }, {}, 'opcode 15 is reserved'],
    ['a fragmented ping', { opcode: Ping, fin: false }, {}, '(opcode 9) must not be fragmented'],
    ['a fragmented close', { opcode: Close, fin: false }, {}, '(opcode 8) must not be fragmented'],
    ['a long ping', { opcode: Ping, payloadLength: 126 }, {}, '126 bytes; the limit is 125'],
    ['a long pong', { opcode: 10, payloadLength: 2 ** 20 }, {}, '1048576 bytes'],
    ['RSV1 on a continuation', { opcode: Continuation, rsv1: true }, {}, 'set on opcode 0'],
    ['RSV2 on a ping', { opcode: Ping, rsv2: true }, {}, 'set on opcode 9'],
    ['RSV3 on a close', { opcode: Close, rsv3: true }, {}, 'set on opcode 8'],
    ['a length of 2^53', { payloadLength: 2 ** 53 }, {}, 'payloadLength is 9007199254740992'],
    ['5 in 16 bits', { payloadLength: 5 }, { lengthForm: 16 }, 'shortest form of 5 is 7'],
    ['5 in 64 bits', { payloadLength: 5 }, { lengthForm: 64 }, 'shortest form of 5 is 7'],
    ['126 in 7 bits', { payloadLength: 126 }, { lengthForm: 7 }, 'shortest form of 126 is 16'],
    ['65535 in 64 bits', { payloadLength: 65535 }, { lengthForm: 64 }, 'of 65535 is 16'],
  ])('%s', (_, fields, options, message) => {
    const header = { opcode: Text, payloadLength: 0, ...fields };
    const encode = () => encodeFrameHeader(header, options);
    expect(encode).toThrow(RangeError);
    expect(encode).toThrow(message);
    expect(encodeFrameHeader(header, { ...options, unchecked: true }).length).toBeGreaterThan(1);
  });
});

describe('what cannot be written at all is refused, checked or not:', () => {
  test.each<[string, object, object, typeof TypeError | typeof RangeError, string]>([
    ['opcode 16', { opcode: 16 }, {}, RangeError, 'opcode is 16'],
    ['opcode −1', { opcode: -1 }, {}, RangeError, 'opcode is -1'],
    ['opcode 1.5', { opcode: 1.5 }, {}, RangeError, 'opcode is 1.5'],
    ['opcode NaN', { opcode: Number.NaN }, {}, RangeError, 'opcode is NaN'],
    ['opcode "text"', { opcode: 'text' }, {}, TypeError, 'opcode must be a number, not "text"'],
    ['no opcode', { opcode: undefined }, {}, TypeError, 'opcode must be a number, not undefined'],
    ['fin 0', { fin: 0 }, {}, TypeError, 'fin must be a boolean, not number 0'],
    ['fin null', { fin: null }, {}, TypeError, 'fin must be a boolean, not null'],
    ['rsv1 1', { rsv1: 1 }, {}, TypeError, 'rsv1 must be a boolean, not number 1'],
    ['rsv2 "1"', { rsv2: '1' }, {}, TypeError, 'rsv2 must be a boolean, not "1"'],
    ['rsv3 {}', { rsv3: {} }, {}, TypeError, 'rsv3 must be a boolean, not Object'],
    ['a key of 3 bytes', { maskingKey: noise(3) }, {}, RangeError, 'maskingKey is 3 bytes'],
    ['a key of 5 bytes', { maskingKey: noise(5) }, {}, RangeError, 'maskingKey is 5 bytes'],
    ['a key of numbers', { maskingKey: [1, 2, 3, 4] }, {}, TypeError, 'not Array'],
    ['a key as a number', { maskingKey: 0x37fa213d }, {}, TypeError, 'not number 939139389'],
    ['a length of −1', { payloadLength: -1 }, {}, RangeError, 'payloadLength is -1'],
    ['a length of 0.5', { payloadLength: 0.5 }, {}, RangeError, 'payloadLength is 0.5'],
    ['a length of NaN', { payloadLength: Number.NaN }, {}, RangeError, 'payloadLength is NaN'],
    ['a length of 2^64', { payloadLength: 2 ** 64 }, {}, RangeError, 'is 18446744073709552000'],
    ['an endless length', { payloadLength: 1 / 0 }, {}, RangeError, 'payloadLength is Infinity'],
    ['no length', { payloadLength: undefined }, {}, TypeError, 'a number, not undefined'],
    ['a length "5"', { payloadLength: '5' }, {}, TypeError, 'a number, not "5"'],
    ['128 in 7 bits', { payloadLength: 128 }, { lengthForm: 7 }, RangeError, 'is 128'],
    ['65536 in 16 bits', { payloadLength: 65536 }, { lengthForm: 16 }, RangeError, 'is 65536'],
    ['a form of 8 bits', {}, { lengthForm: 8 }, RangeError, 'lengthForm is 8'],
    ['a form of "16"', {}, { lengthForm: '16' }, RangeError, 'lengthForm is 16'],
    ['a form of null', {}, { lengthForm: null }, RangeError, 'lengthForm is null'],
  ])('%s', (_, fields, options, type, message) => {
    const header = { opcode: Text, payloadLength: 0, ...fields };
    for (const more of [{}, unchecked]) {
      const encode = () => encodeFrameHeader(header, { ...options, ...more });
      expect(encode).toThrow(type);
      expect(encode).toThrow(message);
    }
  });

  test.each([[undefined], [null], [7]])('%j in place of a header', (header) => {
    expect(() => Reflect.apply(encodeFrameHeader, undefined, [header, unchecked])).toThrow(
      TypeError,
    );
  });
});

describe('unchecked, any header is written:', () => {
  test.each<[string, UncheckedFrameHeaderInit, { lengthForm?: 7 | 16 | 64 }, string]>([
    ['5 in 16 bits', { opcode: 2, payloadLength: 5 }, { lengthForm: 16 }, '82 7e 0005'],
    ['5 in 64 bits', { opcode: 2, payloadLength: 5 }, { lengthForm: 64 }, '82 7f 0000000000000005'],
    ['126 in 7 bits', { opcode: 2, payloadLength: 126 }, { lengthForm: 7 }, '82 7e'],
    ['127 in 7 bits', { opcode: 2, payloadLength: 127 }, { lengthForm: 7 }, '82 7f'],
    ['2^53', { opcode: 2, payloadLength: 2 ** 53 }, {}, '82 7f 0020000000000000'],
    ['2^63', { opcode: 2, payloadLength: 2 ** 63 }, {}, '82 7f 8000000000000000'],
    [
      'the largest below 2^64',
      { opcode: 2, payloadLength: 2 ** 64 - 2048 },
      {},
      '82 7f fffffffffffff800',
    ],
    ['a long fragmented ping', { opcode: 9, payloadLength: 126, fin: false }, {}, '09 7e 007e'],
    ['all bits', { opcode: 15, payloadLength: 0, rsv1: true, rsv2: true, rsv3: true }, {}, 'ff 00'],
    [
      'a masked reserved opcode',
      { opcode: 3, payloadLength: 1, maskingKey: KEY },
      {},
      '83 81 37fa213d',
    ],
  ])('%s', (_, header, options, wire) => {
    expect(encodeFrameHeader(header, { ...options, unchecked: true })).toStrictEqual(hex(wire));
  });

  test('as the figure of RFC 6455 §5.2 draws it', () => {
    fc.assert(
      fc.property(anyHeader, ({ lengthForm, ...header }) => {
        const drawn = writeFrame(header, lengthForm, new Uint8Array(0));
        const written = encodeFrameHeader(header, { unchecked: true, lengthForm });
        expect(toHex(written)).toBe(toHex(drawn));
      }),
      { numRuns: 500 },
    );
  });
});

test('the key is copied, and not changed', () => {
  const key = KEY.slice();
  const header = encodeFrameHeader({ opcode: Text, payloadLength: 1, maskingKey: key });
  expect(key).toStrictEqual(KEY);
  key.fill(0);
  expect(header).toStrictEqual(hex('81 81 37fa213d'));
});

test('a header can be written into the middle of an array', () => {
  const paper = repeat(0xa5, 20);
  const byte0 = firstByte({ opcode: Binary, fin: false });
  expect(writeFrameHeader(paper, 3, byte0, 16, 300, readKey(KEY, 0))).toBe(11);
  expect(paper).toStrictEqual(join(repeat(0xa5, 3), hex('02 fe 012c 37fa213d'), repeat(0xa5, 9)));
});

describe('byte 0 of a frame that is legal', () => {
  test.each<[FirstByteFields, number, number]>([
    [{ opcode: Opcode.Text }, 5, 0x81],
    [{ opcode: Opcode.Binary, fin: true }, 5, 0x82],
    [{ opcode: Opcode.Text, fin: false }, 5, 0x01],
    [{ opcode: Opcode.Binary, rsv1: true }, 5, 0xc2],
    [{ opcode: Opcode.Binary, rsv2: true }, 5, 0xa2],
    [{ opcode: Opcode.Binary, rsv3: true }, 5, 0x92],
    [{ opcode: Opcode.Continuation }, 5, 0x80],
    [{ opcode: Opcode.Ping }, 125, 0x89],
  ])('of %j, %i bytes long, is %i', (fields, length, expected) => {
    expect(legalFirstByte(fields, length)).toBe(expected);
  });

  test.each<[object, number]>([
    [{ opcode: Opcode.Ping }, 126],
    [{ opcode: Opcode.Ping, fin: false }, 5],
    [{ opcode: Opcode.Ping, rsv1: true }, 5],
    [{ opcode: 3 }, 5],
    [{ opcode: Opcode.Text, fin: 1 }, 5],
    [{ opcode: Opcode.Text, rsv1: 0 }, 5],
    [{ opcode: Opcode.Text, rsv2: null }, 5],
    [{ opcode: Opcode.Text, rsv3: '' }, 5],
  ])('of %j, %i bytes long, there is none', (fields, length) => {
    expect(() => legalFirstByte(fields as FirstByteFields, length)).toThrow();
  });
});
