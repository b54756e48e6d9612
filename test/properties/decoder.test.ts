/**
 * What a `FrameDecoder` promises about time, memory and its caller's functions, over any stream and any cut.
 */

import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Connection } from '../../src/connection/connection.js';
import { decodeFrame } from '../../src/frame/decode-frame.js';
import { FrameDecoder, type FrameDecoderOptions } from '../../src/frame/frame-decoder.js';
import type { UnmaskInPlace } from '../../src/frame/unmask-in-place.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import type { ProtocolError } from '../../src/vocabulary/violation.js';
import { type Role, roles, toReceive } from '../connection/drive.js';
import { hex, join, noise, sameBytes, toHex } from '../vectors/bits.js';
import { cutAt, cuts, wireBytes } from './arbitraries.js';
import { countCopies } from './count-copies.js';
import { frameStream } from './stream-arbitraries.js';

const native = createRequire(import.meta.url)('bufferutil') as { unmask: UnmaskInPlace };
const lenient: FrameDecoderOptions = { allowedRsv: 7 };

/** Legal frames, then perhaps a fault. */
const stream = fc
  .tuple(frameStream, fc.option(wireBytes, { nil: hex('') }))
  .map(([frames, tail]) => join(...frames, tail));

interface Reading {
  readonly payloads: string[];
  readonly error: ProtocolError | null;
}

/** The reference: one frame after the other out of the whole. */
function readAll(bytes: Uint8Array): Reading {
  const payloads: string[] = [];
  for (let at = 0; ; ) {
    const result = decodeFrame(bytes.subarray(at), lenient);
    if (result.status === 'incomplete') return { payloads, error: null };
    if (result.status === 'invalid') return { payloads, error: result.error };
    payloads.push(toHex(result.value.payload));
    at += result.bytesRead;
  }
}

function pullAll(decoder: FrameDecoder, each: (payload: Uint8Array) => void): ProtocolError | null {
  for (;;) {
    const result = decoder.next();
    if (result.status === 'incomplete') return null;
    if (result.status === 'invalid') return result.error;
    each(result.value.payload);
  }
}

test('gives the same with the unmask of a native add-on', () => {
  fc.assert(
    fc.property(stream, cuts, fc.boolean(), (bytes, places, takeOwnership) => {
      const decoder = new FrameDecoder({ ...lenient, takeOwnership, unmaskInPlace: native.unmask });
      const payloads: string[] = [];
      let error: ProtocolError | null = null;
      for (const chunk of cutAt(bytes, places)) {
        decoder.push(chunk);
        error = pullAll(decoder, (payload) => payloads.push(toHex(payload)));
      }
      expect({ payloads, error }).toStrictEqual(readAll(bytes));
    }),
  );
});

test('does not care when it is pulled, or how often at a time', () => {
  const pulls = fc.array(fc.nat(3), { maxLength: 14 });
  fc.assert(
    fc.property(stream, cuts, pulls, (bytes, places, counts) => {
      const decoder = new FrameDecoder(lenient);
      const payloads: string[] = [];
      for (const [at, chunk] of cutAt(bytes, places).entries()) {
        decoder.push(chunk);
        for (let count = counts[at] ?? 0; count > 0; count--) {
          const result = decoder.next();
          if (result.status === 'complete') payloads.push(toHex(result.value.payload));
        }
      }
      const error = pullAll(decoder, (payload) => payloads.push(toHex(payload)));
      expect({ payloads, error }).toStrictEqual(readAll(bytes));
    }),
  );
});

test('takes next and nextPart in turn at frame boundaries, and throws inside a frame', () => {
  const choices = fc.array(fc.boolean(), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(stream, cuts, choices, (bytes, places, turns) => {
      const decoder = new FrameDecoder(lenient);
      const payloads: string[] = [];
      let collected: Uint8Array[] | null = null;
      let turn = 0;
      const pull = (): boolean => {
        if (collected !== null) {
          expect(() => decoder.next()).toThrow(TypeError);
        } else if (turns[turn++ % turns.length]) {
          const result = decoder.next();
          if (result.status === 'complete') payloads.push(toHex(result.value.payload));
          return result.status === 'complete';
        }
        const result = decoder.nextPart();
        if (result.status !== 'complete') return false;
        collected = [...(collected ?? []), result.value.payload];
        if (result.value.last) {
          payloads.push(toHex(join(...collected)));
          collected = null;
        }
        return true;
      };
      for (const chunk of cutAt(bytes, places)) {
        decoder.push(chunk);
        while (pull());
      }
      // What next would not begin with, nextPart has begun: only whole frames are compared.
      expect(payloads).toStrictEqual(readAll(bytes).payloads);
    }),
  );
});

test('returns one and the same error for ever, and all frames in front of it', () => {
  const broken = stream.filter((bytes) => readAll(bytes).error !== null);
  fc.assert(
    fc.property(broken, cuts, fc.uint8Array({ maxLength: 20 }), (bytes, places, more) => {
      const decoder = new FrameDecoder(lenient);
      for (const chunk of cutAt(bytes, places)) decoder.push(chunk);
      const payloads: string[] = [];
      const error = pullAll(decoder, (payload) => payloads.push(toHex(payload)));
      expect({ payloads, error }).toStrictEqual(readAll(bytes));
      for (let count = 0; count < 3; count++) {
        decoder.push(more);
        for (const result of [decoder.next(), decoder.nextPart()]) {
          expect(result.status === 'invalid' && result.error).toBe(error);
        }
      }
      expect(Object.isFrozen(error)).toBe(true);
    }),
  );
});

