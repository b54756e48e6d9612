/**
 * A second reading of UTF-8 (RFC 3629 §4), one character after the other.
 */

/**
 * The text, or null where the bytes are none.
 *
 * @param {Uint8Array} bytes
 * @param {number} start
 * @param {number} end
 */
export function readUtf8(bytes, start, end) {
  let text = '';
  for (let at = start; at < end; ) {
    const first = bytes[at];
    const more = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    if ((first >= 0x80 && first < 0xc2) || first > 0xf4 || at + more >= end) return null;
    let point = more === 0 ? first : first & (0x3f >> more);
    for (let index = 1; index <= more; index++) {
      const byte = bytes[at + index];
      if (byte < 0x80 || byte > 0xbf) return null;
      point = point * 64 + (byte & 0x3f);
    }
    // The smallest number of each length, no surrogates, nothing above U+10FFFF (RFC 3629 §3).
    if (more === 2 && (point < 0x800 || (point >= 0xd800 && point < 0xe000))) return null;
    if (more === 3 && (point < 0x1_0000 || point > 0x10_ffff)) return null;
    text += String.fromCodePoint(point);
    at += more + 1;
  }
  return text;
}

/**
 * The text at the beginning of bytes that may end inside a character: `end` is where it does, and `isBroken` says that
 * no further byte can make text of what stands there.
 *
 * @param {Uint8Array} bytes
 */
export function readUtf8Start(bytes) {
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const first = bytes[at];
    if (first < 0x80) {
      text += String.fromCharCode(first);
      at++;
      continue;
    }
    const length = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    const there = Math.min(length, bytes.length - at);
    let isBroken = length === 0;
    for (let index = 1; index < there; index++) {
      const byte = bytes[at + index];
      // The second byte of some has a smaller range (RFC 3629 §4).
      const lowest = index > 1 ? 0x80 : first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
      const highest = index > 1 ? 0xbf : first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
      if (byte < lowest || byte > highest) isBroken = true;
    }
    if (isBroken || there < length) return { text, end: at, isBroken };
    let point = first & (0x7f >> length);
    for (let index = 1; index < length; index++) point = point * 64 + (bytes[at + index] & 0x3f);
    text += String.fromCodePoint(point);
    at += length;
  }
  return { text, end: at, isBroken: false };
}
