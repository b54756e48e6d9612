import { Buffer } from 'node:buffer';
import { describe, expect, test } from 'vitest';
import { encodeFrame, type FrameInit } from '../../src/frame/encode-frame.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { naiveMask } from '../properties/naive-frame.js';
import { bits, hex, join, legible, noise, repeat } from '../vectors/bits.js';
import { heldLengths, withFirstByte } from '../vectors/lengths.js';
import { rfc6455Frames } from '../vectors/rfc6455-frames.js';

const KEY = hex('37 fa 21 3d');
const { Text, Binary, Continuation, Close, Ping, Pong } = Opcode;

describe('RFC 6455 §5.7:', () => {
  test.each(rfc6455Frames)('$title', ({ wire, fin, opcode, payload, maskingKey }) => {
    const frame = encodeFrame({ fin, opcode, payload, maskingKey });
    expect(legible(frame)).toBe(legible(wire));
  });
});

test.each([
  [Continuation, '80 00'],
  [Text, '81 00'],
  [Binary, '82 00'],
  [Close, '88 00'],
  [Ping, '89 00'],
  [Pong, '8a 00'],
])('opcode %i alone is an empty final frame', (opcode, wire) => {
  expect(encodeFrame({ opcode })).toStrictEqual(hex(wire));
  expect(encodeFrame({ opcode, payload: '', maskingKey: null })).toStrictEqual(hex(wire));
});

describe.each([
  ['masked', true],
  ['unmasked', false],
] as const)('%s,', (_, masked) => {
  test.each(heldLengths)('$length bytes follow the shortest form of their length', (vector) => {
    const payload = noise(vector.length, 9);
    const body = masked ? join(KEY, naiveMask(payload, KEY)) : payload;
    const maskingKey = masked ? KEY : null;
    const wire = join(withFirstByte(0x82, vector.wire, masked), body);
    expect(legible(encodeFrame({ opcode: Binary, payload, maskingKey }))).toBe(legible(wire));
  });
});

describe('text', () => {
  test.each([
    ['Hello', '81 05 48656c6c6f'],
    ['κ', '81 02 ceba'],
    ['€', '81 03 e282ac'],
    ['\u{1f600}', '81 04 f09f9880'],
    ['\ufeff', '81 03 efbbbf'],
    ['\ud800', '81 03 efbfbd'],
    ['a\udc00b', '81 05 61efbfbd62'],
  ])('%j is written as UTF-8: %s', (payload, wire) => {
    expect(encodeFrame({ opcode: Text, payload })).toStrictEqual(hex(wire));
  });

  test('is measured in bytes', () => {
    expect(encodeFrame({ opcode: Text, payload: '€'.repeat(42) }).subarray(0, 4)).toStrictEqual(
      hex('81 7e 007e'),
    );
    expect(() => encodeFrame({ opcode: Ping, payload: '€'.repeat(42) })).toThrow(
      'is 126 bytes; the limit is 125',
    );
  });

  test('may be given for any opcode, and masked', () => {
    expect(encodeFrame({ opcode: Pong, payload: 'Hello', maskingKey: KEY })).toStrictEqual(
      hex('8a 85 37fa213d 7f9f4d5158'),
    );
  });
});

describe('the payload of a Close is opaque here', () => {
  test.each(['61', '0000', '03e8 ff'])('%s is written as it is', (body) => {
    const payload = hex(body);
    const wire = join(Uint8Array.of(0x88, payload.length), payload);
    expect(encodeFrame({ opcode: Close, payload })).toStrictEqual(wire);
  });
});

test.each([
  [{ rsv1: true }, '1 100 0010'],
  [{ rsv2: true }, '1 010 0010'],
  [{ rsv3: true }, '1 001 0010'],
  [{ fin: false, rsv1: true, rsv3: true }, '0 101 0010'],
])('%j is byte 0 %s', (fields, drawing) => {
  expect(encodeFrame({ opcode: Binary, ...fields })).toStrictEqual(bits(`${drawing}  0 0000000`));
});

