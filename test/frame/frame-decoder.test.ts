import { describe, expect, test } from 'vitest';
import { FrameDecoder, type FrameDecoderOptions } from '../../src/frame/frame-decoder.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { protocolError } from '../../src/vocabulary/violation.js';
import { naiveMask } from '../properties/naive-frame.js';
import { bits, hex, join, legible, noise } from '../vectors/bits.js';
import { faultVectors } from '../vectors/first-faults.js';
import { heldLengths, hugeLengths, unholdableLengths, withFirstByte } from '../vectors/lengths.js';
import { rfc6455Frames } from '../vectors/rfc6455-frames.js';

const KEY = hex('37 fa 21 3d');
const hello = hex('81 05 48656c6c6f');

const fields = (opcode: Opcode) => ({ fin: true, rsv1: false, rsv2: false, rsv3: false, opcode });
const helloFrame = { ...fields(Opcode.Text), payload: hex('48656c6c6f') };

function decoderOf(bytes: Uint8Array, options: FrameDecoderOptions = {}): FrameDecoder {
  const decoder = new FrameDecoder(options);
  decoder.push(bytes);
  return decoder;
}

describe('RFC 6455 §5.7:', () => {
  test.each(rfc6455Frames)('$title', ({ wire, role, fin, opcode, maskingKey, payload }) => {
    const frame = { ...fields(opcode), fin };
    const whole = decoderOf(wire, { role });
    const complete = (value: object) =>
      legible({ status: 'complete', value, bytesRead: wire.length });
    expect(legible(whole.next())).toStrictEqual(complete({ ...frame, payload }));
    expect(whole.next()).toMatchObject({ status: 'incomplete' });
    const header = { ...frame, maskingKey, payloadLength: payload.length };
    expect(legible(decoderOf(wire, { role }).nextPart())).toStrictEqual(
      complete({ header, offset: 0, payload, last: true }),
    );
  });
});

describe.each([
  ['masked', true],
  ['unmasked', false],
] as const)('%s,', (_, masked) => {
  test.each(heldLengths)('three frames of $length bytes come one after the other', (vector) => {
    const payload = noise(vector.length);
    const body = masked ? join(KEY, naiveMask(payload, KEY)) : payload;
    const wire = join(withFirstByte(0x82, vector.wire, masked), body);
    const decoder = decoderOf(join(wire, wire, wire));
    const value = { ...fields(Opcode.Binary), payload };
    const expected = legible({ status: 'complete', value, bytesRead: wire.length });
    for (let count = 0; count < 3; count++) {
      expect(legible(decoder.next())).toStrictEqual(expected);
    }
    expect(decoder.next()).toStrictEqual({ status: 'incomplete', bytesNeeded: 2 });
  });

  test.each(hugeLengths)('of a payload of $length bytes exactly those are missing', (vector) => {
    const header = join(withFirstByte(0x82, vector.wire, masked), masked ? KEY : hex(''));
    const options = { maxPayloadBytes: Number.MAX_SAFE_INTEGER };
    expect(decoderOf(header, options).next()).toStrictEqual({
      status: 'incomplete',
      bytesNeeded: vector.length,
    });
    expect(decoderOf(header, options).nextPart()).toStrictEqual({
      status: 'incomplete',
      bytesNeeded: 1,
    });
  });

  test.each(unholdableLengths)('$code at the last byte of the length', ({ wire, code }) => {
    const decoder = decoderOf(withFirstByte(0x82, wire, masked));
    expect(decoder.next()).toStrictEqual({ status: 'invalid', error: protocolError(code) });
  });
});

describe('the first fault on the wire wins, byte by byte:', () => {
  test.each(faultVectors)('$title', ({ wire, rules, code, judgedAfter }) => {
    const decoder = new FrameDecoder(rules);
    for (const [at, byte] of wire.entries()) {
      decoder.push(Uint8Array.of(byte));
      const result = decoder.next();
      if (at + 1 < judgedAfter) expect(result).toMatchObject({ status: 'incomplete' });
      else expect(result).toStrictEqual({ status: 'invalid', error: protocolError(code) });
    }
  });
});

