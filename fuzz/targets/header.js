/**
 * Headers of frames: `decodeFrameHeader` and `encodeFrameHeader`.
 *
 * An input: two bytes of rules, one that says where a prefix ends, the header.
 */

import { check } from '../engine/finding.js';
import { sameRange } from '../references/bytes.js';
import { closeCodes, read, readHeader } from '../references/header.js';
import { RULE_BYTES, rulesOf, writeRules } from './rules.js';
import { writeHeader } from './write-frames.js';

/** @typedef {import('../codec.js').Codec} Codec */
/** @typedef {import('websocket-codec').FrameHeader} FrameHeader */
/** @typedef {import('websocket-codec').DecodeResult<FrameHeader>} HeaderResult */
/** @typedef {import('websocket-codec').FrameRules} FrameRules */

const WIRE_AT = RULE_BYTES + 1;
const MAX_HEADER_BYTES = 14;
const lengths = [0, 1, 125, 126, 127, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1];
const firstBytes = [0x81, 0x82, 0x01, 0x02, 0x00, 0x80, 0x88, 0x89, 0x8a];

/**
 * @param {Codec} codec
 * @returns {import('../engine/target.js').Target}
 */
export function headerTarget(codec) {
  const saved = new Uint8Array(MAX_HEADER_BYTES);
  return {
    name: 'header',
    isCheap: true,
    generate(draft, random) {
      const rules = writeRules(draft, random);
      draft.byte(random.next());
      draft.mark();
      let first = random.pick(firstBytes);
      if ((first & 15) % 8 !== 0 && random.oneIn(4)) first |= (rules.allowedRsv ?? 0) << 4;
      const length = first > 0x87 || random.oneIn(2) ? random.below(126) : random.pick(lengths);
      const masked = rules.role === undefined ? random.oneIn(2) : rules.role === 'server';
      writeHeader(draft, random, first, length, masked);
      if (random.oneIn(4)) draft.noise(random, random.below(6));
    },
    run(input) {
      if (input.length < WIRE_AT) return 'no input';
      const rules = rulesOf(input[0], input[1]);
      const wire = input.subarray(WIRE_AT);
      const kept = Math.min(wire.length, MAX_HEADER_BYTES);
      for (let at = 0; at < kept; at++) saved[at] = wire[at];

      const cut = input[RULE_BYTES] % (wire.length + 1);
      judge(codec.decodeFrameHeader(wire.subarray(0, cut), rules), wire, cut, rules);
      const result = codec.decodeFrameHeader(wire, rules);
      const outcome = judge(result, wire, wire.length, rules);
      if (read.isLengthRead && read.missing <= 0 && read.isExact) encodeAgain(codec, result, wire);
      check(sameRange(wire, 0, saved, 0, kept), 'input-changed', 'the input was changed');
      return outcome;
    },
  };
}

/** @type {(result: HeaderResult, wire: Uint8Array, end: number, rules: FrameRules) => string} */
function judge(result, wire, end, { role, allowedRsv = 0, maxPayloadBytes = Infinity }) {
  readHeader(wire, end, role, allowedRsv, maxPayloadBytes);
  return judgeHeader(result, wire);
}

/**
 * Compares what the codec says with what the reference has read.
 *
 * @param {HeaderResult} result
 * @param {Uint8Array} wire
 */
function judgeHeader(result, wire) {
  if (read.fault !== '') {
    check(result.status === 'invalid', 'verdict', 'a fault was not seen');
    if (result.status !== 'invalid') return '';
    check(result.error.code === read.fault, 'fault', 'another fault was named');
    check(result.error.closeCode === closeCodes[read.fault], 'close-code', 'a wrong close code');
    return read.fault;
  }
  if (read.missing > 0) {
    check(result.status === 'incomplete', 'verdict', 'bytes are missing, and nothing says so');
    if (result.status !== 'incomplete') return '';
    check(result.bytesNeeded === read.missing, 'missing', 'another number of bytes is missing');
    return 'incomplete';
  }
  check(result.status === 'complete', 'verdict', 'a whole header was not taken');
  if (result.status !== 'complete') return '';
  const { value, bytesRead } = result;
  const { maskingKey } = value;
  check(bytesRead === read.headerBytes, 'bytes-read', 'the header is longer or shorter');
  check(value.payloadLength === read.length, 'value', 'another payload length');
  check(value.opcode === wire[0] % 16, 'value', 'another opcode');
  const bits =
    (value.fin ? 8 : 0) + (value.rsv1 ? 4 : 0) + (value.rsv2 ? 2 : 0) + (value.rsv3 ? 1 : 0);
  check(bits === wire[0] >> 4, 'value', 'other bits');
  check((maskingKey !== null) === read.masked, 'value', 'masked or not');
  if (maskingKey === null)
    return read.form === 7 ? 'plain' : read.form === 16 ? 'plain 16' : 'plain 64';
  check(sameRange(maskingKey, 0, wire, bytesRead - 4, 4), 'value', 'another key');
  check(maskingKey.buffer !== wire.buffer, 'aliasing', 'the key is a view of the input');
  return read.form === 7 ? 'masked' : read.form === 16 ? 'masked 16' : 'masked 64';
}

/**
 * What was read must give the same bytes: by the rules where it is right, without them always.
 *
 * @param {Codec} codec
 * @param {HeaderResult} result
 * @param {Uint8Array} wire
 */
function encodeAgain(codec, result, wire) {
  const { headerBytes } = read;
  let bytes;
  if (result.status === 'complete') bytes = codec.encodeFrameHeader(result.value);
  else {
    const first = wire[0];
    bytes = codec.encodeFrameHeader(
      {
        fin: first > 127,
        rsv1: (first & 64) !== 0,
        rsv2: (first & 32) !== 0,
        rsv3: (first & 16) !== 0,
        opcode: first & 15,
        payloadLength: read.length,
        maskingKey: read.masked ? wire.slice(headerBytes - 4, headerBytes) : null,
      },
      { unchecked: true, lengthForm: read.form },
    );
  }
  check(bytes.length === headerBytes, 'encode', 'the encoded header has another length');
  check(sameRange(bytes, 0, wire, 0, headerBytes), 'encode', 'the encoded header is another');
}
