/**
 * Frames read and written in the plainest way, by DataView and byte loop and without a single check: what
 * the contenders are verified against, and what their checks and fast paths are measured against.
 */

/**
 * @typedef {object} PlainFrame
 * @property {boolean} fin
 * @property {boolean} rsv1
 * @property {boolean} rsv2
 * @property {boolean} rsv3
 * @property {number} opcode
 * @property {Uint8Array | null} maskingKey
 * @property {Uint8Array} payload
 */

const encoder = new TextEncoder();

/**
 * @param {Uint8Array} bytes a whole frame and anything behind it
 * @returns {{ status: 'complete', value: PlainFrame, bytesRead: number }}
 */
export function naiveDecode(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const first = view.getUint8(0);
  const second = view.getUint8(1);
  let length = second & 0x7f;
  let at = 2;
  if (length === 126) {
    length = view.getUint16(2);
    at = 4;
  } else if (length === 127) {
    length = Number(view.getBigUint64(2));
    at = 10;
  }
  const maskingKey = second >= 0x80 ? bytes.slice(at, at + 4) : null;
  if (maskingKey !== null) at += 4;
  const payload = bytes.slice(at, at + length);
  if (maskingKey !== null) maskSimply(payload, maskingKey);
  const value = {
    fin: (first & 0x80) !== 0,
    rsv1: (first & 0x40) !== 0,
    rsv2: (first & 0x20) !== 0,
    rsv3: (first & 0x10) !== 0,
    opcode: first & 0x0f,
    maskingKey,
    payload,
  };
  return { status: 'complete', value, bytesRead: at + length };
}

/**
 * @param {import('websocket-codec').FrameInit} frame with a payload
 * @returns {Uint8Array}
 */
export function naiveEncode({ opcode, fin = true, payload = '', maskingKey = null }) {
  const bytes = typeof payload === 'string' ? encoder.encode(payload) : payload;
  const { length } = bytes;
  const form = length < 126 ? length : length <= 0xffff ? 126 : 127;
  const keyAt = form === 126 ? 4 : form === 127 ? 10 : 2;
  const start = keyAt + (maskingKey === null ? 0 : 4);
  const result = new Uint8Array(start + length);
  const view = new DataView(result.buffer);
  view.setUint8(0, (fin ? 0x80 : 0) | opcode);
  view.setUint8(1, (maskingKey === null ? 0 : 0x80) | form);
  if (form === 126) view.setUint16(2, length);
  if (form === 127) view.setBigUint64(2, BigInt(length));
  result.set(bytes, start);
  if (maskingKey !== null) {
    result.set(maskingKey, keyAt);
    maskSimply(result.subarray(start), maskingKey);
  }
  return result;
}

/**
 * @param {Uint8Array} bytes
 * @param {Uint8Array} key
 */
function maskSimply(bytes, key) {
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = /** @type {number} */ (bytes[i]) ^ /** @type {number} */ (key[i & 3]);
  }
}
