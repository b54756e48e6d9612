/**
 * Ways to cut a stream into chunks, as a network may.
 */

import fc from 'fast-check';
import { requireBytes } from '../../vocabulary/argument.js';
import { cutAtFractions } from './messages.js';

/** A stream, and where in it something begins. */
export interface Bounded {
  readonly bytes: Uint8Array;
  /** Offsets of frames, or whatever else a cut beside is worth trying. */
  readonly boundaries: readonly number[];
}

/**
 * Cuts bytes into chunks, which are copies and together the same bytes; some are empty. The same at every call.
 */
export type Cut = (stream: Uint8Array | Bounded) => Uint8Array[];

/**
 * Draws a way to cut any stream: whole, into chunks of one size down to single bytes, between frames, a few bytes
 * beside their beginnings, and anywhere, with empty chunks. Shrinks towards whole.
 *
 * It does not depend on the bytes, so both shrink by themselves.
 *
 * @example
 * fc.property(validStream(), cut(), (stream, cut) => {
 *   for (const chunk of cut(stream)) connection.receive(chunk);
 * })
 */
export function cut(): fc.Arbitrary<Cut> {
  const beside = fc.record({
    boundary: fc.nat(0xffff),
    distance: fc.integer({ min: -2, max: 14 }),
  });
  return fc.oneof(
    { withCrossShrink: true },
    fc.constant(0).map(() => named('whole', (bytes) => [bytes.slice()])),
    fc
      .array(fc.nat(0xffff), { minLength: 1, maxLength: 12 })
      .map((fractions) =>
        named(`at ${fractions.join(', ')} of 65536`, (bytes) => cutAtFractions(bytes, fractions)),
      ),
    fc.array(beside, { minLength: 1, maxLength: 12 }).map((places) =>
      named(
        `beside frames ${places.map(({ boundary, distance }) => `${boundary}/65536 + ${distance}`).join(', ')}`,
        (bytes, boundaries) =>
          cutAt(
            bytes,
            places.map(
              ({ boundary, distance }) =>
                (boundaries[Math.floor((boundary * boundaries.length) / 0x10000)] ?? 0) + distance,
            ),
          ),
      ),
    ),
    fc
      .constant(0)
      .map(() => named('between frames', (bytes, boundaries) => cutAt(bytes, boundaries))),
    chunkSize().map((size) =>
      named(size === 1 ? 'byte by byte' : `every ${size} bytes`, (bytes) =>
        cutAt(
          bytes,
          Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => i * size),
        ),
      ),
    ),
  );
}

/** Down to single bytes, as often as all others together; shrinks towards large chunks. */
function chunkSize(): fc.Arbitrary<number> {
  const max = 64;
  return fc.oneof(
    fc.constant(1),
    fc.nat(max - 1).map((less) => max - less),
  );
}

/** A cut that says what it is when it is printed. */
function named(
  name: string,
  chunksOf: (bytes: Uint8Array, boundaries: readonly number[]) => Uint8Array[],
): Cut {
  const way: Cut = (stream) => {
    if (!('boundaries' in stream)) {
      requireBytes(stream, 'stream');
      return chunksOf(stream, [0]);
    }
    requireBytes(stream.bytes, 'stream.bytes');
    return chunksOf(stream.bytes, stream.boundaries);
  };
  return Object.assign(way, {
    [fc.toStringMethod]: () => `cut ${name}`,
    toString: () => `cut ${name}`,
  });
}

function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const inside = places.filter((place) => place > 0 && place <= bytes.length).sort((a, b) => a - b);
  const starts = [0, ...inside];
  return starts.map((start, index) => bytes.slice(start, starts[index + 1] ?? bytes.length));
}
