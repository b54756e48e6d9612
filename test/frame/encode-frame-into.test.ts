import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrame } from '../../src/frame/decode-frame.js';
import {
  encodeFrame,
  encodeFrameInto,
  type FrameInit,
  writeInto,
} from '../../src/frame/encode-frame.js';
import { FrameDecoder } from '../../src/frame/frame-decoder.js';
import { readKey } from '../../src/frame/mask-loops.js';
import { simdMask } from '../../src/frame/mask-simd.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { anyText, legalFrame, maskingKeyOrNull } from '../properties/arbitraries.js';
import { hex, join, noise, repeat, sameBytes } from '../vectors/bits.js';
import { recordingSimd } from './recording-simd.js';

const { Text, Binary, Ping } = Opcode;
const KEY = hex('37 fa 21 3d');
const PAPER = 0xa5;

test('frames lie one behind the other', () => {
  const target = repeat(PAPER, 16);
  let end = encodeFrameInto({ opcode: Text, payload: 'Hello' }, target);
  expect(end).toBe(7);
  end = encodeFrameInto({ opcode: Ping }, target, end);
  end = encodeFrameInto({ opcode: Text, fin: false, payload: '€', maskingKey: null }, target, end);
  expect(end).toBe(14);
  expect(target).toStrictEqual(hex('81 05 48656c6c6f  89 00  01 03 e282ac  a5a5'));
});

test('any frames that were written into one buffer come out of it as they were', () => {
  fc.assert(
    fc.property(fc.array(legalFrame, { maxLength: 8 }), fc.nat(5), (frames, offset) => {
      const wires = frames.map((frame) => encodeFrame(frame));
      const target = repeat(PAPER, offset + join(...wires).length);
      let end = offset;
      for (const frame of frames) end = encodeFrameInto(frame, target, end);
      expect(end).toBe(target.length);
      expect(sameBytes(target, join(repeat(PAPER, offset), ...wires))).toBe(true);
      let at = offset;
      for (const frame of frames) {
        const result = decodeFrame(target.subarray(at), { allowedRsv: 7 });
        if (result.status !== 'complete') throw new Error(`no frame at ${at}`);
        const { payload, ...fields } = frame;
        expect(result.value).toMatchObject(fields);
        expect(sameBytes(result.value.payload, payload)).toBe(true);
        at += result.bytesRead;
      }
    }),
  );
});

test('a stream of messages is decoded to the same list', () => {
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 20 }), fc.boolean(), (texts, masked) => {
      const target = new Uint8Array(texts.reduce((sum, { length }) => sum + 3 * length + 14, 0));
      let end = 0;
      for (const payload of texts) {
        const maskingKey = masked ? KEY : null;
        end = encodeFrameInto({ opcode: Text, payload, maskingKey }, target, end);
      }
      const decoder = new FrameDecoder({ role: masked ? 'server' : 'client' });
      decoder.push(target.subarray(0, end));
      for (const text of texts) {
        const result = decoder.next();
        if (result.status !== 'complete') throw new Error('a frame is missing');
        expect(result.value.payload).toStrictEqual(new TextEncoder().encode(text));
      }
      expect(decoder.next().status).toBe('incomplete');
    }),
  );
});

describe('a frame that does not fit', () => {
  const payloads = [
    noise(0),
    noise(5),
    noise(126),
    noise(65_536),
    'Hello',
    '€'.repeat(42),
    'a'.repeat(200),
    '\ud800'.repeat(100),
    `${'a'.repeat(30_000)}é`,
  ];

  test('is a RangeError with the numbers, and nothing has been written', () => {
    for (const payload of payloads) {
      for (const maskingKey of [null, KEY]) {
        const frame = { opcode: Binary, payload, maskingKey };
        const needed = encodeFrame(frame).length;
        for (const [room, offset] of [
          [needed - 1, 0],
          [needed - 1, 7],
          [0, 3],
          [1, 0],
        ] as const) {
          const target = repeat(PAPER, offset + room);
          const call = () => encodeFrameInto(frame, target, offset);
          expect(call).toThrow(RangeError);
          expect(call).toThrow(
            `the frame takes ${needed} bytes; the target has room for ${room} at offset ${offset}`,
          );
          expect(target.every((byte) => byte === PAPER)).toBe(true);
        }
      }
    }
  });

  test('is not one that fits exactly', () => {
    for (const payload of payloads) {
      for (const maskingKey of [null, KEY]) {
        const expected = encodeFrame({ opcode: Binary, payload, maskingKey });
        const target = repeat(PAPER, expected.length + 3);
        // The target ends where the frame does, and what lies behind it in the buffer stays.
        const exact = target.subarray(1, 1 + expected.length);
        expect(encodeFrameInto({ opcode: Binary, payload, maskingKey }, exact)).toBe(exact.length);
        expect(sameBytes(target, join(hex('a5'), expected, hex('a5a5')))).toBe(true);
      }
    }
  });
});

