/**
 * Every function that takes bytes takes every kind of Uint8Array, reads exactly its bytes, leaves them as they
 * are, keeps none of them, and refuses everything else.
 */

import { Buffer } from 'node:buffer';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { decodeClosePayload } from '../../src/frame/close-payload.js';
import { decodeFrame } from '../../src/frame/decode-frame.js';
import { decodeFrameHeader } from '../../src/frame/decode-frame-header.js';
import { encodeFrame, encodeFrameInto } from '../../src/frame/encode-frame.js';
import { encodeFrameHeader } from '../../src/frame/encode-frame-header.js';
import { FrameEncoder } from '../../src/frame/frame-encoder.js';
import { maskInPlace, unmask } from '../../src/frame/mask.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { hex, join, noise, repeat } from '../vectors/bits.js';
import { naiveMask } from './naive-frame.js';

class Subclass extends Uint8Array {}

const KEY = hex('37 fa 21 3d');

/** Short enough for the loop over bytes, and long enough for the one over words. */
const payloads = [noise(5), noise(125)] as const;

const wireOf = (payload: Uint8Array) =>
  join(Uint8Array.of(0x82, 0x80 | payload.length), KEY, naiveMask(payload, KEY));

const functions: readonly {
  readonly title: string;
  readonly call: (bytes: Uint8Array) => unknown;
  readonly inputs: readonly Uint8Array[];
}[] = [
  { title: 'decodeFrame', call: (bytes) => decodeFrame(bytes), inputs: payloads.map(wireOf) },
  {
    title: 'decodeFrameHeader',
    call: (bytes) => decodeFrameHeader(bytes),
    inputs: payloads.map(wireOf),
  },
  {
    title: 'encodeFrame with this payload',
    call: (payload) => encodeFrame({ opcode: Opcode.Binary, payload, maskingKey: KEY }),
    inputs: payloads,
  },
  {
    title: 'encodeFrame with this payload and no mask',
    call: (payload) => encodeFrame({ opcode: Opcode.Binary, payload }),
    inputs: payloads,
  },
  {
    title: 'encodeFrameInto with this payload',
    call: (payload) => {
      const target = new Uint8Array(200);
      return [
        encodeFrameInto({ opcode: Opcode.Binary, payload, maskingKey: KEY }, target, 3),
        target,
      ];
    },
    inputs: payloads,
  },
  {
    title: 'encodeFrameInto with this key',
    call: (maskingKey) => {
      const target = new Uint8Array(11);
      encodeFrameInto({ opcode: Opcode.Text, payload: 'Hello', maskingKey }, target);
      return target;
    },
    inputs: [KEY],
  },
  ...(['client', 'server'] as const).map((role) => ({
    title: `the encoder of a ${role} with this payload`,
    call: (payload: Uint8Array) =>
      new FrameEncoder({ role, random: (target) => target.fill(9) }).encode({
        opcode: Opcode.Binary,
        payload,
      }),
    inputs: payloads,
  })),
  {
    title: 'encodeFrame with this key',
    call: (maskingKey) => encodeFrame({ opcode: Opcode.Text, payload: 'Hello', maskingKey }),
    inputs: [KEY],
  },
  {
    title: 'encodeFrameHeader with this key',
    call: (maskingKey) => encodeFrameHeader({ opcode: Opcode.Text, payloadLength: 5, maskingKey }),
    inputs: [KEY],
  },
  { title: 'unmask of this payload', call: (bytes) => unmask(bytes, KEY, 1), inputs: payloads },
  { title: 'unmask with this key', call: (key) => unmask(payloads[1], key, 1), inputs: [KEY] },
  {
    title: 'maskInPlace with this key',
    call: (key) => {
      const bytes = noise(100);
      maskInPlace(bytes, key);
      return bytes;
    },
    inputs: [KEY],
  },
  {
    title: 'decodeClosePayload',
    call: (bytes) => decodeClosePayload(bytes),
    inputs: [hex('03e8'), join(hex('03e8'), repeat(0x2a, 100))],
  },
];

/** The same bytes in every kind of array that may come along. */
const kinds: readonly (readonly [string, (bytes: Uint8Array) => Uint8Array])[] = [
  ['a plain array', (bytes) => bytes.slice()],
  ['a Buffer out of the pool', (bytes) => Buffer.from(bytes)],
  ['a subclass', (bytes) => Subclass.from(bytes)],
  [
    'an array of another realm',
    (bytes) => runInNewContext('Uint8Array.from(bytes)', { bytes }) as Uint8Array,
  ],
  [
    'a view in the middle of something else',
    (bytes) => join(repeat(0xff, 3), bytes, repeat(0xff, 9)).subarray(3, 3 + bytes.length),
  ],
  [
    'shared memory',
    (bytes) => {
      const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
      shared.set(bytes);
      return shared;
    },
  ],
];

describe.each(functions)('$title', ({ call, inputs }) => {
  test.each(kinds)('takes %s, and keeps nothing of it', (_, make) => {
    for (const input of inputs) {
      const expected = call(input.slice());
      const bytes = make(input);
      const result = call(bytes);
      expect(Uint8Array.from(bytes), 'the input').toStrictEqual(input);
      bytes.fill(0);
      expect(result).toStrictEqual(expected);
    }
  });

  test.each<[string, unknown]>([
    ['a Float32Array', new Float32Array(4)],
    ['a Uint8ClampedArray', new Uint8ClampedArray(4)],
    ['an Int8Array', new Int8Array(4)],
    ['a DataView', new DataView(new ArrayBuffer(4))],
    ['an ArrayBuffer', new ArrayBuffer(4)],
    ['an array', [1, 2, 3, 4]],
    ['an object with a length', { length: 4, 0: 1 }],
    ['a number', 4],
    ['true', true],
    ['a bigint', 4n],
    ['a symbol', Symbol('bytes')],
    ['a function', () => new Uint8Array(4)],
    ['a promise of bytes', Promise.resolve(new Uint8Array(4))],
  ])('refuses %s', (_, value) => {
    expect(() => call(value as Uint8Array)).toThrow(TypeError);
    expect(() => call(value as Uint8Array)).toThrow(/must be a Uint8Array, not /);
  });
});

test('maskInPlace masks every kind of array where it lies', () => {
  for (const [title, make] of kinds) {
    for (const payload of payloads) {
      const bytes = make(payload);
      maskInPlace(bytes, KEY);
      expect(Uint8Array.from(bytes), title).toStrictEqual(naiveMask(payload, KEY));
    }
  }
});

test('what comes back is plain, even when the input was not', () => {
  const buffer = Buffer.from(wireOf(payloads[0]));
  const result = decodeFrame(buffer);
  const frame = result.status === 'complete' ? result.value : null;
  const arrays = [
    frame?.payload,
    frame?.maskingKey,
    unmask(buffer, Buffer.from(KEY)),
    encodeFrame({ opcode: Opcode.Binary, payload: buffer }),
  ];
  for (const array of arrays) {
    expect(Object.getPrototypeOf(array)).toBe(Uint8Array.prototype);
    expect(array?.buffer).not.toBe(buffer.buffer);
    expect(array?.buffer.byteLength).toBe(array?.length);
  }
});
