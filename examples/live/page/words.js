/**
 * Numbers of the protocol, and bytes, as words.
 */

import { CloseCode, Opcode } from 'websocket-codec';

const opcodeNames = namesOf(Opcode);
const closeNames = namesOf(CloseCode);
const plain = new Intl.NumberFormat('en');
const percents = new Intl.NumberFormat('en', { style: 'percent', maximumSignificantDigits: 2 });

/** @param {number} opcode */
export function opcodeName(opcode) {
  return opcodeNames.get(opcode) ?? 'reserved';
}

/**
 * The name of a close code in words: `1001` is `going away`.
 *
 * @param {number} code
 */
export function closeCodeName(code) {
  const name = closeNames.get(code);
  if (name !== undefined)
    return name.replaceAll(/\B[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
  if (code >= 4000) return 'private use';
  return code >= 3000 ? 'registered by a library' : 'unknown';
}

/** @param {number} count */
export function countBytes(count) {
  return count === 1 ? '1 byte' : `${plain.format(count)} bytes`;
}

/** @param {number} share */
export function percent(share) {
  return percents.format(share);
}

/** @param {number} ms */
export function milliseconds(ms) {
  return `${ms.toFixed(1)} ms`;
}

/** @param {number} byte */
export function hexByte(byte) {
  return byte.toString(16).padStart(2, '0');
}

/** @param {Uint8Array} bytes */
export function hexBytes(bytes) {
  return Array.from(bytes, hexByte).join(' ');
}

/** @param {string} hex digits without anything between them */
export function bytesFromHex(hex) {
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) =>
    Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16),
  );
}

/**
 * The text of bytes that may have been cut in the middle of a character.
 *
 * @param {Uint8Array} bytes
 */
export function textPreview(bytes) {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true });
}

/**
 * One visible character for each byte.
 *
 * @param {Uint8Array} bytes
 */
export function asciiPreview(bytes) {
  return Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·',
  ).join('');
}

/**
 * @param {Readonly<Record<string, number>>} values
 * @returns {ReadonlyMap<number, string>}
 */
function namesOf(values) {
  return new Map(Object.entries(values).map(([name, value]) => [value, name]));
}
