/**
 * Field sections of HTTP/3 without a dynamic table and without Huffman codes (RFC 9204 §4.5): as much of QPACK as a page can
 * show byte by byte.
 */

import type { HeaderList } from '../../../src/index.js';

/** Those entries of the static table that a handshake is made of, by index (RFC 9204 Appendix A). */
const STATIC: ReadonlyMap<number, readonly [name: string, value: string]> = new Map([
  [0, [':authority', '']],
  [1, [':path', '/']],
  [5, ['cookie', '']],
  [14, ['set-cookie', '']],
  [15, [':method', 'CONNECT']],
  [17, [':method', 'GET']],
  [22, [':scheme', 'http']],
  [23, [':scheme', 'https']],
  [25, [':status', '200']],
  [27, [':status', '404']],
  [28, [':status', '503']],
  [63, [':status', '100']],
  [67, [':status', '400']],
  [68, [':status', '403']],
  [71, [':status', '500']],
  [84, ['authorization', '']],
  [90, ['origin', '']],
  [92, ['server', '']],
  [95, ['user-agent', '']],
]);

/** Neither an entry that must be inserted first, nor a base: no dynamic table (RFC 9204 §4.5.1). */
const PREFIX = [0, 0];

export function encodeFieldSection(fields: HeaderList): Uint8Array {
  const lines = fields.flatMap(([name, value]) => {
    const index = indexOf(name, value);
    if (index !== null) return integer(0b1100_0000, 6, index);
    const nameIndex = indexOf(name);
    if (nameIndex !== null) return [...integer(0b0101_0000, 4, nameIndex), ...text(0, 7, value)];
    return [...text(0b0010_0000, 3, name), ...text(0, 7, value)];
  });
  return Uint8Array.from([...PREFIX, ...lines]);
}

/** Throws for what it cannot read. */
export function decodeFieldSection(bytes: Uint8Array): HeaderList {
  const reader = new Reader(bytes);
  if (reader.byte() !== 0 || reader.byte() !== 0) throw new Error('a dynamic table is used');
  const fields: [string, string][] = [];
  while (!reader.isAtEnd) fields.push(readLine(reader));
  return fields;
}

function readLine(reader: Reader): [name: string, value: string] {
  const first = reader.byte();
  if (first >> 6 === 0b11) {
    const [name, value] = entryAt(reader.integer(first, 6));
    return [name, value];
  }
  // N (0x20) is for those who pass the field on.
  if ((first & 0b1101_0000) === 0b0101_0000) {
    const [name] = entryAt(reader.integer(first, 4));
    return [name, reader.text(reader.byte(), 7)];
  }
  if (first >> 5 === 0b001) return [reader.text(first, 3), reader.text(reader.byte(), 7)];
  throw new Error(`a field line that begins with ${first} uses a dynamic table`);
}

class Reader {
  readonly #bytes;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#offset === this.#bytes.length;
  }

  byte(): number {
    const byte = this.#bytes[this.#offset++];
    if (byte === undefined) throw new Error('the field section is cut short');
    return byte;
  }

  /** An integer that begins in the last bits of a byte (RFC 7541 §5.1). */
  integer(first: number, bits: number): number {
    const most = 2 ** bits - 1;
    let value = first & most;
    if (value < most) return value;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  /** A string whose length begins in the last bits of a byte, and the bit before them is H (RFC 9204 §4.1.2). */
  text(first: number, bits: number): string {
    if ((first & (1 << bits)) !== 0) throw new Error('a string is in Huffman codes');
    const length = this.integer(first, bits);
    return String.fromCharCode(...Array.from({ length }, () => this.byte()));
  }
}

function entryAt(index: number): readonly [name: string, value: string] {
  const entry = STATIC.get(index);
  if (entry === undefined) throw new Error(`the entry ${index} is not one of a handshake`);
  return entry;
}

/** Of the first entry with this name, and this value if it is given. */
function indexOf(name: string, value?: string): number | null {
  const found = [...STATIC].find(
    ([, entry]) => entry[0] === name && (value === undefined || entry[1] === value),
  );
  return found === undefined ? null : found[0];
}

function integer(pattern: number, bits: number, value: number): number[] {
  const most = 2 ** bits - 1;
  if (value < most) return [pattern | value];
  const bytes = [pattern | most];
  let rest = value - most;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return [...bytes, rest];
}

function text(pattern: number, bits: number, value: string): number[] {
  const codes = Array.from(value, (character) => character.charCodeAt(0));
  return [...integer(pattern, bits, codes.length), ...codes];
}
