/**
 * Hex digits as people write them: in one piece or byte by byte, with spaces, commas, colons, `0x` or `\x`.
 */

/** @import { Reading } from './read-bytes.js' */

/**
 * @param {string} text
 * @param {number} start where the digits begin
 * @returns {Reading}
 */
export function readHex(text, start) {
  /** @type {number[]} */
  const bytes = [];
  // As long as what it stands for, so that positions stay what they are.
  const plain = text.slice(start).replaceAll('\\x', '  ');
  for (const { 0: word, index } of plain.matchAll(/[^\s,:;]+/g)) {
    const prefix = /^0x/i.test(word) ? 2 : 0;
    const digits = word.slice(prefix);
    const at = start + index + prefix;
    const bad = /[^0-9a-f]/iu.exec(digits);
    if (bad !== null) {
      const [character] = bad;
      return fault(`“${character}” is no hex digit`, at + bad.index, character.length);
    }
    if (digits === '') return fault('There is no digit behind “0x”', at - prefix, prefix);
    // 0x5 is a byte; 5 alone is more likely a digit that was lost.
    const padded = prefix > 0 && digits.length === 1 ? `0${digits}` : digits;
    if (padded.length % 2 === 1) {
      const words = `“${shortened(digits)}” has ${countDigits(digits.length)}, and a byte has two`;
      return fault(words, at, digits.length);
    }
    for (let digit = 0; digit < padded.length; digit += 2) {
      bytes.push(Number.parseInt(padded.slice(digit, digit + 2), 16));
    }
  }
  return { bytes: Uint8Array.from(bytes), fault: null };
}

/**
 * @param {string} words
 * @param {number} at
 * @param {number} length
 * @returns {Reading}
 */
function fault(words, at, length) {
  const message = `${words} (character ${at + 1}).`;
  return { bytes: null, fault: { message, start: at, end: at + length } };
}

/** @param {number} count */
function countDigits(count) {
  return count === 1 ? 'one digit' : `${count} digits`;
}

/** @param {string} digits */
function shortened(digits) {
  return digits.length <= 12 ? digits : `${digits.slice(0, 12)}…`;
}
