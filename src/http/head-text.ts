/**
 * The strings of a head. Bytes above ASCII are kept as Latin-1 characters, one each.
 */

import { decodeLatin1, decodeLatin1Portable, decodeNatively } from '../bytes/latin1.js';
import { FIELD_BOUNDS } from './head-lines.js';
import type { HeaderList } from './header-list.js';
import { usualNames } from './usual-names.js';

/**
 * A head of at most so many bytes is made text at once and cut, several times faster than to make each string by
 * itself (measured: bench/handshake). Engines let the pieces share the memory of the whole, so this is also how
 * much one kept header may pin; of a longer head each string is by itself.
 */
const SHARED_UP_TO_BYTES = 4096;

export class HeadText {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #text: string | null;
  /** Whether the head is known to be ASCII. */
  readonly isAscii: boolean;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.#start = start;
    const isShared = end - start <= SHARED_UP_TO_BYTES;
    const ascii = isShared ? decodeNatively(bytes, start, end) : null;
    this.isAscii = ascii !== null;
    this.#text = isShared ? (ascii ?? decodeLatin1Portable(bytes, start, end)) : null;
  }

  /** The text between two indices of the bytes. */
  slice(start: number, end: number): string {
    if (this.#text === null) return decodeLatin1(this.#bytes, start, end);
    return this.#text.substring(start - this.#start, end - this.#start);
  }

  /** The pairs of name and value whose bounds are given. */
  fields(bounds: Int32Array, count: number): HeaderList {
    const list = new Array<readonly [string, string]>(count);
    for (let field = 0, i = 0; field < count; field++, i += FIELD_BOUNDS) {
      const usual = bounds[i + 4] as number;
      const name =
        usual >= 0
          ? (usualNames[usual] as string)
          : this.slice(bounds[i] as number, bounds[i + 1] as number);
      list[field] = [name, this.slice(bounds[i + 2] as number, bounds[i + 3] as number)];
    }
    return list;
  }
}
