/**
 * Short ASCII to string: for so few bytes a call of the runtime's decoder costs more than all of them (measured:
 * bench/utf8). Each piece is one call with a fixed number of characters, because spreading a list costs as much as
 * the decoder.
 */

const fromCharCode = /* @__PURE__ */ (() => String.fromCharCode)();

/** Bytes from here on are not ASCII. */
const LIMIT = 0x80;

/** The text of the bytes from `start` to `end`, or null when one of them is not ASCII. */
export function decodeAscii(bytes: Uint8Array, start: number, end: number): string | null {
  let text = '';
  let at = start;
  for (; end - at >= 16; at += 16) {
    const a = bytes[at] as number;
    const b = bytes[at + 1] as number;
    const c = bytes[at + 2] as number;
    const d = bytes[at + 3] as number;
    const e = bytes[at + 4] as number;
    const f = bytes[at + 5] as number;
    const g = bytes[at + 6] as number;
    const h = bytes[at + 7] as number;
    const i = bytes[at + 8] as number;
    const j = bytes[at + 9] as number;
    const k = bytes[at + 10] as number;
    const l = bytes[at + 11] as number;
    const m = bytes[at + 12] as number;
    const n = bytes[at + 13] as number;
    const o = bytes[at + 14] as number;
    const p = bytes[at + 15] as number;
    if ((a | b | c | d | e | f | g | h | i | j | k | l | m | n | o | p) >= LIMIT) return null;
    text += fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
  }
  const rest = end - at;
  if ((rest & 8) !== 0) {
    const a = bytes[at] as number;
    const b = bytes[at + 1] as number;
    const c = bytes[at + 2] as number;
    const d = bytes[at + 3] as number;
    const e = bytes[at + 4] as number;
    const f = bytes[at + 5] as number;
    const g = bytes[at + 6] as number;
    const h = bytes[at + 7] as number;
    if ((a | b | c | d | e | f | g | h) >= LIMIT) return null;
    text += fromCharCode(a, b, c, d, e, f, g, h);
    at += 8;
  }
  if ((rest & 4) !== 0) {
    const a = bytes[at] as number;
    const b = bytes[at + 1] as number;
    const c = bytes[at + 2] as number;
    const d = bytes[at + 3] as number;
    if ((a | b | c | d) >= LIMIT) return null;
    text += fromCharCode(a, b, c, d);
    at += 4;
  }
  if ((rest & 2) !== 0) {
    const a = bytes[at] as number;
    const b = bytes[at + 1] as number;
    if ((a | b) >= LIMIT) return null;
    text += fromCharCode(a, b);
    at += 2;
  }
  if ((rest & 1) === 0) return text;
  const last = bytes[at] as number;
  return last < LIMIT ? text + fromCharCode(last) : null;
}
