/**
 * Bytes out of what a person has pasted: hex, base64, or the head of a handshake as text with either of
 * them behind it.
 */

import { readBase64 } from './read-base64.js';
import { readHex } from './read-hex.js';

/** @typedef {'auto' | 'hex' | 'base64'} WantedNotation */
/** @typedef {'hex' | 'base64' | 'text'} Notation */
/**
 * What is wrong with the text, and the range of it that is.
 *
 * @typedef {{ message: string, start: number, end: number }} TextFault
 */
/** @typedef {{ bytes: Uint8Array<ArrayBuffer>, fault: null } | { bytes: null, fault: TextFault }} Reading */

/** A page draws what it reads, so there is an end to it. */
export const MAX_BYTES = 262_144;

/** How the text of a head begins; of what is not text, it is no hex and not base64 either. */
const HEAD = /^\s*(?=[A-Z]+ \S|HTTP\/)/;
/** Of what was meant as hex, so many characters are at least digits of it. */
const HEX_SHARE = 0.75;
/** Separators and digits, and nothing else. */
const ONLY_HEX = /^(?:0x|\\x|[\s,:;0-9a-f])*$/i;

/**
 * @param {string} text
 * @param {WantedNotation} wanted
 * @returns {Reading & { notation: Notation }}
 */
export function readBytes(text, wanted) {
  const margin = HEAD.exec(text)?.[0].length;
  if (wanted !== 'auto' || margin === undefined || ONLY_HEX.test(text)) {
    return readNotation(text, 0, wanted);
  }
  const empty = /\r?\n\r?\n/.exec(text.slice(margin));
  const end = empty === null ? text.length : margin + empty.index + empty[0].length;
  const head = headBytes(text.slice(margin, end));
  const rest = readNotation(text, end, wanted);
  if (rest.bytes === null) return rest;
  return withinLimit(joined(head, rest.bytes), 'text');
}

/**
 * @param {string} text
 * @param {number} start where the bytes begin in it
 * @param {WantedNotation} wanted
 * @returns {Reading & { notation: Notation }}
 */
function readNotation(text, start, wanted) {
  const notation = wanted === 'auto' ? guess(text.slice(start)) : wanted;
  const reading = notation === 'hex' ? readHex(text, start) : readBase64(text, start);
  return reading.bytes === null ? { ...reading, notation } : withinLimit(reading.bytes, notation);
}

/**
 * Hex wherever it can be: `abcd` is both. And where it must have been meant, so that a wrong digit is called one.
 *
 * @param {string} text
 * @returns {'hex' | 'base64'}
 */
function guess(text) {
  // Commas and colons are nothing that base64 has.
  if (ONLY_HEX.test(text) || /[,:;\\]/.test(text)) return 'hex';
  // Hex is written in capitals or without, base64 in both.
  const characters = text.replaceAll(/\s|0x/g, '');
  const isOneCase =
    characters === characters.toLowerCase() || characters === characters.toUpperCase();
  const digits = characters.replaceAll(/[^0-9a-f]/gi, '').length;
  return isOneCase && digits >= HEX_SHARE * characters.length ? 'hex' : 'base64';
}

/**
 * A head as a peer would send it: whatever ends its lines here, CRLF does there.
 *
 * @param {string} text
 */
function headBytes(text) {
  return new TextEncoder().encode(text.replaceAll(/\r?\n/g, '\r\n'));
}

/**
 * @param {Uint8Array} head
 * @param {Uint8Array} rest
 */
function joined(head, rest) {
  const bytes = new Uint8Array(head.length + rest.length);
  bytes.set(head);
  bytes.set(rest, head.length);
  return bytes;
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {Notation} notation
 * @returns {Reading & { notation: Notation }}
 */
function withinLimit(bytes, notation) {
  if (bytes.length <= MAX_BYTES) return { bytes, fault: null, notation };
  const message = `These are ${bytes.length} bytes; the page reads ${MAX_BYTES} at most.`;
  return { bytes: null, fault: { message, start: 0, end: 0 }, notation };
}
