/** The single messages of 6.5 to 6.23: sequences that are UTF-8, and sequences that only look like it. */

import { concat, hex, octets } from './payload.js';

export type Sequence = readonly [id: string, payload: Uint8Array, valid: boolean];

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
const list = (digits: string): Uint8Array[] => digits.split(' ').map(hex);
/** Each octet with a space behind it. */
const lonely = (from: number, to: number): Uint8Array =>
  Uint8Array.from(range(from, to).flatMap((octet) => [octet, 0x20]));

const LAST_MISSING = list('c0 e080 f08080 f8808080 fc80808080 df efbf f7bfbf fbbfbfbf fdbfbfbfbf');
const HIGH_SURROGATES = list('eda080 edadbf edae80 edafbf');
const LOW_SURROGATES = list('edb080 edbfbf');
/** U+FFFE and U+FFFF, then the last two code points of each of the planes 1 to 16. */
const NONCHARACTERS = range(0, 16).flatMap((plane) =>
  [0xfffe, 0xffff].map((low) => octets(String.fromCodePoint(plane * 0x10000 + low))),
);

export function sequences(k: Uint8Array): Sequence[] {
  const codePointEnds = [2, 5, 7, 9, 11];
  const families: [group: string, valid: boolean | ((index: number) => boolean), Uint8Array[]][] = [
    [
      '6.5',
      true,
      [
        ...list('68656c6c6f24776f726c64 68656c6c6fc2a2776f726c64 68656c6c6fe282ac776f726c64'),
        ...list('68656c6c6ff0a4ada2776f726c64'),
        k,
      ],
    ],
    [
      '6.6',
      (index) => codePointEnds.includes(index + 1),
      range(1, k.length).map((n) => k.subarray(0, n)),
    ],
    ['6.7', true, list('00 c280 e0a080 f0908080')],
    ['6.8', false, list('f888808080 fc8480808080')],
    ['6.9', true, list('7f dfbf efbfbf f48fbfbf')],
    ['6.10', false, list('f7bfbfbf fbbfbfbfbf fdbfbfbfbfbf')],
    ['6.11', (index) => index < 4, list('ed9fbf ee8080 efbfbd f48fbfbf f4908080')],
    [
      '6.12',
      false,
      [
        ...list('80 bf 80bf 80bf80 80bf80bf 80bf80bf80 80bf80bf80bf'),
        Uint8Array.from(range(0x80, 0xbe)),
      ],
    ],
    [
      '6.13',
      false,
      [
        lonely(0xc0, 0xde),
        lonely(0xe0, 0xee),
        lonely(0xf0, 0xf6),
        lonely(0xf8, 0xfa),
        lonely(0xfc, 0xfc),
      ],
    ],
    ['6.14', false, LAST_MISSING],
    ['6.15', false, [concat(...LAST_MISSING)]],
    ['6.16', false, list('fe ff fefeffff')],
    ['6.17', false, list('c0af e080af f08080af f8808080af fc80808080af')],
    ['6.18', false, list('c1bf e09fbf f08fbfbf f887bfbfbf fc83bfbfbfbf')],
    ['6.19', false, list('c080 e08080 f0808080 f880808080 fc8080808080')],
    ['6.20', false, list('eda080 edadbf edae80 edafbf edb080 edbe80 edbfbf')],
    [
      '6.21',
      false,
      HIGH_SURROGATES.flatMap((high) => LOW_SURROGATES.map((low) => concat(high, low))),
    ],
    ['6.22', true, NONCHARACTERS],
    ['6.23', true, range(0xfff9, 0xffff).map((point) => octets(String.fromCodePoint(point)))],
  ];
  return families.flatMap(([group, valid, payloads]) =>
    payloads.map((payload, index): Sequence => {
      const isValid = typeof valid === 'boolean' ? valid : valid(index);
      return [`${group}.${index + 1}`, payload, isValid];
    }),
  );
}
