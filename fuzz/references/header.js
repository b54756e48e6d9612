/**
 * A second reading of a frame header (RFC 6455 §5.2), written from the RFC and from nothing of the codec. What it
 * found lies in `read` until the next call, because the fast targets call it a million times a second.
 */

/**
 * What the codec must answer to a fault, by RFC 6455 §7.4.1: 1002 for the protocol, 1007 for content that is not what
 * its type says, 1008 for a rule of our own, 1009 for what is too big.
 */
export const closeCodes = /** @type {Readonly<Record<string, number>>} */ ({
  'reserved-bit-set': 1002,
  'reserved-opcode': 1002,
  'control-frame-fragmented': 1002,
  'control-frame-too-long': 1002,
  'mask-missing': 1002,
  'mask-unexpected': 1002,
  'length-not-minimal': 1002,
  'length-sign-bit-set': 1002,
  'payload-too-big': 1009,
  'continuation-unexpected': 1002,
  'message-interrupted': 1002,
  'too-many-fragments': 1008,
  'message-too-big': 1009,
  'compressed-data-invalid': 1007,
  'text-not-utf8': 1007,
  'close-payload-too-short': 1002,
  'close-code-invalid': 1002,
  'close-reason-not-utf8': 1007,
});

export const read = {
  /** The first fault on the wire, or nothing. */
  fault: '',
  /** How many bytes of the header are missing at least. */
  missing: 0,
  /** The form of the length: 7, 16 or 64 bits. */
  form: /** @type {7 | 16 | 64} */ (7),
  masked: false,
  length: 0,
  /** Whether the length is that of these bytes. */
  isLengthRead: false,
  /** Whether the length is exact in a number. */
  isExact: true,
  headerBytes: 0,
};

/**
 * Reads the first `end` bytes.
 *
 * @param {Uint8Array} bytes
 * @param {number} end
 * @param {'client' | 'server' | undefined} role who is decoding
 * @param {number} allowedRsv
 * @param {number} maxPayloadBytes
 */
export function readHeader(bytes, end, role, allowedRsv, maxPayloadBytes) {
  read.fault = '';
  read.isExact = true;
  read.isLengthRead = false;
  read.missing = 2 - end;
  if (end === 0) return;
  const opcode = bytes[0] & 15;
  const rsv = (bytes[0] >> 4) & 7;
  const isMessage = opcode === 1 || opcode === 2;
  if (rsv !== 0 && (!isMessage || (rsv & allowedRsv) !== rsv)) read.fault = 'reserved-bit-set';
  else if ((opcode > 2 && opcode < 8) || opcode > 10) read.fault = 'reserved-opcode';
  else if (opcode > 7 && bytes[0] < 128) read.fault = 'control-frame-fragmented';
  if (end === 1) return;

  read.masked = bytes[1] >= 128;
  const short = bytes[1] & 127;
  if (read.fault === '') {
    if (read.masked && role === 'client') read.fault = 'mask-unexpected';
    else if (!read.masked && role === 'server') read.fault = 'mask-missing';
    else if (opcode > 7 && short > 125) read.fault = 'control-frame-too-long';
  }
  read.form = short < 126 ? 7 : short === 126 ? 16 : 64;
  const lengthEnd = short < 126 ? 2 : short === 126 ? 4 : 10;
  read.headerBytes = lengthEnd + (read.masked ? 4 : 0);
  read.missing = read.headerBytes - end;
  if (end < lengthEnd) return;

  let high = 0;
  if (read.form === 7) read.length = short;
  else if (read.form === 16) read.length = bytes[2] * 256 + bytes[3];
  else {
    high = wordAt(bytes, 2);
    read.length = high * 4_294_967_296 + wordAt(bytes, 6);
  }
  read.isLengthRead = true;
  // Above this, two lengths may be one number.
  read.isExact = high < 2_097_152;
  if (read.fault !== '') return;
  if (high >= 2_147_483_648) read.fault = 'length-sign-bit-set';
  else if (!read.isExact) read.fault = 'payload-too-big';
  else if (read.form !== 7 && read.length < (read.form === 16 ? 126 : 65_536)) {
    read.fault = 'length-not-minimal';
  } else if (read.length > maxPayloadBytes) read.fault = 'payload-too-big';
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 */
function wordAt(bytes, at) {
  return ((bytes[at] * 256 + bytes[at + 1]) * 256 + bytes[at + 2]) * 256 + bytes[at + 3];
}