describe("the caller's mistakes throw, and nothing comes back:", () => {
  test.each<[string, object, typeof TypeError | typeof RangeError, string]>([
    ['opcode 3', { opcode: 3 }, RangeError, 'opcode 3 is reserved'],
    ['opcode 11', { opcode: 11 }, RangeError, 'opcode 11 is reserved'],
    ['opcode 16', { opcode: 16 }, RangeError, 'opcode is 16'],
    ['opcode −1', { opcode: -1 }, RangeError, 'opcode is -1'],
    ['opcode 1.5', { opcode: 1.5 }, RangeError, 'opcode is 1.5'],
    ['opcode "1"', { opcode: '1' }, TypeError, 'opcode must be a number, not "1"'],
    ['no opcode', { opcode: undefined }, TypeError, 'opcode must be a number, not undefined'],
    ['fin 1', { fin: 1 }, TypeError, 'fin must be a boolean, not number 1'],
    ['rsv1 "true"', { rsv1: 'true' }, TypeError, 'rsv1 must be a boolean, not "true"'],
    ['rsv2 null', { rsv2: null }, TypeError, 'rsv2 must be a boolean, not null'],
    ['rsv3 0', { rsv3: 0 }, TypeError, 'rsv3 must be a boolean, not number 0'],
    ['a fragmented ping', { opcode: Ping, fin: false }, RangeError, 'opcode 9'],
    ['a ping of 126 bytes', { opcode: Ping, payload: noise(126) }, RangeError, '126 bytes'],
    ['a close of 126 bytes', { opcode: Close, payload: noise(126) }, RangeError, '126 bytes'],
    ['a pong of 1000 bytes', { opcode: Pong, payload: noise(1000) }, RangeError, '1000 bytes'],
    ['RSV1 on a pong', { opcode: Pong, rsv1: true }, RangeError, 'opcode 10'],
    ['RSV1 on a continuation', { opcode: Continuation, rsv1: true }, RangeError, 'opcode 0'],
    ['a key of 3 bytes', { maskingKey: noise(3) }, RangeError, 'maskingKey is 3 bytes'],
    ['a key of 16 bytes', { maskingKey: noise(16) }, RangeError, 'maskingKey is 16 bytes'],
    ['a key of text', { maskingKey: 'abcd' }, TypeError, 'not "abcd"'],
    ['a key of true', { maskingKey: true }, TypeError, 'not boolean true'],
    ['floats', { payload: new Float32Array(2) }, TypeError, 'not Float32Array'],
    ['a DataView', { payload: new DataView(new ArrayBuffer(2)) }, TypeError, 'not DataView'],
    ['an ArrayBuffer', { payload: new ArrayBuffer(2) }, TypeError, 'not ArrayBuffer'],
    ['an array', { payload: [72, 101] }, TypeError, 'not Array'],
    ['a number', { payload: 5 }, TypeError, 'payload must be a Uint8Array, not number 5'],
    ['null', { payload: null }, TypeError, 'payload must be a Uint8Array, not null'],
    ['an object', { payload: { length: 2 } }, TypeError, 'not Object'],
    ['a boxed string', { payload: Object('Hello') }, TypeError, 'not String'],
  ])('%s', (_, fields, type, message) => {
    const frame = { opcode: Text, ...fields } as unknown as FrameInit;
    expect(() => encodeFrame(frame)).toThrow(type);
    expect(() => encodeFrame(frame)).toThrow(message);
  });

  test.each([[undefined], [null]])('%j in place of a frame', (frame) => {
    expect(() => encodeFrame(frame as unknown as FrameInit)).toThrow(TypeError);
  });
});

describe('memory', () => {
  test.each([0, 5, 63, 64, 125])(
    '%i bytes and the key stay as they are, and are copied',
    (length) => {
      for (const maskingKey of [null, KEY.slice()]) {
        const payload = noise(length);
        const expected = encodeFrame({ opcode: Binary, payload: payload.slice(), maskingKey });
        const frame = encodeFrame({ opcode: Binary, payload, maskingKey });
        expect(payload).toStrictEqual(noise(length));
        expect(maskingKey ?? KEY).toStrictEqual(KEY);
        payload.fill(0);
        maskingKey?.fill(0);
        expect(frame).toStrictEqual(expected);
        expect(frame.buffer).not.toBe(payload.buffer);
        expect(frame.buffer.byteLength).toBe(frame.length);
      }
    },
  );

  test('of a Buffer out of the pool exactly its bytes are written, as a plain Uint8Array', () => {
    Buffer.from('secret of someone else');
    const payload = Buffer.from('Hello');
    const frame = encodeFrame({ opcode: Text, payload });
    expect(frame).toStrictEqual(hex('81 05 48656c6c6f'));
    expect(Object.getPrototypeOf(frame)).toBe(Uint8Array.prototype);
  });

  test('of a view exactly its bytes are written', () => {
    const payload = join(repeat(0xff, 5), repeat(7, 100), repeat(0xff, 5)).subarray(5, 105);
    expect(encodeFrame({ opcode: Binary, payload })).toStrictEqual(
      join(hex('82 64'), repeat(7, 100)),
    );
  });
});