test.each([
  [hex('c2 00'), { rsv1: true, rsv2: false, rsv3: false }],
  [hex('a2 00'), { rsv1: false, rsv2: true, rsv3: false }],
  [hex('92 00'), { rsv1: false, rsv2: false, rsv3: true }],
])('the reserved bits of %o are those of the frame', (wire, bitsOfFrame) => {
  const value = { ...fields(Opcode.Binary), ...bitsOfFrame, payload: hex('') };
  expect(decoderOf(wire, { allowedRsv: 7 }).next()).toStrictEqual({
    status: 'complete',
    value,
    bytesRead: 2,
  });
});

test('a payload may have 16 MiB unless another limit is given', () => {
  const declared = (length: string) => decoderOf(hex(`82 7f 00000000 ${length}`)).next();
  expect(declared('01000000')).toStrictEqual({ status: 'incomplete', bytesNeeded: 2 ** 24 });
  expect(declared('01000001')).toStrictEqual({
    status: 'invalid',
    error: protocolError('payload-too-big'),
  });
});

test.each([undefined, false, true])('a chunk is changed only when it is given: %s', (given) => {
  const payload = noise(100);
  const wire = join(hex('82 e4'), KEY, naiveMask(payload, KEY));
  const chunk = wire.slice();
  const decoder = decoderOf(chunk, given === undefined ? {} : { takeOwnership: given });
  expect(decoder.next()).toMatchObject({ value: { payload } });
  expect(chunk).toStrictEqual(given === true ? join(wire.slice(0, 6), payload) : wire);
});

describe('an error', () => {
  test('comes after the frames in front of it, and then for ever', () => {
    const decoder = decoderOf(join(hello, hello, hex('83 00'), hello));
    expect(decoder.next()).toMatchObject({ value: helloFrame });
    expect(decoder.nextPart()).toMatchObject({ value: { payload: helloFrame.payload } });
    const expected = { status: 'invalid', error: protocolError('reserved-opcode') };
    expect(decoder.next()).toStrictEqual(expected);
    expect(decoder.nextPart()).toStrictEqual(expected);
    decoder.push(hello);
    expect(decoder.next()).toStrictEqual(expected);
    expect(decoder.nextPart()).toStrictEqual(expected);
  });
});

describe('a frame in parts', () => {
  test('comes as it arrives, each part unmasked in its place', () => {
    const decoder = new FrameDecoder({ role: 'server' });
    const payload = noise(10);
    const wire = join(hex('02 8a'), KEY, naiveMask(payload, KEY));
    const header = {
      ...fields(Opcode.Binary),
      fin: false,
      maskingKey: KEY,
      payloadLength: 10,
    };
    const part = (offset: number, end: number, bytesRead: number) => ({
      status: 'complete',
      value: { header, offset, payload: payload.slice(offset, end), last: end === 10 },
      bytesRead,
    });
    decoder.push(wire.subarray(0, 6));
    expect(decoder.nextPart()).toStrictEqual({ status: 'incomplete', bytesNeeded: 1 });
    decoder.push(wire.subarray(6, 9));
    expect(decoder.nextPart()).toStrictEqual(part(0, 3, 9));
    expect(decoder.nextPart()).toStrictEqual({ status: 'incomplete', bytesNeeded: 1 });
    decoder.push(wire.subarray(9, 10));
    expect(decoder.nextPart()).toStrictEqual(part(3, 4, 1));
    decoder.push(join(wire.subarray(10), hex('89 80 00000000')));
    expect(decoder.nextPart()).toStrictEqual(part(4, 10, 6));
    expect(decoder.next()).toMatchObject({ value: { opcode: Opcode.Ping } });
  });

  test('that is empty comes in one part', () => {
    expect(decoderOf(hex('82 00')).nextPart()).toMatchObject({
      value: { offset: 0, payload: hex(''), last: true },
      bytesRead: 2,
    });
  });

  test('has one and the same header in each of its parts', () => {
    const decoder = decoderOf(hex('82 02 01'));
    const first = decoder.nextPart();
    decoder.push(hex('02'));
    const second = decoder.nextPart();
    if (first.status !== 'complete' || second.status !== 'complete') throw new Error('no parts');
    expect(second.value.header).toBe(first.value.header);
    expect(second.value.last).toBe(true);
  });

  test('cannot be gone on with as a whole: that is a TypeError, and changes nothing', () => {
    const decoder = decoderOf(hex('82 02 01'));
    decoder.nextPart();
    expect(() => decoder.next()).toThrow(
      new TypeError('next() called in the middle of a frame in parts'),
    );
    decoder.push(hex('02'));
    expect(() => decoder.next()).toThrow(TypeError);
    expect(decoder.nextPart()).toMatchObject({ value: { offset: 1, payload: hex('02') } });
    expect(decoder.next()).toMatchObject({ status: 'incomplete' });
  });

  test('can be begun after next has found too little of it', () => {
    const decoder = decoderOf(hello.subarray(0, 4));
    expect(decoder.next()).toStrictEqual({ status: 'incomplete', bytesNeeded: 3 });
    expect(decoder.nextPart()).toMatchObject({ value: { payload: hex('48 65'), last: false } });
  });
});

