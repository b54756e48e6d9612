/**
 * Whatever bytes a peer sends, under whatever rules: a verdict and no exception, the same in every cut, and
 * the one that a second reading of the RFC gives.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrame } from '../../src/frame/decode-frame.js';
import { decodeFrameHeader } from '../../src/frame/decode-frame-header.js';
import type { FrameRules } from '../../src/frame/frame.js';
import { defaultLimits } from '../../src/vocabulary/limits.js';
import type { DecodeResult } from '../../src/vocabulary/result.js';
import { protocolError } from '../../src/vocabulary/violation.js';
import { join, sameBytes, toHex } from '../vectors/bits.js';
import { legalFrame, rules, rulesFor, wireBytes } from './arbitraries.js';
import { extentOf, faultsOf, writeFrame } from './naive-frame.js';

type Decode = (bytes: Uint8Array, options?: FrameRules) => DecodeResult<object>;

/** How many bytes the decoder wants before it is complete, if nothing is wrong with them. */
type Extent = (bytes: Uint8Array) => bigint | null;

/** In a word or two. */
function verdictOf(result: DecodeResult<object>): string {
  if (result.status === 'complete') return `complete ${result.bytesRead}`;
  return result.status === 'invalid' ? result.error.code : 'incomplete';
}

const decoders: readonly (readonly [string, Decode, number, Extent])[] = [
  [
    'decodeFrame',
    decodeFrame,
    defaultLimits.maxPayloadBytes,
    (bytes) => extentOf(bytes)?.frame ?? null,
  ],
  [
    'decodeFrameHeader',
    decodeFrameHeader,
    Number.POSITIVE_INFINITY,
    (bytes) => {
      const extent = extentOf(bytes);
      return extent === null ? null : BigInt(extent.header);
    },
  ],
];

describe.each(decoders)('%s', (_, decode, maxByDefault, extent) => {
  test('gives the verdict of the RFC for every prefix of any bytes, and never throws', () => {
    fc.assert(
      fc.property(wireBytes, rules, (bytes, options) => {
        const wrong: string[] = [];
        for (let length = 0; length <= Math.min(bytes.length, 40); length++) {
          const known = bytes.slice(0, length);
          const verdict = verdictOf(decode(known, options));
          const faults = faultsOf(known, options, maxByDefault);
          // Two faults of one byte are equally early.
          const earliest = faults.filter(({ at }) => at === faults[0]?.at).map(({ code }) => code);
          const end = extent(known);
          const isWhole = end !== null && BigInt(length) >= end;
          const otherwise = isWhole ? `complete ${end}` : 'incomplete';
          const expected: readonly string[] = earliest.length > 0 ? earliest : [otherwise];
          if (!expected.includes(verdict))
            wrong.push(`${toHex(known)}: ${verdict}, not ${expected}`);
        }
        expect(wrong).toStrictEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('says of every prefix of a legal frame that something is missing, and never too much', () => {
    fc.assert(
      fc.property(legalFrame, fc.nat(), (frame, seed) => {
        const header = { ...frame, payloadLength: frame.payload.length };
        const wire = writeFrame(header, undefined, frame.payload);
        const end = Number(extent(wire));
        const near = Array.from({ length: 16 }, (__, at) => at);
        const lengths = [...near, seed % end, end - 1].filter((length) => length < end);
        for (const length of lengths) {
          const result = decode(wire.subarray(0, length), rulesFor(frame));
          expect(result.status).toBe('incomplete');
          const needed = result.status === 'incomplete' ? result.bytesNeeded : 0;
          expect(needed).toBeGreaterThan(0);
          expect(needed).toBeLessThanOrEqual(end - length);
        }
      }),
    );
  });

  test('gets there when exactly the bytes that it asked for are added, again and again', () => {
    fc.assert(
      fc.property(legalFrame, (frame) => {
        const header = { ...frame, payloadLength: frame.payload.length };
        const wire = writeFrame(header, undefined, frame.payload);
        let length = 0;
        for (let rounds = 0; rounds < 5; rounds++) {
          const result = decode(wire.subarray(0, length), rulesFor(frame));
          if (result.status !== 'incomplete') {
            expect(result).toMatchObject({ status: 'complete', bytesRead: length });
            return;
          }
          length += result.bytesNeeded;
        }
        expect.fail('five rounds were not enough for two bytes, the length, and the payload');
      }),
    );
  });

  test('keeps its verdict once it is invalid, whatever follows', () => {
    fc.assert(
      fc.property(wireBytes, rules, fc.uint8Array({ maxLength: 20 }), (bytes, options, more) => {
        const before = decode(bytes, options);
        fc.pre(before.status === 'invalid');
        expect(decode(join(bytes, more), options)).toStrictEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  test('gives errors that are the frozen ones of the table', () => {
    fc.assert(
      fc.property(wireBytes, rules, (bytes, options) => {
        const result = decode(bytes, options);
        fc.pre(result.status === 'invalid');
        if (result.status !== 'invalid') return;
        expect(result.error).toStrictEqual(protocolError(result.error.code));
        expect(Object.isFrozen(result.error)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('leaves the bytes as they are, and gives the same result for them twice', () => {
    fc.assert(
      fc.property(wireBytes, rules, (bytes, options) => {
        const before = bytes.slice();
        const first = decode(bytes, options);
        expect(sameBytes(bytes, before)).toBe(true);
        expect(decode(bytes, options)).toStrictEqual(first);
      }),
    );
  });
});

test('both decoders say the same about a header that is invalid', () => {
  fc.assert(
    fc.property(wireBytes, rules, (bytes, options) => {
      const limits = { maxPayloadBytes: defaultLimits.maxPayloadBytes, ...options };
      const [frame, header] = [decodeFrame(bytes, limits), decodeFrameHeader(bytes, limits)];
      if (frame.status === 'invalid' || header.status === 'invalid') {
        expect(frame).toStrictEqual(header);
      }
      if (header.status === 'incomplete') expect(frame).toStrictEqual(header);
    }),
    { numRuns: 1000 },
  );
});
