/**
 * Masking keys that nobody can guess.
 */

import { describe, expect, test, vi } from 'vitest';
import { Connection } from '../../src/connection/connection.js';
import { decodeFrame } from '../../src/frame/decode-frame.js';
import { FrameEncoder } from '../../src/frame/frame-encoder.js';
import { generateKey } from '../../src/handshake/accept-key.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { takeBytes } from '../connection/drive.js';
import { noise, toHex } from '../vectors/bits.js';
import { attack } from './attack.js';

const { Ping } = Opcode;

describe(attack('predictable-masks'), () => {
  const FRAMES = 10_000;

  /** The keys of so many frames, each as a number. */
  const sources: [string, () => number[]][] = [
    [
      'a connection',
      () => {
        const connection = new Connection({ role: 'client' });
        for (let count = 0; count < FRAMES; count++) connection.sendBinary(noise(4));
        return keysOf(takeBytes(connection));
      },
    ],
    [
      'connections of one frame each',
      () =>
        Array.from({ length: FRAMES }, () => {
          const connection = new Connection({ role: 'client' });
          connection.sendText('a');
          return keysOf(takeBytes(connection));
        }).flat(),
    ],
    [
      'one message in fragments',
      () => {
        const connection = new Connection({ role: 'client', fragmentBytes: 1 });
        connection.sendBinary(noise(FRAMES));
        return keysOf(takeBytes(connection));
      },
    ],
    [
      'an encoder of frames',
      () => {
        const encoder = new FrameEncoder({ role: 'client' });
        return Array.from({ length: FRAMES }, () =>
          keysOf(encoder.encode({ opcode: Ping, payload: 'a' })),
        ).flat();
      },
    ],
  ];

  function keysOf(wire: Uint8Array): number[] {
    const keys: number[] = [];
    for (let at = 0; at < wire.length; ) {
      const result = decodeFrame(wire.subarray(at), { role: 'server' });
      if (result.status !== 'complete') throw new Error(result.status);
      const key = result.value.maskingKey ?? new Uint8Array(4);
      keys.push(Number.parseInt(toHex(key), 16));
      at += result.bytesRead;
    }
    return keys;
  }

  test.each(sources)('the keys of %s are distinct and unbiased', (_, draw) => {
    const keys = draw();
    expect(keys.length).toBe(FRAMES);
    // Of true chance one pair in 10^4 keys is the same in a run of a hundred; four pairs are in one of 10^9.
    expect(new Set(keys).size).toBeGreaterThan(FRAMES - 4);
    const steps = keys.slice(1).map((key, at) => (key ^ (keys[at] ?? 0)) >>> 0);
    for (const values of [keys, steps]) {
      for (let bit = 0; bit < 32; bit++) {
        const ones = values.filter((value) => ((value >>> bit) & 1) === 1).length;
        // Seven standard deviations, which are 50 each.
        expect(Math.abs(ones - FRAMES / 2)).toBeLessThan(350);
      }
      for (let byte = 0; byte < 4; byte++) {
        const counts = new Uint16Array(256);
        for (const value of values) {
          const at = (value >>> (8 * byte)) & 0xff;
          counts[at] = (counts[at] ?? 0) + 1;
        }
        // 39 on average, with a standard deviation of 6.2.
        expect(Math.max(...counts)).toBeLessThan(39 + 62);
      }
    }
  });

  test('every byte of a source is used once, in one key', () => {
    let drawn = 0;
    const random = (target: Uint8Array) => {
      for (let at = 0; at < target.length; at += 4) {
        new DataView(target.buffer, target.byteOffset).setUint32(at, ++drawn);
      }
    };
    const connection = new Connection({ role: 'client', random });
    for (let count = 0; count < 1000; count++) connection.sendText('a');
    connection.ping();
    connection.close();
    const keys = keysOf(takeBytes(connection));
    expect(new Set(keys).size).toBe(1002);
    expect(Math.max(...keys)).toBeLessThanOrEqual(drawn);
  });

  test('Math.random is never asked', () => {
    const dice = vi.spyOn(Math, 'random');
    for (const [, draw] of sources) draw();
    expect(generateKey()).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    expect(dice).not.toHaveBeenCalled();
    dice.mockRestore();
  });

  test('without a source there is no client, rather than a guess', () => {
    vi.stubGlobal('crypto', undefined);
    expect(() => new Connection({ role: 'client' })).toThrow(TypeError);
    expect(() => generateKey()).toThrow(TypeError);
    vi.unstubAllGlobals();
  });

  test('keys for the handshake are distinct', () => {
    const keys = Array.from({ length: FRAMES }, () => generateKey());
    expect(new Set(keys).size).toBe(FRAMES);
  });
});
