/** Small things that every data set is built with. */

import { deriveSeed, type Random, seededRandom } from '../model/random.js';

const SEED = 7692;

/** Chance that gives a data set the same content in every run. */
export function randomFor(name: string): Random {
  return seededRandom(deriveSeed(SEED, name));
}

/** An integer from 0 up to `count`, exclusive. */
export function below(random: Random, count: number): number {
  return Math.floor(random() * count);
}

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[below(random, items.length)] as T;
}

/** The octets of a text with blanks behind it up to an exact size. */
export function padded(text: string, size: number): Uint8Array {
  const bytes = new Uint8Array(size).fill(0x20);
  const content = Buffer.from(text, 'utf8');
  if (content.length > size) throw new RangeError(`${content.length} octets do not fit ${size}`);
  bytes.set(content);
  return bytes;
}

/** Pieces joined as long as they fit into so many octets of UTF-8. */
export function fill(size: number, makePiece: (index: number) => string): string {
  const pieces: string[] = [];
  let left = size;
  for (;;) {
    const piece = makePiece(pieces.length);
    left -= Buffer.byteLength(piece);
    if (left < 0) return pieces.join('');
    pieces.push(piece);
  }
}
