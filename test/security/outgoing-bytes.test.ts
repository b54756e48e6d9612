/**
 * What goes out holds exactly the bytes that were given, and text as UTF-8.
 */

import { describe, expect, test } from 'vitest';
import type { Connection } from '../../src/connection/connection.js';
import { decodeFrame } from '../../src/frame/decode-frame.js';
import { encodeFrame, encodeFrameInto } from '../../src/frame/encode-frame.js';
import { FrameEncoder } from '../../src/frame/frame-encoder.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import {
  connect,
  framesFor,
  nothingPending,
  peerOf,
  pending,
  roles,
  takeBytes,
} from '../connection/drive.js';
import { hex, join, noise, repeat, sameBytes, toHex } from '../vectors/bits.js';
import { attack } from './attack.js';

const { Binary, Text } = Opcode;

/** Every way by which bytes of the caller go out. */
const doors: [string, (bytes: Uint8Array) => Uint8Array][] = [
  ['encodeFrame', (payload) => encodeFrame({ opcode: Binary, payload })],
  [
    'encodeFrameInto',
    (payload) => {
      const target = new Uint8Array(70_000);
      return target.slice(0, encodeFrameInto({ opcode: Binary, payload }, target));
    },
  ],
  ...roles.flatMap((role): typeof doors => [
    [
      `the encoder of a ${role}`,
      (payload) => new FrameEncoder({ role }).encode({ opcode: Binary, payload }),
    ],
    [`sendBinary of a ${role}`, (bytes) => sent(role, (it) => it.sendBinary(bytes))],
    [
      `sendFragment of a ${role}`,
      (bytes) => sent(role, (it) => it.sendFragment(bytes, { fin: true })),
    ],
    [`ping of a ${role}`, (bytes) => sent(role, (it) => it.ping(bytes))],
    [`pong of a ${role}`, (bytes) => sent(role, (it) => it.pong(bytes))],
  ]),
];

function sent(role: (typeof roles)[number], send: (connection: Connection) => void): Uint8Array {
  const connection = connect(role);
  send(connection);
  return takeBytes(connection);
}

describe(attack('uninitialised-bytes'), () => {
  const strangers: [string, unknown][] = [
    ['a Float32Array', new Float32Array([1, 2])],
    ['a Uint16Array', new Uint16Array(4)],
    ['a DataView', new DataView(new ArrayBuffer(8))],
    ['an ArrayBuffer', new ArrayBuffer(8)],
    ['the number 100', 100],
    ['an array of numbers', [1, 2, 3]],
    ['an object with a length', { length: 100 }],
    ['null', null],
  ];

  describe.each(doors)('%s', (name, send) => {
    test.each(strangers)('refuses %s', (_, value) => {
      expect(() => send(value as Uint8Array)).toThrow(TypeError);
    });

    test('sends exactly the bytes of a view of a shared pool', () => {
      const isControl = /^p[io]ng/.test(name);
      for (const length of isControl ? [0, 1, 50, 125] : [0, 1, 50, 125, 126, 3000, 65_536]) {
        const secret = repeat(0x5e, length + 20_000);
        const view = secret.subarray(10_000, 10_000 + length);
        view.set(noise(length));
        const result = decodeFrame(send(view));
        if (result.status !== 'complete') throw new Error(result.status);
        expect(sameBytes(result.value.payload, noise(length))).toBe(true);
      }
    });

    test('sends exactly the bytes of a Buffer out of the pool', () => {
      const neighbours = Array.from({ length: 20 }, () => Buffer.from('secret'));
      const buffer = Buffer.from('mine');
      const result = decodeFrame(send(buffer));
      expect(neighbours.length).toBe(20);
      expect(result).toMatchObject({ status: 'complete', value: { payload: hex('6d696e65') } });
    });
  });

  test('a refused payload leaves nothing in the output', () => {
    for (const role of roles) {
      for (const [, value] of strangers) {
        const connection = connect(role);
        expect(() => connection.sendBinary(value as Uint8Array)).toThrow(TypeError);
        expect(() => connection.ping(value as Uint8Array)).toThrow(TypeError);
        expect(pending(connection)).toStrictEqual(nothingPending);
      }
    }
  });

  test('the memory around an output holds nothing that was not sent', () => {
    const pool = repeat(0x5e, 100_000);
    for (const role of roles) {
      for (const length of [1, 50, 125, 1000, 5000]) {
        const connection = connect(role, { random: (target) => target.fill(1) });
        const view = pool.subarray(50_000, 50_000 + length);
        view.fill(0x2a);
        for (let count = 0; count < 5; count++) connection.sendBinary(view);
        for (const array of connection.takeOutput()) {
          expect(new Uint8Array(array.buffer).includes(0x5e)).toBe(false);
        }
        const frame = encodeFrame({ opcode: Binary, payload: view });
        expect(frame.buffer.byteLength).toBe(frame.length);
        view.fill(0x5e);
      }
    }
  });
});

describe(attack('lone-surrogates'), () => {
  const texts: [string, string][] = [
    ['\ud800', 'efbfbd'],
    ['\udfff', 'efbfbd'],
    ['a\ud800b', '61efbfbd62'],
    ['\udc00\ud800', 'efbfbdefbfbd'],
    ['\ud83d\ude00', 'f09f9880'],
    ['\ud83d\ud83d\ude00', 'efbfbdf09f9880'],
  ];

  test.each(texts)('%j is %s on the wire, by every way out', (text, expected) => {
    const wires = [
      encodeFrame({ opcode: Text, payload: text }),
      ...roles.flatMap((role) => [
        new FrameEncoder({ role }).encode({ opcode: Text, payload: text }),
        sent(role, (it) => it.sendText(text)),
        sent(role, (it) => it.sendFragment(text, { fin: true })),
        sent(role, (it) => it.ping(text)),
        sent(role, (it) => it.close(1000, text)),
      ]),
    ];
    for (const wire of wires) {
      const result = decodeFrame(wire);
      if (result.status !== 'complete') throw new Error(result.status);
      const { opcode, payload } = result.value;
      expect(toHex(payload)).toBe((opcode === Opcode.Close ? '03e8' : '') + expected);
    }
  });

  test.each([1, 100, 1000, 2000, 20_000])('at the end of a text of %i letters too', (length) => {
    for (const role of roles) {
      const wire = sent(role, (it) => it.sendText(`${'a'.repeat(length)}\ud800`));
      const [frame] = framesFor(peerOf(role), wire);
      expect(toHex(frame?.payload.slice(-4) ?? hex(''))).toBe('61efbfbd');
      expect(frame?.payload.length).toBe(length + 3);
    }
  });

  test('a pair that two fragments share is a character, and half of one at the end is not', () => {
    for (const role of roles) {
      const connection = connect(role);
      connection.sendFragment('\ud83d', { fin: false });
      connection.sendFragment('\ude00', { fin: true });
      connection.sendFragment('\ud83d', { fin: false });
      connection.sendFragment('', { fin: true });
      const frames = framesFor(peerOf(role), takeBytes(connection));
      const isLast = frames.map(({ fin }) => fin);
      const payloads = join(...frames.map(({ payload }) => payload));
      expect(toHex(payloads)).toBe('f09f9880efbfbd');
      expect(isLast).toStrictEqual([false, true, false, true]);
    }
  });
});
