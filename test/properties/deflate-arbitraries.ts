/**
 * What the properties of permessage-deflate draw from: agreements, messages and how they are sent, what a
 * peer with zlib makes of them, and what damage does.
 */

import { constants, type ZlibOptions } from 'node:zlib';
import fc from 'fast-check';
import { join, noise } from '../vectors/bits.js';
import { cuts } from './arbitraries.js';
import type { Agreement } from './deflating.js';
import { soundText } from './stream-arbitraries.js';

export const windowBits = fc.integer({ min: 8, max: 15 });

export const agreement: fc.Arbitrary<Agreement> = fc.record(
  {
    clientBits: windowBits,
    serverBits: windowBits,
    clientForgets: fc.boolean(),
    serverForgets: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** Bytes that hardly shrink, that shrink a little, and that all but vanish. */
export const plainBytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 12 }) },
  { weight: 3, arbitrary: seeded(400).map(([length, seed]) => noise(length, seed)) },
  { weight: 3, arbitrary: seeded(3000).map(([length, seed]) => letters(length, seed)) },
  { weight: 2, arbitrary: seeded(3000).map(([length, seed]) => distant(length, seed)) },
  {
    weight: 1,
    arbitrary: seeded(80_000).map(([length, seed]) => new Uint8Array(length).fill(seed)),
  },
  { weight: 1, arbitrary: seeded(40_000).map(([length, seed]) => distant(length, seed)) },
);

function seeded(maxLength: number) {
  return fc.tuple(fc.nat(maxLength), fc.nat(20));
}

function letters(length: number, seed: number): Uint8Array {
  return noise(length, seed + 1).map((byte) => 0x61 + (byte & 7));
}

/** The same noise over and over, so that a reference reaches back by its length, within a window or not. */
function distant(length: number, seed: number): Uint8Array {
  const period = noise(50 * 2 ** (seed % 10) + seed, 7);
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += period.length) {
    bytes.set(period.subarray(0, length - at), at);
  }
  return bytes;
}

/** A message and how it is sent. */
export interface Sent {
  readonly data: string | Uint8Array;
  readonly compress: boolean | undefined;
  /** Where the application cuts it into fragments; null: it is sent whole. */
  readonly fragmentsAt: readonly number[] | null;
  readonly fragmentBytes: number | undefined;
}

export const sentMessage: fc.Arbitrary<Sent> = fc.record({
  data: fc.oneof(
    soundText,
    soundText.map((text) => text.repeat(20)),
    plainBytes,
  ),
  compress: fc.constantFrom(true, true, undefined, undefined, false),
  fragmentsAt: fc.option(cuts, { nil: null, freq: 2 }),
  fragmentBytes: fc.option(fc.integer({ min: 20, max: 2000 }), { nil: undefined }),
});

/** How a peer with zlib may be set up, apart from its window. */
export const peerOptions: fc.Arbitrary<ZlibOptions> = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  memLevel: fc.integer({ min: 1, max: 9 }),
  strategy: fc.constantFrom(
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_FILTERED,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
    constants.Z_FIXED,
  ),
});

/** What becomes of data on the way: bytes changed, lost, or added. */
export const damage: fc.Arbitrary<(data: Uint8Array) => Uint8Array> = fc.oneof(
  fc
    .array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 3 })
    .map((changes) => (data: Uint8Array) => {
      const spoiled = data.slice();
      for (const [place, change] of changes) {
        const at = place % Math.max(1, data.length);
        spoiled[at] = (spoiled[at] as number) ^ change;
      }
      return spoiled;
    }),
  fc.nat().map((end) => (data: Uint8Array) => data.slice(0, end % (data.length + 1))),
  fc
    .uint8Array({ minLength: 1, maxLength: 6 })
    .map((more) => (data: Uint8Array) => join(data, more)),
  fc.uint8Array({ maxLength: 40 }).map((other) => () => other),
);
