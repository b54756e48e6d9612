/**
 * Whole frames: `decodeFrame`, `encodeFrame` and `encodeFrameInto`.
 *
 * An input: two bytes of rules, two that say where a prefix ends, the frame.
 */

import { check } from '../engine/finding.js';
import { isUnmasked, sameRange } from '../references/bytes.js';
import { closeCodes, read, readHeader } from '../references/header.js';
import { RULE_BYTES, rulesOf, writeRules } from './rules.js';
import { somePayload, writeFrame } from './write-frames.js';

/** @typedef {import('../codec.js').Codec} Codec */
/** @typedef {ReturnType<Codec['decodeFrame']>} FrameResult */
/** @typedef {import('websocket-codec').FrameRules} FrameRules */

const WIRE_AT = RULE_BYTES + 2;
const DEFAULT_MAX_PAYLOAD_BYTES = 16_777_216;
/** What lies around an encoded frame, and must stay. */
const UNTOUCHED = 0xa5;
const firstBytes = [0x81, 0x82, 0x01, 0x02, 0x00, 0x80, 0x88, 0x89, 0x8a];

/**
 * @param {Codec} codec
 * @returns {import('../engine/target.js').Target}
 */
export function frameTarget(codec) {
  let saved = new Uint8Array(1 << 16);
  const target = new Uint8Array(1 << 18);
  return {
    name: 'frame',
    isCheap: true,
    generate(draft, random) {
      const rules = writeRules(draft, random);
      draft.noise(random, 2);
      let first = random.pick(firstBytes);
      if ((first & 15) % 8 !== 0 && random.oneIn(4)) first |= (rules.allowedRsv ?? 0) << 4;
      const masked = rules.role === undefined ? random.oneIn(2) : rules.role === 'server';
      const isLong = random.oneIn(4096);
      const length = isLong ? random.between(65_530, 65_545) : random.size();
      writeFrame(
        draft,
        random,
        first,
        masked,
        somePayload(random, first > 0x87 ? length % 126 : length),
      );
      if (random.oneIn(8)) draft.noise(random, random.below(20));
    },
    run(input) {
      if (input.length < WIRE_AT) return 'no input';
      const rules = rulesOf(input[0], input[1]);
      const wire = input.subarray(WIRE_AT);
      if (saved.length < wire.length) saved = new Uint8Array(2 * wire.length);
      saved.set(wire);

      const cut = (input[RULE_BYTES] * 256 + input[RULE_BYTES + 1]) % (wire.length + 1);
      judge(codec.decodeFrame(wire.subarray(0, cut), rules), wire, cut, rules);
      const result = codec.decodeFrame(wire, rules);
      const outcome = judge(result, wire, wire.length, rules);
      if (result.status === 'complete') encodeAgain(codec, result, wire, target);
      check(sameRange(wire, 0, saved, 0, wire.length), 'input-changed', 'the input was changed');
      return outcome;
    },
  };
}

/** @type {(result: FrameResult, wire: Uint8Array, end: number, rules: FrameRules) => string} */
function judge(result, wire, end, rules) {
  const { role, allowedRsv = 0, maxPayloadBytes = DEFAULT_MAX_PAYLOAD_BYTES } = rules;
  readHeader(wire, end, role, allowedRsv, maxPayloadBytes);
  if (read.fault !== '') {
    check(result.status === 'invalid', 'verdict', 'a fault was not seen');
    if (result.status !== 'invalid') return '';
    check(result.error.code === read.fault, 'fault', 'another fault was named');
    check(result.error.closeCode === closeCodes[read.fault], 'close-code', 'a wrong close code');
    return read.fault;
  }
  const missing = read.missing > 0 ? read.missing : read.headerBytes + read.length - end;
  if (missing > 0) {
    check(result.status === 'incomplete', 'verdict', 'bytes are missing, and nothing says so');
    if (result.status !== 'incomplete') return '';
    check(result.bytesNeeded === missing, 'missing', 'another number of bytes is missing');
    return 'incomplete';
  }
  check(result.status === 'complete', 'verdict', 'a whole frame was not taken');
  if (result.status === 'complete') judgeValue(result, wire);
  return read.length === 0 ? 'empty frame' : read.masked ? 'masked frame' : 'plain frame';
}

/** @type {(result: FrameResult & { status: 'complete' }, wire: Uint8Array) => void} */
function judgeValue({ value, bytesRead }, wire) {
  const { payload, maskingKey } = value;
  const { headerBytes, length } = read;
  check(bytesRead === headerBytes + length, 'bytes-read', 'the frame is longer or shorter');
  check(value.opcode === wire[0] % 16, 'value', 'another opcode');
  const bits =
    (value.fin ? 8 : 0) + (value.rsv1 ? 4 : 0) + (value.rsv2 ? 2 : 0) + (value.rsv3 ? 1 : 0);
  check(bits === wire[0] >> 4, 'value', 'other bits');
  check((maskingKey !== null) === read.masked, 'value', 'masked or not');
  check(payload.length === length, 'value', 'the payload has another length');
  const key = read.masked ? wire : null;
  check(
    isUnmasked(payload, wire, headerBytes, length, key, headerBytes - 4, 0),
    'value',
    'another payload',
  );
  check(payload.buffer !== wire.buffer, 'aliasing', 'the payload is a view of the input');
  check(payload.buffer.byteLength === length, 'retained', 'the payload keeps more than itself');
}

/** @type {(codec: Codec, result: FrameResult & { status: 'complete' }, wire: Uint8Array, target: Uint8Array) => void} */
function encodeAgain(codec, { value, bytesRead }, wire, target) {
  const bytes = codec.encodeFrame(value);
  check(bytes.length === bytesRead, 'encode', 'the encoded frame has another length');
  check(sameRange(bytes, 0, wire, 0, bytesRead), 'encode', 'the encoded frame is another');
  const start = wire[bytesRead - 1] % 17;
  const end = start + bytesRead;
  target[start - 1] = UNTOUCHED;
  target[end] = UNTOUCHED;
  check(codec.encodeFrameInto(value, target, start) === end, 'encode-into', 'ends elsewhere');
  check(sameRange(target, start, wire, 0, bytesRead), 'encode-into', 'wrote another frame');
  const isKept = (start === 0 || target[start - 1] === UNTOUCHED) && target[end] === UNTOUCHED;
  check(isKept, 'encode-into', 'wrote beside the frame');
}
