/**
 * How a compressed stream is cut changes nothing: the same events and the same errors, whatever the peer
 * sends, and the same plain text in front of an error.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Opcode } from '../../src/vocabulary/opcode.js';
import type { Role } from '../connection/drive.js';
import { noise } from '../vectors/bits.js';
import { cutAt, cuts } from './arbitraries.js';
import { windowBits } from './deflate-arbitraries.js';
import { compressedStream, drip, run, type StreamChoice } from './deflate-streams.js';
import { compressedToReceive, deflated, deflating, rolesAndCompressors } from './deflating.js';

const sound = { allowText: true, isWild: false, isDamaged: false };
const damaged = { allowText: true, isWild: false, isDamaged: true };
const wild = { allowText: true, isWild: true, isDamaged: true };

/** Frames of several of the units that decoders are fed with, sound or with one byte changed. */
const longStream = (role: Role) =>
  fc
    .tuple(fc.integer({ min: 30_000, max: 70_000 }), fc.nat(), fc.nat(), fc.boolean())
    .map(([length, seed, place, isSound]) => {
      const plain = noise(length, seed).map((byte, at) => (at % 3000 < 1000 ? 0x61 : byte));
      const data = deflated(plain, { level: 1 + (seed % 9) });
      const at = place % data.length;
      if (!isSound) data[at] = (data[at] as number) ^ (1 + (seed % 255));
      return compressedToReceive(role, Opcode.Binary, data);
    });

const limits = fc.constantFrom({}, { maxMessageBytes: 500 }, { maxMessageBytes: 40 });

describe.each(rolesAndCompressors)('towards a %s on %s', (role, _name, compressor) => {
  describe.each([
    ['whole messages', false],
    ['messages in parts', true],
  ])('with %s', (_, streamMessages) => {
    test.each<[string, StreamChoice]>([
      ['a sound stream', sound],
      ['a damaged stream', damaged],
      ['a stream whose distances keep to no window', wild],
    ])('any cut of %s gives the same', (_what, choice) => {
      const cases = windowBits.chain((bits) =>
        fc.tuple(fc.constant(bits), compressedStream(role, bits, choice)),
      );
      fc.assert(
        fc.property(cases, limits, cuts, fc.boolean(), ([bits, wire], limit, places, forgets) => {
          const agreement = {
            [role === 'server' ? 'clientBits' : 'serverBits']: bits,
            [role === 'server' ? 'clientForgets' : 'serverForgets']: forgets,
          };
          const open = () => deflating(role, compressor, { ...limit, streamMessages }, agreement);
          const expected = run(open(), [wire]);
          expect(run(open(), cutAt(wire, places))).toStrictEqual(expected);
          expect(run(open(), drip(wire))).toStrictEqual(expected);
        }),
        { numRuns: 70 },
      );
    });

    test('any cut of long frames gives the same', () => {
      const oneCut = fc.nat().map((at) => [at / 2 ** 31]);
      fc.assert(
        fc.property(longStream(role), limits, fc.oneof(cuts, oneCut), (wire, limit, places) => {
          const open = () => deflating(role, compressor, { ...limit, streamMessages });
          expect(run(open(), cutAt(wire, places))).toStrictEqual(run(open(), [wire]));
        }),
        { numRuns: 12 },
      );
    });
  });
});
