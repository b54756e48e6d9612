/**
 * The names that every handshake holds, in the spelling that most senders use: recognised in the bytes, they
 * need not be made again each time, and are told apart later by comparing references (measured: bench/handshake).
 */

/** Their first letters differ, those behind `Sec-WebSocket-` too: one byte says which name it can be. */
export const usualNames = [
  'Host',
  'Origin',
  'Upgrade',
  'Connection',
  'Sec-WebSocket-Key',
  'Sec-WebSocket-Accept',
  'Sec-WebSocket-Version',
  'Sec-WebSocket-Protocol',
  'Sec-WebSocket-Extensions',
];

const FAMILY = 'Sec-WebSocket-';
const S = 0x53;
const COLON = 0x3a;

/** Lengths of the names, where the letters of each begin, and all letters in a row. */
const lengths = /* @__PURE__ */ Uint8Array.from(usualNames, (name) => name.length);
const starts = /* @__PURE__ */ Uint8Array.from(
  usualNames,
  (_, index) => usualNames.slice(0, index).join('').length,
);
const letters = /* @__PURE__ */ (() =>
  Uint8Array.from(usualNames.join(''), (letter) => letter.charCodeAt(0)))();

/** By the byte that says which name it can be: its index, or −1. */
const indexByLetter = /* @__PURE__ */ (() => {
  const table = new Int8Array(256).fill(-1);
  for (const [index, name] of usualNames.entries()) {
    table[name.charCodeAt(name.startsWith(FAMILY) ? FAMILY.length : 0)] = index;
  }
  return table;
})();

/** The index of the usual name that stands at `at` with a colon behind it, in front of `end`; −1: another. */
export function usualNameAt(bytes: Uint8Array, at: number, end: number): number {
  if (end - at <= FAMILY.length) return -1;
  const first = bytes[at] as number;
  const telling = first === S ? (bytes[at + FAMILY.length] as number) : first;
  const index = indexByLetter[telling] as number;
  if (index < 0) return -1;
  const nameEnd = at + (lengths[index] as number);
  if (nameEnd >= end || bytes[nameEnd] !== COLON) return -1;
  let letter = starts[index] as number;
  for (; at < nameEnd; at++, letter++) {
    if (bytes[at] !== letters[letter]) return -1;
  }
  return index;
}
