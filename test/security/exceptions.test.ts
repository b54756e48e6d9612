/**
 * Nothing that a peer sends throws, and a connection ends with one `close`: all cases of attacks.json, as they are, cut, damaged, and where they do not belong.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as codec from 'websocket-codec';
import { permessageDeflate } from 'websocket-codec/deflate';
import { zlibCompressor } from 'websocket-codec/deflate/node-zlib';
import { pakoCompressor } from 'websocket-codec/deflate/pako';
import { attackCases, type CaseData, runInMemory } from 'websocket-codec/testing';
import { subjectOf } from '../../examples/testing/connection-subject.js';
import { type Role, roles } from '../connection/drive.js';
import { join } from '../vectors/bits.js';
import { attack } from './attack.js';
import { takers } from './takers.js';

/** What is kept of a case: far more than any decision needs. */
const KEPT_BYTES = 20_000;
const DRIPPED_BYTES = 1500;

const makeSubject = subjectOf(codec, [permessageDeflate({ compressor: pakoCompressor() })]);
const compressor = zlibCompressor();

/** The first bytes that a tester sends, behind the opening handshake unless the case is about that. */
function wireOf(testCase: CaseData, role: Role): Uint8Array {
  const chunks: Uint8Array[] = [];
  let kept = 0;
  let isOpening = testCase.opening === undefined;
  runInMemory(
    testCase,
    (...args) => {
      const subject = makeSubject(...args);
      return {
        receive(bytes) {
          if (isOpening) isOpening = !endsHead(bytes);
          else if (kept < KEPT_BYTES) {
            chunks.push(bytes.slice(0, KEPT_BYTES - kept));
            kept += bytes.length;
          }
          subject.receive(bytes);
        },
        receiveEnd: () => subject.receiveEnd(),
        takeOutput: () => subject.takeOutput(),
        get hasEnded() {
          return subject.hasEnded || kept >= KEPT_BYTES;
        },
      };
    },
    { role, compressor },
  );
  return join(...chunks);
}

const endsHead = (bytes: Uint8Array) => bytes.slice(-4).join() === '13,10,13,10';

const rowsWithCases = [...new Set(attackCases.map(({ row = '' }) => row))];
const wires = new Map<string, readonly Uint8Array[]>();

/** Made when they are needed: to play all cases takes its time. */
function wiresOf(row: string): readonly Uint8Array[] {
  const known = wires.get(row);
  if (known !== undefined) return known;
  const made = attackCases
    .filter((each) => each.row === row)
    .flatMap((each) => (each.roles ?? roles).map((role) => wireOf(each, role)));
  wires.set(row, made);
  return made;
}

/** In pieces of so many bytes. */
function cut(bytes: Uint8Array, length: number): Uint8Array[] {
  const count = Math.ceil(bytes.length / length);
  return Array.from({ length: count }, (_, at) => bytes.slice(at * length, (at + 1) * length));
}

describe(attack('exceptions'), () => {
  test('there are cases for most rows', () => {
    expect(rowsWithCases.length).toBeGreaterThan(30);
    expect(rowsWithCases).not.toContain('');
  });

  test.each(rowsWithCases)('nothing throws at what shows %s, in whatever pieces', async (row) => {
    for (const input of wiresOf(row)) {
      for (const [taker, take] of takers) {
        const wholes = [[input], cut(input, 1000), cut(input.subarray(0, DRIPPED_BYTES), 1)];
        for (const chunks of wholes) expect(await take(chunks), taker).toBe(1);
      }
    }
  });

  /** A piece of a case, with some of its bytes changed. */
  const damaged = fc
    .record({
      row: fc.constantFrom(...rowsWithCases),
      which: fc.nat(100),
      from: fc.nat(60),
      length: fc.integer({ min: 1, max: 600 }),
      changes: fc.array(fc.tuple(fc.nat(99), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
    })
    .map(({ row, which, from, length, changes }) => {
      const inputs = wiresOf(row);
      const bytes = (inputs[which % inputs.length] ?? new Uint8Array(1)).slice(from, from + length);
      for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte;
      return bytes;
    });

  test.each(takers)('nothing throws at damaged cases: %s', async (_, take) => {
    await fc.assert(
      fc.asyncProperty(damaged, fc.integer({ min: 1, max: 200 }), async (bytes, length) => {
        expect(await take(cut(bytes, length))).toBe(1);
      }),
      { numRuns: 500 },
    );
  });
});
