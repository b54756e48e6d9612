/**
 * Byte sequences that are UTF-8 and sequences that are not (RFC 3629), each of the latter with the index of
 * the first byte that no valid text could have there; `null` where only the end came too early.
 */

import { hex, join } from './bits.js';

/** "κόσμε" with U+1F79 as its second letter: 5 code points in 11 bytes. */
export const kosme = hex('ce ba e1 bd b9 cf 83 ce bc ce b5');

export const edited = hex('65 64 69 74 65 64');

const noncharacters = Array.from({ length: 17 }, (_, plane) => [
  String.fromCodePoint(plane * 0x10000 + 0xfffe),
  String.fromCodePoint(plane * 0x10000 + 0xffff),
]).flat();

const specials = Array.from({ length: 7 }, (_, at) => String.fromCharCode(0xfff9 + at));

export const validTexts: readonly (readonly [wire: Uint8Array, text: string])[] = [
  [hex(''), ''],
  [hex('68656c6c6f 24 776f726c64'), 'hello$world'],
  [hex('68656c6c6f c2a2 776f726c64'), 'hello¢world'],
  [hex('68656c6c6f e282ac 776f726c64'), 'hello€world'],
  [hex('68656c6c6f f0a4ada2 776f726c64'), 'hello𤭢world'],
  [kosme, '\u03ba\u1f79\u03c3\u03bc\u03b5'],
  // The first and the last of each length.
  [hex('00'), '\u0000'],
  [hex('7f'), '\u007f'],
  [hex('c280'), '\u0080'],
  [hex('dfbf'), '\u07ff'],
  [hex('e0a080'), '\u0800'],
  [hex('efbfbf'), '\uffff'],
  [hex('f0908080'), '\u{10000}'],
  [hex('f48fbfbf'), '\u{10ffff}'],
  // Around the surrogates, and the replacement character itself.
  [hex('ed9fbf'), '\ud7ff'],
  [hex('ee8080'), '\ue000'],
  [hex('efbfbd'), '\ufffd'],
  // A byte order mark is a character like any other, wherever it stands.
  [hex('efbbbf'), '\ufeff'],
  [hex('efbbbf 41 efbbbf'), '\ufeffA\ufeff'],
  ...noncharacters.map((text) => [bytesOfCodePoint(text), text] as const),
  ...specials.map((text) => [bytesOfCodePoint(text), text] as const),
];

export const invalidTexts: readonly (readonly [wire: Uint8Array, errorAt: number | null])[] = [
  // Prefixes of a valid text that end inside a character.
  ...[1, 3, 4, 6, 8, 10].map((length) => [kosme.slice(0, length), null] as const),
  [hex('df'), null],
  [hex('ef bf'), null],
  [hex('f4 8f bf'), null],
  [hex('41 c2'), null],
  // A surrogate between two valid texts, and a code point above U+10FFFF.
  [join(kosme, hex('ed a0 80'), edited), 12],
  [join(kosme, hex('f4 90 80 80'), edited), 12],
  // Forms of five and six bytes.
  [hex('f8 88 80 80 80'), 0],
  [hex('fc 84 80 80 80 80'), 0],
  [hex('fb bf bf bf bf'), 0],
  [hex('fd bf bf bf bf bf'), 0],
  // Above U+10FFFF.
  [hex('f7 bf bf bf'), 0],
  [hex('f4 90 80 80'), 1],
  [hex('f5 80 80 80'), 0],
  // Continuation bytes on their own.
  [hex('80'), 0],
  [hex('bf'), 0],
  [hex('80 bf'), 0],
  [hex('80 bf 80'), 0],
  [hex('80 bf 80 bf'), 0],
  [hex('80 bf 80 bf 80'), 0],
  [hex('80 bf 80 bf 80 bf'), 0],
  [Uint8Array.from({ length: 63 }, (_, at) => 0x80 + at), 0],
  [hex('41 80'), 1],
  // Lead bytes on their own, each followed by a blank.
  [spaced(0xc0, 0xde), 0],
  [spaced(0xc2, 0xde), 1],
  [spaced(0xe0, 0xee), 1],
  [spaced(0xf0, 0xf6), 1],
  [spaced(0xf8, 0xfa), 0],
  [spaced(0xfc, 0xfc), 0],
  // The last byte is missing, and what stands there could not have become valid anyway.
  [hex('c0'), 0],
  [hex('e0 80'), 1],
  [hex('f0 80 80'), 1],
  [hex('f8 80 80 80'), 0],
  [hex('fc 80 80 80 80'), 0],
  [hex('f7 bf bf'), 0],
  [hex('fb bf bf bf'), 0],
  [hex('fd bf bf bf bf'), 0],
  [hex('c0 e080 f08080 f8808080 fc80808080 df efbf f7bfbf fbbfbfbf fdbfbfbfbf'), 0],
  // Two characters of which the first lacks its last byte.
  [hex('df efbfbf'), 1],
  [hex('efbf 41'), 2],
  [hex('f48fbf f48fbfbf'), 3],
  // Bytes that never occur.
  [hex('fe'), 0],
  [hex('ff'), 0],
  [hex('fe fe ff ff'), 0],
  // Overlong "/", the largest overlong forms, and overlong NUL.
  [hex('c0 af'), 0],
  [hex('e0 80 af'), 1],
  [hex('f0 80 80 af'), 1],
  [hex('f8 80 80 80 af'), 0],
  [hex('fc 80 80 80 80 af'), 0],
  [hex('c1 bf'), 0],
  [hex('e0 9f bf'), 1],
  [hex('f0 8f bf bf'), 1],
  [hex('f8 87 bf bf bf'), 0],
  [hex('fc 83 bf bf bf bf'), 0],
  [hex('c0 80'), 0],
  [hex('e0 80 80'), 1],
  [hex('f0 80 80 80'), 1],
  [hex('f8 80 80 80 80'), 0],
  [hex('fc 80 80 80 80 80'), 0],
  // Surrogates, single and in pairs.
  ...['eda080', 'edadbf', 'edae80', 'edafbf', 'edb080', 'edbe80', 'edbfbf'].map(
    (single) => [hex(single), 1] as const,
  ),
  ...['eda080', 'edadbf', 'edae80', 'edafbf'].flatMap((high) =>
    ['edb080', 'edbfbf'].map((low) => [hex(high + low), 1] as const),
  ),
];

/** One code point, written with arithmetic on its number alone. */
function bytesOfCodePoint(text: string): Uint8Array {
  const code = text.codePointAt(0) as number;
  const continuation = (shift: number) => 0x80 + (Math.floor(code / 2 ** shift) % 64);
  if (code < 0x10000) {
    return Uint8Array.of(0xe0 + Math.floor(code / 2 ** 12), continuation(6), continuation(0));
  }
  const lead = 0xf0 + Math.floor(code / 2 ** 18);
  return Uint8Array.of(lead, continuation(12), continuation(6), continuation(0));
}

/** Every byte from `first` to `last`, each with a blank behind it. */
function spaced(first: number, last: number): Uint8Array {
  return Uint8Array.from({ length: (last - first + 1) * 2 }, (_, at) =>
    at % 2 === 0 ? first + at / 2 : 0x20,
  );
}
