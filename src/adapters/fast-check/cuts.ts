/**
 * Ways to cut one stream into chunks.
 */

import fc from 'fast-check';

/** The same bytes in chunks of every size, some of them empty; the chunks are copies. */
export function cutsOf(bytes: Uint8Array): fc.Arbitrary<Uint8Array[]> {
  return fc
    .array(fc.nat({ max: bytes.length }), { maxLength: 16 })
    .map((places) =>
      [0, ...places.sort((a, b) => a - b), bytes.length].flatMap((start, index, all) =>
        index + 1 < all.length ? [bytes.slice(start, all[index + 1])] : [],
      ),
    );
}
