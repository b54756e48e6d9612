import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cut } from '../../src/adapters/fast-check.js';
import { parseHandshake } from '../../src/handshake/parse-handshake.js';
import { parseHandshakeResponse } from '../../src/handshake/parse-handshake-response.js';
import { HeadBuffer } from '../../src/http/head-buffer.js';
import type { HeadLimits } from '../../src/http/head-lines.js';
import { handshakeFailures } from '../../src/vocabulary/handshake-failure.js';
import { handshakeViolations } from '../../src/vocabulary/handshake-violation.js';
import type { DecodeResult } from '../../src/vocabulary/result.js';
import { isDeeplyFrozen, KEY, latin1, latin1Text, verdict } from '../handshake/heads.js';
import { anyHead, expectation, headLimits, rest } from './handshake-arbitraries.js';

type Result = DecodeResult<unknown, { readonly code: string }>;
type Parse = (bytes: Uint8Array, limits: HeadLimits) => Result;

const sides: [string, Parse, readonly string[]][] = [
  ['server', parseHandshake, Object.keys(handshakeViolations)],
  [
    'client',
    (bytes, limits) => parseHandshakeResponse(bytes, { key: KEY }, limits),
    Object.keys(handshakeFailures),
  ],
];

/** Faults of size, which may show before the end of a head does. */
const overLimit = ['head-too-large', 'line-too-long', 'too-many-headers'];

/** What someone who gets the pieces one by one ends with: the verdict, and the bytes that are left. */
function collected(
  pieces: readonly Uint8Array[],
  parse: Parse,
  limits: HeadLimits,
): { result: Result | null; left: Uint8Array } {
  const buffer = new HeadBuffer(
    limits.maxHeadBytes === undefined ? {} : (limits as Required<HeadLimits>),
  );
  for (const [i, piece] of pieces.entries()) {
    const bytes = buffer.push(piece);
    if (bytes === null) continue;
    const result = parse(bytes, limits);
    if (result.status === 'incomplete') continue;
    const bytesRead = result.status === 'complete' ? result.bytesRead : bytes.length;
    const later = pieces.slice(i + 1).flatMap((each) => [...each]);
    return { result, left: Uint8Array.of(...bytes.subarray(bytesRead), ...later) };
  }
  return { result: null, left: new Uint8Array(0) };
}

describe.each(sides)('a %s', (_name, parse, codes) => {
  test('comes to the same verdict however the bytes are cut', () => {
    fc.assert(
      fc.property(anyHead, rest, cut(), headLimits, (head, behind, way, limits) => {
        // An end makes sure that there is a verdict at all.
        const bytes = Uint8Array.of(...head, ...latin1('\r\n\r\n'), ...behind);
        const pieces = way(bytes);
        const whole = parse(bytes, limits);
        const { result, left } = collected(pieces, parse, limits);
        if (whole.status === 'incomplete') expect(result).toBeNull();
        else expect(result).toEqual(whole);
        if (whole.status === 'complete') {
          expect(latin1Text(left)).toBe(latin1Text(bytes.subarray(whole.bytesRead)));
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('is incomplete at every prefix, with a true lower bound, until the verdict, which stays', () => {
    fc.assert(
      fc.property(anyHead, rest, headLimits, (head, behind, limits) => {
        const bytes = Uint8Array.of(...head, ...behind);
        const final = parse(bytes, limits);
        const needed: number[] = [];
        for (let length = 0; length <= bytes.length; length++) {
          const result = parse(bytes.subarray(0, length), limits);
          if (result.status !== 'incomplete') {
            expect(needed).toHaveLength(length);
            expect(result).toEqual(final);
            // Once given, it does not change with what comes behind.
            expect(parse(bytes.subarray(0, (length + bytes.length) >> 1), limits)).toEqual(final);
            break;
          }
          needed.push(result.bytesNeeded);
        }
        expect(needed.every((count) => Number.isInteger(count) && count > 0)).toBe(true);
        if (final.status === 'incomplete') return;
        // The verdict falls at `needed.length` bytes. A limit, or an empty line in place of the first
        // line, can bring it before an end of the head was possible.
        const early =
          overLimit.includes(verdict(final)) || verdict(final) === 'start-line-malformed';
        if (!early)
          expect(Math.max(...needed.map((count, at) => at + count))).toBeLessThanOrEqual(
            needed.length,
          );
      }),
      { numRuns: 300 },
    );
  });

  test('never throws at bytes, and names every fault in frozen data', () => {
    fc.assert(
      fc.property(anyHead, headLimits, (bytes, limits) => {
        const before = latin1Text(bytes);
        const result = parse(bytes, limits);
        expect(latin1Text(bytes)).toBe(before);
        if (result.status !== 'invalid') return;
        expect(codes).toContain(result.error.code);
        expect(Object.isFrozen(result.error)).toBe(true);
        const { headers } = result.error as { headers?: unknown };
        expect(isDeeplyFrozen(headers)).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  test('takes thousands of equal bytes for the beginning of a head or a line too long', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.integer({ min: 10, max: 15 }), (byte, k) => {
        const bytes = new Uint8Array(2 ** k).fill(byte);
        expect(['incomplete', 'line-too-long']).toContain(verdict(parse(bytes, {})));
      }),
    );
  });
});

test('a client with any offers never throws at bytes', () => {
  fc.assert(
    fc.property(anyHead, expectation, headLimits, (bytes, expected, limits) => {
      const code = verdict(parseHandshakeResponse(bytes, expected, limits));
      expect(['complete', 'incomplete', ...Object.keys(handshakeFailures)]).toContain(code);
    }),
  );
});
