/**
 * Many frames in a chunk, which are unmasked together where there is SIMD: each way to read them says what
 * `decodeFrame` says of one after the other, with SIMD and without, however the stream is cut.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FrameRules } from '../../src/frame/frame.js';
import { FrameDecoder } from '../../src/frame/frame-decoder.js';
import { simdMask } from '../../src/frame/mask-simd.js';
import { Opcode } from '../../src/vocabulary/opcode.js';
import type { ProtocolError } from '../../src/vocabulary/violation.js';
import { hex, join, noise } from '../vectors/bits.js';
import { cutAt, cuts, maskingKey, wireBytes } from './arbitraries.js';
import { writeFrame } from './naive-frame.js';
import {
  drainFrames,
  type Line,
  line,
  lineOfVisit,
  partReader,
  type Read,
  readAll,
  readCut,
  readFrames,
} from './read-frames.js';

/** Short ones most of all, and those around where another loop, form or tile begins. */
const length = fc.oneof(
  { weight: 12, arbitrary: fc.nat(40) },
  { weight: 4, arbitrary: fc.integer({ min: 120, max: 130 }) },
  { weight: 2, arbitrary: fc.nat(3000) },
  { weight: 1, arbitrary: fc.integer({ min: 16_340, max: 16_400 }) },
  { weight: 1, arbitrary: fc.constantFrom(32_768, 65_535, 65_536, 70_000) },
);

/** With SIMD and without, where the runtime has it. */
const ways = simdMask === null ? [false] : [true, false];

interface Shape {
  readonly length: number;
  readonly seed: number;
  readonly opcode: Opcode;
  readonly fin: boolean;
  readonly isMasked: boolean;
  readonly key: Uint8Array;
}

const shape: fc.Arbitrary<Shape> = fc.record({
  length,
  seed: fc.nat(1000),
  opcode: fc.constantFrom<Opcode>(...Object.values(Opcode)),
  fin: fc.boolean(),
  isMasked: fc.boolean(),
  key: maskingKey,
});

/** A legal frame: control frames are short and final. */
function wireOf({ length, seed, opcode, fin, isMasked, key }: Shape, mayBeUnmasked: boolean) {
  const isControl = opcode >= 8;
  const payload = noise(isControl ? Math.min(length, 125) : length, seed);
  const maskingKey = isMasked || !mayBeUnmasked ? key : null;
  const header = { opcode, fin: fin || isControl, maskingKey, payloadLength: payload.length };
  return writeFrame(header, undefined, payload);
}

/** Masked frames for a server, or frames of both kinds for nobody in particular; perhaps a fault at the end. */
const stream = fc
  .record({
    shapes: fc.array(shape, { minLength: 1, maxLength: 60 }),
    role: fc.constantFrom('server' as const, undefined),
    maxPayloadBytes: fc.constantFrom(undefined, 125, 1000, 20_000),
    tail: fc.oneof(fc.constant(new Uint8Array(0)), wireBytes),
  })
  .map(({ shapes, role, maxPayloadBytes, tail }) => ({
    bytes: join(...shapes.map((one) => wireOf(one, role === undefined)), tail),
    options: {
      ...(role === undefined ? {} : { role }),
      ...(maxPayloadBytes === undefined ? {} : { maxPayloadBytes }),
    } satisfies FrameRules,
  }));

/** Changes between the ways from frame to frame. */
function alternating(): Read {
  let turn = 0;
  return (decoder, frames) => {
    for (;;) {
      const result = turn++ % 3 === 0 ? drainOne(decoder, frames) : readOne(decoder, frames);
      if (result.status === 'incomplete') return null;
      if (result.status === 'invalid') return result.error;
    }
  };
}

function drainOne(decoder: FrameDecoder, frames: Line[]) {
  const result = decoder.drain((...frame) => {
    frames.push(lineOfVisit(...frame));
    return false;
  });
  if (result.status === 'complete') expect(result.value).toBe(1);
  return result;
}

