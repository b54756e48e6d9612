/**
 * A frame's header as a list of fields in the order of the wire (RFC 6455 §5.2), each with its bits and
 * what they mean. The header itself is decoded by the codec.
 */

import { decodeFrameHeader, Opcode, Rsv, unmask } from 'websocket-codec';
import { bytesFromHex, countBytes, hexBytes, opcodeName } from './words.js';

/**
 * @import { FrameHeader } from 'websocket-codec'
 * @import { Inflated } from './trace-events.js'
 */

/**
 * @typedef {object} Field
 * @property {string} id
 * @property {string} name
 * @property {number} start the first bit, counted from the beginning of the frame
 * @property {number} bits
 * @property {string} value
 * @property {string} meaning
 */

/**
 * @typedef {object} DescribedFrame
 * @property {FrameHeader} header
 * @property {Opcode} kind the opcode that says what the payload is: a continuation's is its message's
 * @property {number} headerBytes
 * @property {Field[]} fields
 * @property {Uint8Array} bytes the header and what is shown of the payload
 * @property {Uint8Array} wirePayload what is shown of the payload, as it was on the wire
 * @property {Uint8Array} payload the same without the mask
 * @property {Inflated & { bytes: Uint8Array } | null} inflated what the payload is without its compression;
 *   null when it has none
 */

/** @type {ReadonlyMap<number, string>} */
const opcodeMeanings = new Map([
  [Opcode.Continuation, 'Continuation: the next fragment of the message that began earlier'],
  [Opcode.Text, 'Text: the payload is UTF-8'],
  [Opcode.Binary, 'Binary: the payload is any bytes'],
  [Opcode.Close, 'Close: a status code and a reason, or nothing'],
  [Opcode.Ping, 'Ping: to be answered with a Pong that carries the same payload'],
  [Opcode.Pong, 'Pong: the answer to a Ping'],
]);

/** Two bytes, a length of eight, a key of four. */
const LONGEST_HEADER_BYTES = 14;

/** Whether RSV1 may be set here, the server has judged. */
const rules = { allowedRsv: Rsv.Rsv1 };

/** @param {string} hex a frame, at least its header */
export function headerOf(hex) {
  const result = decodeFrameHeader(bytesFromHex(hex.slice(0, 2 * LONGEST_HEADER_BYTES)), rules);
  if (result.status === 'complete') return result.value;
  throw new TypeError('the server reported a frame without a header');
}

/**
 * @param {Uint8Array} bytes a whole header with the beginning of a payload
 * @param {Opcode} [kind]
 * @param {Inflated} [inflated]
 * @returns {DescribedFrame | null} null for bytes that are no header
 */
export function describeFrame(bytes, kind, inflated) {
  const result = decodeFrameHeader(bytes, rules);
  if (result.status !== 'complete') return null;
  const { value: header, bytesRead: headerBytes } = result;
  const wirePayload = bytes.subarray(headerBytes);
  const { maskingKey } = header;
  const payload = maskingKey === null ? wirePayload : unmask(wirePayload, maskingKey);
  return {
    header,
    kind: kind ?? header.opcode,
    headerBytes,
    fields: fieldsOf(header, inflated !== undefined),
    bytes,
    wirePayload,
    payload,
    inflated: inflated === undefined ? null : { ...inflated, bytes: bytesFromHex(inflated.hex) },
  };
}

/**
 * @param {FrameHeader} header
 * @param {boolean} isCompressed whether the frame belongs to a compressed message
 * @returns {Field[]}
 */
function fieldsOf(header, isCompressed) {
  const { fin, rsv1, rsv2, rsv3, opcode, maskingKey, payloadLength } = header;
  const unused = 'no extension gives them a meaning';
  const shortLength = payloadLength < 126 ? payloadLength : payloadLength <= 0xffff ? 126 : 127;
  const extendedBits = shortLength < 126 ? 0 : shortLength === 126 ? 16 : 64;

  /** @type {Omit<Field, 'start'>[]} */
  const fields = [
    bit('fin', 'FIN', fin, fin ? 'the last or only frame of its message' : 'more fragments follow'),
    bit('rsv1', 'RSV1', rsv1, compressionMeaning(header, isCompressed)),
    bit('rsv2', 'RSV2', rsv2, unused),
    bit('rsv3', 'RSV3', rsv3, unused),
    {
      id: 'opcode',
      name: 'opcode',
      bits: 4,
      value: `0x${opcode.toString(16)}`,
      meaning:
        isCompressed && opcode === Opcode.Text
          ? 'Text: inflated, the payload is UTF-8'
          : (opcodeMeanings.get(opcode) ?? opcodeName(opcode)),
    },
    bit(
      'mask',
      'MASK',
      maskingKey !== null,
      maskingKey === null ? 'not masked: a server never masks' : 'masked: a client always masks',
    ),
    {
      id: 'length',
      name: 'Payload len',
      bits: 7,
      value: String(shortLength),
      meaning: lengthMeaning(shortLength),
    },
  ];
  if (extendedBits > 0) {
    fields.push({
      id: 'extended',
      name: 'Extended payload length',
      bits: extendedBits,
      value: String(payloadLength),
      meaning: `${countBytes(payloadLength)} of payload`,
    });
  }
  if (maskingKey !== null) {
    fields.push({
      id: 'key',
      name: 'Masking-key',
      bits: 32,
      value: hexBytes(maskingKey),
      meaning: 'payload byte i is XORed with byte i mod 4 of the key',
    });
  }
  return withStarts(fields);
}

/**
 * @param {string} id
 * @param {string} name
 * @param {boolean} set
 * @param {string} meaning
 */
function bit(id, name, set, meaning) {
  return { id, name, bits: 1, value: set ? '1' : '0', meaning };
}

/**
 * What RSV1 says since permessage-deflate was agreed on (RFC 7692 §6).
 *
 * @param {FrameHeader} header
 * @param {boolean} isCompressed
 */
function compressionMeaning({ rsv1, opcode }, isCompressed) {
  if (rsv1) return 'compressed (RFC 7692): the message is deflated';
  if (opcode >= Opcode.Close) return 'a control frame is never compressed';
  if (opcode !== Opcode.Continuation) return 'not compressed';
  return isCompressed
    ? 'compressed (RFC 7692), as the first fragment says for all'
    : 'not compressed, as the first fragment says for all';
}

/** @param {number} shortLength */
function lengthMeaning(shortLength) {
  if (shortLength === 126) return 'the length stands in the next 16 bits';
  if (shortLength === 127) return 'the length stands in the next 64 bits';
  return `${countBytes(shortLength)} of payload`;
}

/**
 * @param {Omit<Field, 'start'>[]} fields
 * @returns {Field[]}
 */
function withStarts(fields) {
  let start = 0;
  return fields.map((field) => {
    const placed = { ...field, start };
    start += field.bits;
    return placed;
  });
}