describe("the caller's mistakes throw:", () => {
  test.each<[string, unknown, typeof TypeError | typeof RangeError, string]>([
    ['a role that does not exist', { role: 'proxy' }, TypeError, 'role is proxy'],
    ['a negative limit', { maxPayloadBytes: -1 }, RangeError, 'maxPayloadBytes is -1'],
    ['an infinite limit', { maxPayloadBytes: Number.POSITIVE_INFINITY }, RangeError, 'Infinity'],
    ['reserved bits that do not exist', { allowedRsv: 8 }, RangeError, 'allowedRsv is 8'],
    ['an unmask that is no function', { unmaskInPlace: {} }, TypeError, 'unmaskInPlace must be'],
    ['an owner that is no flag', { takeOwnership: 1 }, TypeError, 'takeOwnership must be'],
    ['null as options', null, TypeError, 'null'],
  ])('%s', (_, options, type, message) => {
    expect(() => new FrameDecoder(options as FrameDecoderOptions)).toThrow(type);
    expect(() => new FrameDecoder(options as FrameDecoderOptions)).toThrow(message);
  });

  test.each([[undefined], [null], ['\x81\x00'], [0x81], [[0x81, 0]], [new Float32Array(2)]])(
    'a chunk that is %o',
    (chunk) => {
      const decoder = new FrameDecoder();
      const push = () => decoder.push(chunk as unknown as Uint8Array);
      expect(push).toThrow(TypeError);
      expect(push).toThrow('chunk must be a Uint8Array');
      decoder.push(hello);
      expect(decoder.next()).toMatchObject({ value: helloFrame });
    },
  );
});

test('empty chunks change nothing', () => {
  const decoder = new FrameDecoder();
  decoder.push(hex(''));
  expect(decoder.next()).toStrictEqual({ status: 'incomplete', bytesNeeded: 2 });
  decoder.push(hello.subarray(0, 3));
  decoder.push(hex(''));
  decoder.push(hello.subarray(3));
  expect(decoder.next()).toMatchObject({ value: helloFrame });
});

test('what a message asks is not judged here: frames are read one by one', () => {
  const decoder = decoderOf(
    join(bits('1 000 0000  0 0000000'), bits('0 000 0001  0 0000000'), hello),
  );
  expect(decoder.next()).toMatchObject({ value: { opcode: Opcode.Continuation } });
  expect(decoder.next()).toMatchObject({ value: { opcode: Opcode.Text, fin: false } });
  expect(decoder.next()).toMatchObject({ value: helloFrame });
});

describe('many frames that come at once', () => {
  // Long enough for the payloads to be views.
  const payloads = Array.from({ length: 20 }, (_, seed) => noise(60, seed));
  const wire = join(...payloads.map((payload) => join(hex('82 bc'), KEY, naiveMask(payload, KEY))));

  test('say of each how much of the wire it takes', () => {
    const decoder = decoderOf(wire, { role: 'server' });
    for (const payload of payloads) {
      const value = { ...fields(Opcode.Binary), payload };
      expect(decoder.next()).toStrictEqual({ status: 'complete', value, bytesRead: 66 });
    }
  });

  test('share memory that may be transferred away once the last is read', () => {
    const decoder = decoderOf(wire, { role: 'server' });
    const last = payloads.map(() => decoder.next()).at(-1);
    if (last?.status !== 'complete') throw new Error('a frame is missing');
    structuredClone(null, { transfer: [last.value.payload.buffer as ArrayBuffer] });
    expect(decoder.next()).toStrictEqual({ status: 'incomplete', bytesNeeded: 2 });
    decoder.push(wire);
    expect(decoder.next()).toMatchObject({ value: { payload: payloads[0] } });
  });
});
