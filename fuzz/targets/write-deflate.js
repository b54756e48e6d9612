/**
 * Compressed messages for inputs (RFC 7692 §7.2.1): right ones, made by zlib.
 */

import { constants, deflateRawSync } from 'node:zlib';
import { join } from '../references/bytes.js';
import { someText } from './write-frames.js';

const FLUSHES = [
  constants.Z_SYNC_FLUSH,
  constants.Z_SYNC_FLUSH,
  constants.Z_FULL_FLUSH,
  constants.Z_FINISH,
];
const STRATEGIES = [
  constants.Z_DEFAULT_STRATEGY,
  constants.Z_FIXED,
  constants.Z_HUFFMAN_ONLY,
  constants.Z_RLE,
];
const TAIL_BYTES = 4;
const WINDOW_BYTES = 32_768;
/** Blocks made by hand: empty ones of each kind, final ones, stored ones, and nothing at all. */
const crafted = [
  [0x03, 0x00],
  [0x02, 0x00],
  [0x00, 0x00, 0x00, 0xff, 0xff],
  [0x01, 0x01, 0x00, 0xfe, 0xff, 0x61],
  [0x00, 0x02, 0x00, 0xfd, 0xff, 0x61, 0x62],
  [0x00],
  [],
].map((bytes) => Uint8Array.from(bytes));

/**
 * A message as it stands in a frame.
 *
 * @param {import('../engine/random.js').Random} random
 * @param {number} length of the plain text, about
 * @returns {Uint8Array}
 */
export function compressedMessage(random, length) {
  const finishFlush = random.pick(FLUSHES);
  const bytes = deflateRawSync(someText(random, length), {
    finishFlush,
    level: random.below(10),
    strategy: random.pick(STRATEGIES),
    windowBits: random.between(9, 15),
  });
  // A final block has no empty block behind it that could be left out.
  return finishFlush === constants.Z_FINISH ? bytes : bytes.subarray(0, -TAIL_BYTES);
}

/** The messages of one sender, which reach back into those before (RFC 7692 §7.1.1). */
export class CompressedTalk {
  #window = Buffer.alloc(0);
  #random;

  /** @param {import('../engine/random.js').Random} random */
  constructor(random) {
    this.#random = random;
  }

  /** @param {number} length of the plain text, about */
  message(length) {
    const random = this.#random;
    const plain = Uint8Array.from(someText(random, length));
    const finishFlush = random.pick(FLUSHES);
    const bytes = deflateRawSync(plain, {
      finishFlush,
      level: random.below(10),
      strategy: random.pick(STRATEGIES),
      ...(this.#window.length === 0 ? {} : { dictionary: this.#window }),
    });
    this.#window = Buffer.concat([this.#window, plain]).subarray(-WINDOW_BYTES);
    return finishFlush === constants.Z_FINISH ? bytes : bytes.subarray(0, -TAIL_BYTES);
  }
}

/**
 * Writes an input of the inflate target: settings, then messages, each behind its length.
 *
 * @type {import('../engine/target.js').Target['generate']}
 */
export function writeCompressed(draft, random) {
  draft.byte(random.next());
  const bits = random.between(8, 15);
  draft.byte(((random.oneIn(3) ? random.below(5) : 0) << 3) | (bits - 8));
  draft.noise(random, 2);
  /** @type {Uint8Array | null} */
  let before = null;
  for (let left = random.between(1, 3); left > 0; left--) {
    const length = random.oneIn(30) ? random.below(60_000) : random.size();
    const pieces = [];
    for (let piece = random.oneIn(3) ? random.between(1, 3) : 1; piece > 0; piece--) {
      if (random.oneIn(4)) pieces.push(random.pick(crafted));
      else if (before !== null && random.oneIn(2)) {
        // Reaches back into the message before, as with context takeover.
        const plain = someText(random, length).slice();
        const bytes = deflateRawSync(plain, {
          dictionary: before,
          windowBits: Math.max(9, bits),
          finishFlush: constants.Z_SYNC_FLUSH,
        });
        pieces.push(bytes.subarray(0, -TAIL_BYTES));
      } else pieces.push(compressedMessage(random, length));
    }
    before = someText(random, 40).slice();
    const message = join(pieces).subarray(0, 65_535);
    draft.mark();
    draft.byte(message.length >> 8);
    draft.byte(message.length);
    draft.append(message);
  }
}
