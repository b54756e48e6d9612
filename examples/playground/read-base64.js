/**
 * Base64 (RFC 4648 §4) and base64url (§5), with or without padding, with white space anywhere.
 */

/** @import { Reading } from './read-bytes.js' */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Map(Array.from(ALPHABET, (character, value) => [character, value]));
values.set('-', 62).set('_', 63);

/**
 * @param {string} text
 * @param {number} start where the base64 begins
 * @returns {Reading}
 */
export function readBase64(text, start) {
  /** @type {number[]} */
  const bytes = [];
  let bits = 0;
  let count = 0;
  let padding = 0;
  let last = start;
  let at = start;
  for (const character of text.slice(start)) {
    const here = at;
    at += character.length;
    if (/\s/.test(character)) continue;
    if (character === '=') {
      padding += 1;
      last = here;
      continue;
    }
    if (padding > 0) return fault(`“${character}” stands behind the padding “=”`, here, at);
    const value = values.get(character);
    if (value === undefined) {
      return fault(`“${character}” is neither a hex digit nor base64`, here, at);
    }
    bits = ((bits << 6) | value) & 0xffffff;
    count += 1;
    last = here;
    const over = (6 * count) % 8;
    if (over < 6) bytes.push((bits >> over) & 0xff);
  }
  const rest = count % 4;
  if (rest === 1) return fault('A base64 character is missing behind the last one', last, last + 1);
  if (padding > 0 && padding !== (4 - rest) % 4) {
    return fault(`The padding is ${padding} “=”, and ${(4 - rest) % 4} would fit`, last, last + 1);
  }
  return { bytes: Uint8Array.from(bytes), fault: null };
}

/**
 * @param {string} words
 * @param {number} start
 * @param {number} end
 * @returns {Reading}
 */
function fault(words, start, end) {
  const message = `${words} (character ${start + 1}).`;
  return { bytes: null, fault: { message, start, end } };
}
