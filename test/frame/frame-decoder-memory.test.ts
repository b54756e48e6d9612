/**
 * Whose memory is whose in a `FrameDecoder`: chunks, payloads, and what an unmask of the caller gets.
 */

import { Buffer } from 'node:buffer';
import { runInNewContext } from 'node:vm';
import { describe, expect, test, vi } from 'vitest';
import { FrameDecoder, type FrameDecoderOptions } from '../../src/frame/frame-decoder.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import { naiveMask } from '../properties/naive-frame.js';
import { hex, join, noise } from '../vectors/bits.js';

const KEY = hex('37 fa 21 3d');
const hello = hex('81 05 48656c6c6f');
const maskedHello = hex('81 85 37fa213d 7f9f4d5158');
const helloFrame = { opcode: Opcode.Text, fin: true, payload: hex('48656c6c6f') };

function decoderOf(bytes: Uint8Array, options: FrameDecoderOptions = {}): FrameDecoder {
  const decoder = new FrameDecoder(options);
  decoder.push(bytes);
  return decoder;
}

describe('memory', () => {
  test('of a chunk that was pushed is not needed any more, and not changed', () => {
    const chunk = join(maskedHello, maskedHello);
    const before = chunk.slice();
    const decoder = decoderOf(chunk);
    const first = decoder.next();
    expect(chunk).toStrictEqual(before);
    chunk.fill(0);
    expect(first).toMatchObject({ value: helloFrame });
    expect(decoder.next()).toMatchObject({ value: helloFrame });
  });

  test('of payloads is not written to by what follows', () => {
    const decoder = new FrameDecoder();
    const payloads: Uint8Array[] = [];
    for (let count = 0; count < 200; count++) {
      const wire = join(Uint8Array.of(0x82, 0xc0), KEY, naiveMask(noise(64, count + 1), KEY));
      // Cut so that each chunk holds the end of a frame and the beginning of the next.
      decoder.push(wire.subarray(0, 11));
      const rest = wire.subarray(11);
      decoder.push(rest);
      const result = decoder.next();
      if (result.status === 'complete') payloads.push(result.value.payload);
    }
    expect(payloads).toStrictEqual(Array.from({ length: 200 }, (_, at) => noise(64, at + 1)));
  });

  test('that is handed over is used where it lies', () => {
    const chunk = join(hex('82 fe 0400'), KEY, naiveMask(noise(1024), KEY));
    const result = decoderOf(chunk, { takeOwnership: true }).next();
    if (result.status !== 'complete') throw new Error('no frame');
    expect(result.value.payload).toStrictEqual(noise(1024));
    expect(result.value.payload.buffer).toBe(chunk.buffer);
  });

  test('of every kind of Uint8Array is taken, and payloads are plain', () => {
    const chunks = [
      Buffer.from(maskedHello),
      runInNewContext('Uint8Array.from(bytes)', { bytes: maskedHello }) as Uint8Array,
      join(hex('ff'), maskedHello).subarray(1),
    ];
    for (const takeOwnership of [false, true]) {
      for (const chunk of chunks) {
        const result = decoderOf(chunk.slice(), { takeOwnership }).next();
        expect(result).toMatchObject({ value: helloFrame });
        const payload = result.status === 'complete' ? result.value.payload : null;
        expect(Object.getPrototypeOf(payload)).toBe(Uint8Array.prototype);
      }
    }
  });

  test('that was transferred away with frames unread in it is a TypeError, not a wrong frame', () => {
    // Long enough to be a view of the memory that the rest lies in.
    const decoder = decoderOf(join(hex('82 7e 0400'), noise(1024), hello));
    const result = decoder.next();
    if (result.status !== 'complete') throw new Error('no frame');
    structuredClone(null, { transfer: [result.value.payload.buffer as ArrayBuffer] });
    expect(() => decoder.next()).toThrow(TypeError);
  });
});

describe('an unmask of the caller', () => {
  test('is called once for each masked payload that is not empty, with the key in its phase', () => {
    const unmaskInPlace = vi.fn((payload: Uint8Array, key: Uint8Array) => {
      payload.set(naiveMask(payload, key));
    });
    const empty = hex('82 80 37fa213d');
    const decoder = decoderOf(join(hello, empty, maskedHello), { unmaskInPlace });
    for (let count = 0; count < 3; count++) expect(decoder.next().status).toBe('complete');
    expect(unmaskInPlace).toHaveBeenCalledTimes(1);
    decoder.push(maskedHello.subarray(0, 9));
    decoder.nextPart();
    decoder.push(maskedHello.subarray(9));
    expect(decoder.nextPart()).toMatchObject({ value: { payload: hex('6c 6f'), offset: 3 } });
    expect(unmaskInPlace.mock.lastCall?.[1]).toStrictEqual(hex('3d 37 fa 21'));
  });

  test('that throws does not make a header out of the payload', () => {
    // The payload is a ping as it lies there, still masked.
    const wire = join(hex('82 82 00000001'), hex('89 00'));
    const decoder = decoderOf(wire, {
      unmaskInPlace: () => {
        throw new Error('native code failed');
      },
    });
    expect(() => decoder.next()).toThrow('native code failed');
    const opcodes: unknown[] = [];
    try {
      const result = decoder.next();
      if (result.status === 'complete') opcodes.push(result.value.opcode);
    } catch {
      // To throw again is as good.
    }
    expect(opcodes).not.toContain(Opcode.Ping);
  });
});
