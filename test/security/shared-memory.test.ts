/**
 * Memory that all connections use (that of SIMD, and the draft of the encoder) must never show: what a caller's
 * array says of itself, or becomes while the random source runs, brings nothing of others into a frame.
 */

import { describe, expect, test } from 'vitest';
import { Connection } from '../../src/connection/connection.js';
import { encodeFrame, encodeFrameInto } from '../../src/frame/encode-frame.js';
import { FrameDecoder } from '../../src/frame/frame-decoder.js';
import { FrameEncoder } from '../../src/frame/frame-encoder.js';
import { maskInPlace, unmask } from '../../src/frame/mask.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { hex, noise } from '../vectors/bits.js';
import { attack } from './attack.js';

const KEY = hex('37 fa 21 3d');

/** Ten bytes that say to be more, or fewer. */
function lying(says: number): Uint8Array {
  const bytes = noise(10);
  return Object.defineProperty(bytes, 'length', { value: says });
}

const doors: [string, (bytes: Uint8Array) => unknown][] = [
  ['encodeFrame', (payload) => encodeFrame({ opcode: Opcode.Binary, payload, maskingKey: KEY })],
  [
    'encodeFrameInto',
    (payload) => encodeFrameInto({ opcode: Opcode.Binary, payload }, new Uint8Array(9000)),
  ],
  ['a target', (target) => encodeFrameInto({ opcode: Opcode.Binary }, target)],
  [
    'FrameEncoder.encode',
    (payload) => new FrameEncoder({ role: 'client' }).encode({ opcode: Opcode.Binary, payload }),
  ],
  ['unmask', (payload) => unmask(payload, KEY)],
  ['maskInPlace', (payload) => maskInPlace(payload, KEY)],
  ['FrameDecoder.push', (chunk) => new FrameDecoder().push(chunk)],
  ['receive', (chunk) => new Connection({ role: 'server' }).receive(chunk)],
  ['sendBinary', (bytes) => new Connection({ role: 'client' }).sendBinary(bytes)],
  ['sendFragment', (data) => new Connection({ role: 'client' }).sendFragment(data, { fin: true })],
  ['ping', (payload) => new Connection({ role: 'server' }).ping(payload)],
];

describe.each(doors)(`${attack('lying-arrays')}: %s`, (_, use) => {
  test.each([3, 100, 3000])('refuses ten bytes that say to be %i', (says) => {
    expect(() => use(lying(says))).toThrow(new RegExp(`says that it is ${says} bytes, and is 10$`));
  });

  test('refuses a subclass that does', () => {
    class Lying extends Uint8Array {
      override get length() {
        return 3000;
      }
    }
    expect(() => use(new Lying(10))).toThrow(TypeError);
  });
});

describe(attack('arrays-that-change'), () => {
  test.each<[string, (random: (target: Uint8Array) => unknown, bytes: Uint8Array) => unknown]>([
    ['ping', (random, bytes) => new Connection({ role: 'client', random }).ping(bytes)],
    ['sendBinary', (random, bytes) => new Connection({ role: 'client', random }).sendBinary(bytes)],
    [
      'FrameEncoder.encode',
      (random, payload) =>
        new FrameEncoder({ role: 'client', random }).encode({ opcode: Opcode.Ping, payload }),
    ],
    [
      'FrameEncoder.encodeInto',
      (random, payload) =>
        new FrameEncoder({ role: 'client', random }).encodeInto(
          { opcode: Opcode.Ping, payload },
          new Uint8Array(9000),
        ),
    ],
  ])('%s refuses a payload that grows or is taken away', (_, use) => {
    const growing = new Uint8Array(resizable(100, 10_000));
    const grow = (target: Uint8Array) => {
      (growing.buffer as unknown as { resize(size: number): void }).resize(5000);
      return target.fill(1);
    };
    expect(() => use(grow, growing)).toThrow('5000 bytes of a payload of 100');
    const taken = noise(100);
    const take = (target: Uint8Array) => {
      structuredClone(taken, { transfer: [taken.buffer] });
      return target.fill(1);
    };
    expect(() => use(take, taken)).toThrow('0 bytes of a payload of 100');
  });

  test('a source that transfers the array of keys away is no source', () => {
    const random = (target: Uint8Array) => {
      target.fill(1);
      structuredClone(target, { transfer: [target.buffer] });
    };
    const connection = new Connection({ role: 'client', random });
    expect(() => connection.sendBinary(noise(10))).toThrow('has transferred the array away');
    expect(connection.takeOutput()).toStrictEqual([]);
  });
});

function resizable(size: number, maxByteLength: number): ArrayBuffer {
  const Resizable = ArrayBuffer as unknown as new (
    size: number,
    options: { maxByteLength: number },
  ) => ArrayBuffer;
  return new Resizable(size, { maxByteLength });
}
