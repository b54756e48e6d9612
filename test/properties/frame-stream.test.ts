/**
 * A stream of frames through `FrameDecoder`: how it is cut changes nothing, and it says what `decodeFrame` says.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FrameRules } from '../../src/frame/frame.js';
import { FrameDecoder } from '../../src/frame/frame-decoder.js';
import { join, toHex } from '../vectors/bits.js';
import { cutAt, cuts, legalFrame, rules, wireBytes } from './arbitraries.js';
import { naiveMask, writeFrame } from './naive-frame.js';
import {
  drainFrames,
  type Line,
  line,
  partReader,
  type Read,
  readAll,
  readCut,
  readFrames,
} from './read-frames.js';

const legalStream = fc
  .array(legalFrame, { maxLength: 5 })
  .map((frames) =>
    join(
      ...frames.map((f) =>
        writeFrame({ ...f, payloadLength: f.payload.length }, undefined, f.payload),
      ),
    ),
  );

/** Legal frames, then perhaps something else; rules under which the legal ones pass. */
const stream = fc.oneof(
  fc.record({ bytes: legalStream, options: fc.constant<FrameRules>({ allowedRsv: 7 }) }),
  fc.record({
    bytes: fc.tuple(legalStream, wireBytes).map(([legal, any]) => join(legal, any)),
    options: fc.constant<FrameRules>({ allowedRsv: 7 }),
  }),
  fc.record({ bytes: wireBytes, options: rules }),
);

describe.each<[string, () => Read]>([
  ['next', () => readFrames],
  ['nextPart', partReader],
  ['drain', () => drainFrames],
])('%s', (name, reader) => {
  test('gives what decodeFrame gives, however the bytes are cut', () => {
    fc.assert(
      fc.property(stream, cuts, ({ bytes, options }, fractions) => {
        const expected = readAll(bytes, options);
        expect(readCut(cutAt(bytes, fractions), options, reader())).toStrictEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  test('gives the same byte by byte', () => {
    const short = stream.filter(({ bytes }) => bytes.length < 1000);
    fc.assert(
      fc.property(short, ({ bytes, options }) => {
        const drip = Array.from(bytes, (byte) => Uint8Array.of(byte));
        const whole = readCut([bytes], options, reader());
        expect(readCut(drip, options, reader())).toStrictEqual(
          drip.length > 0 ? whole : readAll(bytes, options),
        );
      }),
    );
  });

  test('leaves the chunks as they are, and does not need them after push', () => {
    fc.assert(
      fc.property(stream, cuts, ({ bytes, options }, fractions) => {
        const expected = readAll(bytes, options);
        const read = readCut(cutAt(bytes, fractions), options, reader(), (chunk) => {
          chunk.fill(0xa5);
        });
        expect(read).toStrictEqual(expected);
        const chunks = cutAt(bytes, fractions);
        readCut(chunks, options, reader());
        expect(toHex(join(...chunks))).toBe(toHex(bytes));
      }),
    );
  });

  test('gives the same when the chunks are handed over', () => {
    fc.assert(
      fc.property(stream, cuts, ({ bytes, options }, fractions) => {
        const expected = readAll(bytes, options);
        const owning = { ...options, takeOwnership: true };
        expect(readCut(cutAt(bytes, fractions), owning, reader())).toStrictEqual(expected);
      }),
    );
  });

  test('gives the same with an unmask of the caller, who gets each masked payload once', () => {
    fc.assert(
      fc.property(stream, cuts, ({ bytes, options }, fractions) => {
        const expected = readAll(bytes, options);
        const unmaskInPlace = (payload: Uint8Array, maskingKey: Uint8Array) => {
          expect(payload.length).toBeGreaterThan(0);
          expect(maskingKey.length).toBe(4);
          payload.set(naiveMask(payload, maskingKey));
        };
        const lending = { ...options, unmaskInPlace };
        expect(readCut(cutAt(bytes, fractions), lending, reader())).toStrictEqual(expected);
      }),
    );
  });

  test('asks for more than nothing, and never for more than the next result takes', () => {
    fc.assert(
      fc.property(legalFrame, fc.double({ min: 0, max: 1, noNaN: true }), (frame, fraction) => {
        const header = { ...frame, payloadLength: frame.payload.length };
        const wire = writeFrame(header, undefined, frame.payload);
        const length = Math.min(Math.floor(wire.length * fraction), wire.length - 1);
        const decoder = new FrameDecoder({ allowedRsv: 7 });
        decoder.push(wire.subarray(0, length));
        const pulls = {
          next: () => decoder.next(),
          nextPart: () => decoder.nextPart(),
          drain: () => decoder.drain(() => {}),
        };
        const pull = pulls[name as keyof typeof pulls];
        let result = pull();
        while (result.status === 'complete') result = pull();
        const needed = result.status === 'incomplete' ? result.bytesNeeded : 0;
        expect(needed).toBeGreaterThan(0);
        expect(needed).toBeLessThanOrEqual(wire.length - length);
      }),
    );
  });
});

test('next and nextPart may take turns at every frame', () => {
  fc.assert(
    fc.property(legalStream, fc.array(fc.boolean(), { maxLength: 20 }), (bytes, turns) => {
      const decoder = new FrameDecoder({ allowedRsv: 7 });
      decoder.push(bytes);
      const frames: Line[] = [];
      for (let turn = 0; ; turn++) {
        // All bytes are there, so every frame comes in one part.
        if (turns[turn % Math.max(1, turns.length)] === true) {
          const result = decoder.next();
          if (result.status !== 'complete') break;
          frames.push(line(result.value, result.value.payload));
        } else {
          const result = decoder.nextPart();
          if (result.status !== 'complete') break;
          expect(result.value.last).toBe(true);
          frames.push(line(result.value.header, result.value.payload));
        }
      }
      expect(frames).toStrictEqual(readAll(bytes, { allowedRsv: 7 }).frames);
    }),
  );
});