test('a payload and a key that lie in the target are read before they are overwritten', () => {
  const lengths = fc.oneof(fc.nat(200), fc.nat(3000));
  fc.assert(
    fc.property(lengths, fc.nat(400), fc.nat(400), maskingKeyOrNull, (length, from, to, key) => {
      const buffer = noise(5000);
      const view = buffer.subarray(from, from + length);
      if (key !== null) buffer.set(key, to + 1);
      const maskingKey = key === null ? null : buffer.subarray(to + 1, to + 5);
      const expected = encodeFrame({ opcode: Binary, payload: view.slice(), maskingKey });
      const end = encodeFrameInto({ opcode: Binary, payload: view, maskingKey }, buffer, to);
      expect(sameBytes(buffer.subarray(to, end), expected)).toBe(true);
    }),
  );
});

test('any kind of Uint8Array can be written into', () => {
  class Subclass extends Uint8Array {}
  const make: readonly ((length: number) => Uint8Array)[] = [
    (length) => Buffer.alloc(length),
    (length) => new Subclass(length),
    (length) => new Uint8Array(new SharedArrayBuffer(length)),
    (length) => new Uint8Array(new ArrayBuffer(length + 3), 3),
  ];
  for (const payload of [noise(5), noise(200), noise(3000), 'Hello', 'é'.repeat(500)]) {
    for (const maskingKey of [null, KEY]) {
      const expected = encodeFrame({ opcode: Binary, payload, maskingKey });
      for (const target of make.map((it) => it(expected.length + 1))) {
        expect(encodeFrameInto({ opcode: Binary, payload, maskingKey }, target, 1)).toBe(
          target.length,
        );
        expect(Uint8Array.from(target.subarray(1))).toStrictEqual(expected);
      }
    }
  }
});

describe("the caller's mistakes throw, and nothing is written:", () => {
  test.each<[string, unknown, unknown, unknown, typeof TypeError | typeof RangeError, string]>([
    ['no target', { opcode: Text }, undefined, 0, TypeError, 'target must be a Uint8Array'],
    ['a list', { opcode: Text }, [0, 0, 0], 0, TypeError, 'target must be a Uint8Array'],
    ['a buffer', { opcode: Text }, new ArrayBuffer(9), 0, TypeError, 'not ArrayBuffer'],
    ['offset −1', { opcode: Text }, 9, -1, RangeError, 'offset is -1'],
    ['offset 0.5', { opcode: Text }, 9, 0.5, RangeError, 'offset is 0.5'],
    ['an offset behind the end', { opcode: Text }, 9, 10, RangeError, 'offset is 10'],
    ['offset NaN', { opcode: Text }, 9, Number.NaN, RangeError, 'offset is NaN'],
    ['an offset of text', { opcode: Text }, 9, '0', TypeError, 'offset must be a number'],
    ['no frame', undefined, 9, 0, TypeError, 'undefined'],
    ['opcode 3', { opcode: 3 }, 9, 0, RangeError, 'opcode 3 is reserved'],
    ['fin 1', { opcode: Text, fin: 1 }, 9, 0, TypeError, 'fin must be a boolean'],
    ['a long ping', { opcode: Ping, payload: noise(126) }, 200, 0, RangeError, '126 bytes'],
    ['a long ping', { opcode: Ping, payload: 'é'.repeat(63) }, 200, 0, RangeError, '126 bytes'],
    ['a payload of 5', { opcode: Text, payload: 5 }, 9, 0, TypeError, 'payload must be'],
    ['a short key', { opcode: Text, maskingKey: noise(3) }, 9, 0, RangeError, '3 bytes'],
  ])('%s', (_, frame, length, offset, type, message) => {
    const target = typeof length === 'number' ? repeat(PAPER, length) : length;
    const call = () => encodeFrameInto(frame as FrameInit, target as Uint8Array, offset as number);
    expect(call).toThrow(type);
    expect(call).toThrow(message);
    if (target instanceof Uint8Array) {
      expect(target.every((byte) => byte === PAPER)).toBe(true);
    }
  });

  test('a target whose memory was transferred away has no room', () => {
    const target = new Uint8Array(100);
    structuredClone(null, { transfer: [target.buffer as ArrayBuffer] });
    expect(() => encodeFrameInto({ opcode: Text }, target)).toThrow('has room for 0');
  });
});

// It says where SIMD is asked, and there is nobody to ask in the run without WebAssembly.
describe.skipIf(simdMask === null)('SIMD', () => {
  // The longest header takes 14 bytes, a character three.
  test.each<[string, string, number, string[]]>([
    ['by way of the draft, into little room', 'a'.repeat(1200), 1208, []],
    ['where it goes', 'a'.repeat(2000), 6014, ['inPlace']],
    ['as bytes where it might not fit', 'a'.repeat(2000), 6013, ['copyShort']],
    ['as bytes where it just fits', 'a'.repeat(2000), 2008, ['copyShort']],
    ['unit by unit, when there are few', '€'.repeat(63), 197, []],
  ])('masks a text %s', (_, payload, room, expected) => {
    const { simd, calls } = recordingSimd();
    const target = new Uint8Array(room);
    const end = writeInto(target, 0, 0x81, payload, readKey(KEY, 0), simd);
    expect(calls).toStrictEqual(expected);
    const wire = encodeFrame({ opcode: Text, payload, maskingKey: KEY });
    expect(sameBytes(target.subarray(0, end), wire)).toBe(true);
  });
});
