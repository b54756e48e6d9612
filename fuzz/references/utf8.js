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
