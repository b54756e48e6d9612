/**
 * pako and zlib are of one mind about what is valid, and neither makes what a window cannot follow.
 */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Compressor } from '../../src/extension/compressor.js';
import { roles } from '../connection/drive.js';
import { join, noise, sameBytes, toHex } from '../vectors/bits.js';
import { damage, peerOptions, plainBytes, windowBits } from './deflate-arbitraries.js';
import { compressedStream, run } from './deflate-streams.js';
import { deflated, deflating, pako, zlib } from './deflating.js';

/** Whether the messages are valid, up to the first that is not, and what comes of the valid ones. */
function judged(compressor: Compressor, messages: readonly Uint8Array[], bits = 15): string[] {
  const inflater = compressor.createInflater({ windowBits: bits, keepsContext: true });
  const block = new Uint8Array(5000);
  const verdicts: string[] = [];
  for (const data of messages) {
    const pieces: Uint8Array[] = [];
    let isSound = true;
    let at = 0;
    do {
      isSound = inflater.inflate(data, at, data.length, block);
      at += inflater.bytesRead;
      pieces.push(block.slice(0, inflater.bytesWritten));
    } while (isSound && inflater.bytesWritten === block.length);
    if (isSound && at !== data.length) throw new Error('room was left, and so was input');
    isSound &&= inflater.endMessage();
    verdicts.push(isSound ? toHex(join(...pieces)) : 'invalid');
    if (!isSound) break;
  }
  inflater.release();
  return verdicts;
}

describe('pako and zlib', () => {
  test('agree on which mutated messages are valid, and on what the valid ones say', () => {
    const message = fc
      .tuple(plainBytes, peerOptions, fc.oneof(fc.constant(null), damage))
      .map(([plain, options, spoil]) => {
        const data = deflated(plain.subarray(0, 5000), options);
        return spoil === null ? data : spoil(data);
      });
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 4 }), (messages) => {
        expect(judged(zlib, messages)).toStrictEqual(judged(pako, messages));
      }),
      { numRuns: 1500 },
    );
  });

  test('agree on arbitrary bytes, one message behind the other', () => {
    // The first byte picks the type of the block: the fixed and the dynamic one are the long stories.
    const bytes = fc
      .tuple(fc.constantFrom(0, 2, 3, 4, 5), fc.uint8Array({ maxLength: 60 }))
      .map(([first, rest]) => join(Uint8Array.of(first | ((rest[0] ?? 0) & 0xf8)), rest));
    fc.assert(
      fc.property(fc.array(bytes, { minLength: 1, maxLength: 3 }), (messages) => {
        expect(judged(zlib, messages)).toStrictEqual(judged(pako, messages));
      }),
      { numRuns: 4000 },
    );
  });

  test.each(roles)('give a %s the same whole messages and the same error', (role) => {
    const stream = compressedStream(role, 15, { allowText: false, isWild: false, isDamaged: true });
    fc.assert(
      fc.property(stream, (wire) => {
        const [byPako, byZlib] = [pako, zlib].map((made) => run(deflating(role, made), [wire]));
        expect(byZlib).toStrictEqual(byPako);
      }),
      { numRuns: 200 },
    );
  });

  test.each(roles)(
    'give a %s parts that differ by less than 16 KiB in front of an error',
    (role) => {
      const stream = compressedStream(role, 15, {
        allowText: false,
        isWild: false,
        isDamaged: true,
      });
      fc.assert(
        fc.property(stream, (wire) => {
          const [byPako, byZlib] = [pako, zlib].map(
            (made) => run(deflating(role, made, { streamMessages: true }), [wire]).events,
          ) as [readonly string[], readonly string[]];
          const hasFailed = byPako.some((line) => line.startsWith('error'));
          if (!hasFailed) {
            expect(byZlib).toStrictEqual(byPako);
            return;
          }
          // zlib does not say what it has written of the part in which it meets an error.
          expect(byZlib.slice(-2)).toStrictEqual(byPako.slice(-2));
          const [all, some] = [byPako, byZlib].map((lines) => lines.slice(0, -2).join('\n')) as [
            string,
            string,
          ];
          expect(all.startsWith(some)).toBe(true);
          expect(all.length - some.length).toBeLessThan(2 * 16_384 + 'binary-part: '.length + 1);
        }),
        { numRuns: 200 },
      );
    },
  );
});

describe.each([
  ['pako', 'node:zlib', pako, zlib],
  ['node:zlib', 'pako', zlib, pako],
  ['pako', 'pako', pako, pako],
])('what %s deflates for a small window, %s inflates with no more', (_, _other, from, to) => {
  function roundTrip(bits: number, messages: readonly Uint8Array[]): void {
    const settings = { windowBits: bits, keepsContext: true };
    const deflater = from.createDeflater(settings);
    const data = messages.map((plain) =>
      plain.length === 0 ? Uint8Array.of(0) : deflater.deflate(plain, true),
    );
    deflater.release();
    const inflater = to.createInflater(settings);
    const block = new Uint8Array(100_000);
    for (const [at, plain] of messages.entries()) {
      const message = data[at] as Uint8Array;
      expect(inflater.inflate(message, 0, message.length, block)).toBe(true);
      expect(sameBytes(block.slice(0, inflater.bytesWritten), plain)).toBe(true);
      expect(inflater.endMessage()).toBe(true);
    }
    inflater.release();
  }

  test('for any messages and any window', () => {
    fc.assert(fc.property(windowBits, fc.array(plainBytes, { maxLength: 5 }), roundTrip), {
      numRuns: 100,
    });
  });

  test.each([8, 9, 10])('for repetitions from around 2^%i bytes back', (bits) => {
    for (let period = 2 ** bits - 10; period <= 2 ** bits + 10; period++) {
      const once = noise(period, period);
      roundTrip(bits, [join(once, once, once), once, once.slice(1), join(once, once)]);
    }
    for (const period of [240, 249, 250, 251, 255, 256, 257, 262]) {
      const once = noise(period, period);
      roundTrip(bits, [join(once, once, once, once), once]);
    }
  });
});
