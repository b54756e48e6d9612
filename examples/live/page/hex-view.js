/**
 * Bytes in hex, each digit in the colour of the field that it belongs to.
 */

import { element, fieldElement } from './dom.js';
import { hexByte } from './words.js';

/** @import { DescribedFrame, Field } from './frame-fields.js' */

/** As much of the payload as stands behind the header in the first view of a frame. */
const BESIDE_HEADER = 16;

/**
 * The frame from its first byte.
 *
 * @param {DescribedFrame} frame
 */
export function frameHex({ fields, bytes, headerBytes, header }) {
  const shown = Math.min(header.payloadLength, BESIDE_HEADER);
  const nodes = Array.from(bytes.subarray(0, headerBytes + shown), (byte, at) =>
    at < headerBytes ? headerByte(byte, at, fields) : payloadByte(byte, at - headerBytes),
  );
  const view = element('p', 'hex', ...nodes);
  const hidden = header.payloadLength - shown;
  if (hidden > 0) view.append(element('span', 'more', `… ${hidden.toLocaleString('en')} more`));
  return view;
}

/**
 * A piece of payload.
 *
 * @param {Uint8Array} bytes
 * @param {number} codeBytes how many of them are a close code
 */
export function payloadHex(bytes, codeBytes) {
  const nodes = Array.from(bytes, (byte, at) =>
    payloadByte(byte, at, at < codeBytes ? 'code' : 'payload'),
  );
  return element('p', 'hex', ...nodes);
}

/**
 * What a payload inflates to.
 *
 * @param {Uint8Array} bytes
 */
export function inflatedHex(bytes) {
  return element('p', 'hex', ...Array.from(bytes, (byte, at) => payloadByte(byte, at, 'inflated')));
}

/**
 * The bytes of a masking key, marked like the payload bytes that they mask.
 *
 * @param {Uint8Array} key
 */
export function keyHex(key) {
  return element('span', 'hex', ...Array.from(key, (byte, at) => keyByte(byte, at)));
}

/**
 * @param {number} byte
 * @param {number} at
 * @param {string} [field]
 */
function payloadByte(byte, at, field = 'payload') {
  return fieldElement('span', `byte digit k${at % 4}`, [field], hexByte(byte));
}

/**
 * @param {number} byte
 * @param {number} at
 */
function keyByte(byte, at) {
  return payloadByte(byte, at, 'key');
}

/**
 * A hex digit is four bits, and no field of the first two bytes but FIN, RSV and MASK is shorter: digits
 * that hold several fields show all their colours.
 *
 * @param {number} byte
 * @param {number} at
 * @param {Field[]} fields
 */
function headerByte(byte, at, fields) {
  const key = fields.find(({ id }) => id === 'key');
  if (key !== undefined && 8 * at >= key.start) return keyByte(byte, at - key.start / 8);
  const digits = Array.from(hexByte(byte), (digit, half) => {
    const start = 8 * at + 4 * half;
    const bits = [0, 1, 2, 3].map((bit) => fieldAt(fields, start + bit));
    const node = fieldElement('span', 'digit', [...new Set(bits)], digit);
    if (new Set(bits).size > 1) node.style.backgroundImage = stripes(bits);
    return node;
  });
  return element('span', 'byte', ...digits);
}

/**
 * @param {Field[]} fields
 * @param {number} bit
 */
function fieldAt(fields, bit) {
  return fields.find(({ start, bits }) => bit >= start && bit < start + bits)?.id ?? 'payload';
}

/** @param {string[]} bits the field of each of the four bits */
function stripes(bits) {
  const stops = bits.map((id, bit) => `var(--${id}) ${25 * bit}% ${25 * (bit + 1)}%`);
  return `linear-gradient(90deg, ${stops.join(', ')})`;
}