function readOne(decoder: FrameDecoder, frames: Line[]) {
  const result = decoder.next();
  if (result.status === 'complete') frames.push(line(result.value, result.value.payload));
  return result;
}

describe.each<[string, () => Read]>([
  ['next', () => readFrames],
  ['nextPart', partReader],
  ['drain', () => drainFrames],
  ['drain and next in turn', alternating],
])('%s', (_, reader) => {
  test.each(
    ways.flatMap((simd) => [
      { simd, takeOwnership: false },
      { simd, takeOwnership: true },
    ]),
  )('gives what decodeFrame gives of many frames: %o', (how) => {
    fc.assert(
      fc.property(stream, fc.oneof(fc.constant([]), cuts), ({ bytes, options }, fractions) => {
        const expected = readAll(bytes, options);
        const chunks = cutAt(bytes.slice(), fractions).map((chunk) => chunk.slice());
        expect(readCut(chunks, { ...options, ...how }, reader())).toStrictEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test('gives the same when chunks pile up before they are read', () => {
    fc.assert(
      fc.property(stream, cuts, ({ bytes, options }, fractions) => {
        const decoder = new FrameDecoder(options);
        for (const chunk of cutAt(bytes, fractions)) decoder.push(chunk);
        const frames: Line[] = [];
        const error = reader()(decoder, frames);
        expect({ frames, error }).toStrictEqual(readAll(bytes, options));
      }),
      { numRuns: 60 },
    );
  });

  test('gives the same when some chunks are read and others pile up', () => {
    const pulls = fc.array(fc.boolean(), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(stream, cuts, pulls, ({ bytes, options }, fractions, turns) => {
        const decoder = new FrameDecoder(options);
        const read = reader();
        const frames: Line[] = [];
        let error: ProtocolError | null = null;
        for (const [at, chunk] of cutAt(bytes, fractions).entries()) {
          decoder.push(chunk);
          if (turns[at % turns.length]) error = read(decoder, frames);
        }
        error = read(decoder, frames);
        expect({ frames, error }).toStrictEqual(readAll(bytes, options));
      }),
      { numRuns: 100 },
    );
  });

  test('gives a long frame whole when its chunks pile up in the middle of it', () => {
    const header = { opcode: Opcode.Binary, maskingKey: hex('37 fa 21 3d') };
    const payload = noise(20_000);
    const wire = writeFrame({ ...header, payloadLength: payload.length }, undefined, payload);
    const decoder = new FrameDecoder({ role: 'server' });
    const read = reader();
    const frames: Line[] = [];
    decoder.push(wire.slice(0, 100));
    read(decoder, frames);
    for (const [from, to] of [
      [100, 5000],
      [5000, 12_000],
      [12_000, 12_001],
      [12_001, 20_100],
    ]) {
      decoder.push(wire.slice(from, to));
    }
    const error = read(decoder, frames);
    expect({ frames, error }).toStrictEqual(readAll(wire, { role: 'server' }));
  });

  test('takes the payload of a long frame for no frames, though it looks like some', () => {
    const payload = join(...Array.from({ length: 10_000 }, () => hex('82 80 00000000')));
    const header = { opcode: Opcode.Binary, maskingKey: hex('37 fa 21 3d') };
    const wire = writeFrame({ ...header, payloadLength: payload.length }, undefined, payload);
    // Each chunk begins where one of them seems to begin.
    const headerBytes = wire.length - payload.length;
    const places = [0, 18_000, 36_000, 54_000, 60_000].map((at) =>
      at === 0 ? 0 : headerBytes + at,
    );
    const chunks = places.slice(1).map((end, at) => wire.slice(places[at], end));
    const options = { role: 'server' } as const;
    expect(readCut(chunks, options, reader())).toStrictEqual(readAll(wire, options));
  });
});