test('payloads share no memory with chunks or another decoder, and overlap none of their siblings', () => {
  fc.assert(
    fc.property(stream, cuts, (bytes, places) => {
      const chunks = cutAt(bytes, places);
      const buffers = [new Set<ArrayBufferLike>(), new Set<ArrayBufferLike>()];
      const payloads: string[][] = [[], []];
      const decoders = [new FrameDecoder(lenient), new FrameDecoder(lenient)];
      for (const chunk of chunks) {
        for (const [at, decoder] of decoders.entries()) {
          decoder.push(chunk);
          pullAll(decoder, (payload) => {
            payloads[at]?.push(toHex(payload));
            if (payload.length > 0) buffers[at]?.add(payload.buffer);
            payload.fill(0xa5); // would show in a sibling
          });
        }
      }
      const expected = readAll(bytes).payloads;
      expect(payloads).toStrictEqual([expected, expected]);
      expect(sameBytes(join(...chunks), bytes)).toBe(true);
      const shared = [...(buffers[0] ?? [])].filter((buffer) => buffers[1]?.has(buffer));
      expect(shared).toStrictEqual([]);
      for (const chunk of chunks) expect(buffers[0]?.has(chunk.buffer)).toBe(false);
    }),
  );
});

describe('copies each byte at most three times:', () => {
  // Lengths of frames, just above those to which memory doubles among them.
  const lengths = [1, 60, 130, 1030, 4100, 32_780, 65_550, 131_090, 300_000];
  const cutSizes = [1, 2, 1000, 65_536];

  /** Two frames, each followed by a ping that comes in one chunk with its end. */
  function chunksOf(role: Role, frame: Uint8Array, size: number): Uint8Array[] {
    const ping = toReceive(role, Opcode.Ping);
    const chunks: Uint8Array[] = [];
    let at = 0;
    for (; at + size < frame.length; at += size) chunks.push(frame.slice(at, at + size));
    chunks.push(join(frame.slice(at), ping));
    return [...chunks, ...chunks];
  }

  const cases = lengths.flatMap((length) =>
    // Counting is slow: no more than so many chunks.
    cutSizes
      .filter((size) => size <= length && length / size < 140_000)
      .flatMap((size) => roles.map((role) => ({ role, length, size }))),
  );

  test.each(cases)(
    'whole frames of $length bytes in chunks of $size, to a $role',
    ({ role, length, size }) => {
      const chunks = chunksOf(role, toReceive(role, Opcode.Binary, noise(length)), size);
      const received = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
      let frames = 0;
      const copied = countCopies(() => {
        const decoder = new FrameDecoder({ role });
        for (const chunk of chunks) {
          decoder.push(chunk);
          while (decoder.next().status === 'complete') frames++;
        }
      });
      expect(frames).toBe(4);
      expect(copied).toBeLessThanOrEqual(3 * received);
    },
  );

  test.each(cases)(
    'parts of frames of $length bytes in chunks of $size, to a $role',
    ({ role, length, size }) => {
      const chunks = chunksOf(role, toReceive(role, Opcode.Binary, noise(length)), size);
      const received = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
      const copied = countCopies(() => {
        const decoder = new FrameDecoder({ role });
        for (const chunk of chunks) {
          decoder.push(chunk);
          while (decoder.nextPart().status === 'complete');
        }
      });
      expect(copied).toBeLessThanOrEqual(3 * received);
    },
  );

  test.each(
    cases.flatMap((row) => [
      { ...row, kind: 'one frame', fin: true, each: 1 },
      { ...row, kind: 'two fragments', fin: false, each: 1 },
      // The consumer lets chunks pile up before it pulls: that is when the window carries data along.
      { ...row, kind: 'two fragments, pulled seldom', fin: false, each: 40 },
    ]),
  )('messages of $kind of $length bytes in chunks of $size, to a $role', (shape) => {
    const { role, length, size, fin, each } = shape;
    const first = toReceive(role, Opcode.Binary, noise(length), fin);
    const last = fin ? hex('') : toReceive(role, Opcode.Continuation, noise(length));
    const chunks = chunksOf(role, join(first, last), size);
    const received = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    let messages = 0;
    const copied = countCopies(() => {
      const connection = new Connection({ role, autoPong: false });
      for (const [at, chunk] of chunks.entries()) {
        connection.receive(chunk);
        if ((at + 1) % each !== 0 && at < chunks.length - 1) continue;
        for (let event = connection.nextEvent(); event !== null; event = connection.nextEvent()) {
          if (event.type === 'binary') messages++;
        }
      }
    });
    expect(messages).toBe(2);
    const carried = each === 1 ? 0 : (4 / 3) * received;
    expect(copied).toBeLessThanOrEqual(3 * received + carried);
  });
});
