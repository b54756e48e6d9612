/**
 * Streams of frames: `FrameDecoder` pulled in each of its ways, cut in each of its ways, with SIMD and without, and
 * `decodeFrame` over and over as what must come of it.
 *
 * An input: two bytes of rules, two for the cuts, one of flags, the stream.
 */

import { cutsOf } from '../engine/cuts.js';
import { check, report } from '../engine/finding.js';
import { copiedBytes, startMeter } from '../engine/meter.js';
import { sameBytes, sameRange } from '../references/bytes.js';
import { encodeAgain } from './encode-again.js';
import { asksForMemory, checkDecoderMemory } from './kept-memory.js';
import { RULE_BYTES, rulesOf, writeRules } from './rules.js';
import { somePayload, writeControl, writeFrame, writeMessage } from './write-frames.js';

/** @typedef {import('../codec.js').Codec} Codec */
/** @typedef {import('websocket-codec').Frame} Frame */
/** @typedef {import('websocket-codec').FrameDecoder} FrameDecoder */
/** @typedef {import('websocket-codec').FrameRules} FrameRules */
/** @typedef {{ first: number, payload: Uint8Array, bytesRead: number }} Taken */
/** @typedef {{ frames: Taken[], end: string }} Reading `end`: the fault, or how many bytes are missing */
/** @typedef {(decoder: FrameDecoder, frames: Taken[], flags: number) => string} Pull */

const WIRE_AT = RULE_BYTES + 3;
/** What a stream may cost for each of its bytes: three copies are the law. */
const COPIES = 3;
/** Into the memory of SIMD and out again, with the others of a chunk and once more alone. */
const SIMD_COPIES = 4;
/** A payload of its own is put together from parts, and taken from what a visitor is lent. */
const OWN_COPIES = { next: 0, parts: 1, drain: 1 };
const COST_SLACK_BYTES = 64;
/** What a payload may keep. */
const RETAINED = 4;
const SLACK_BYTES = 4096;
/** A visitor is not told how long a frame was. */
const UNKNOWN = -1;

/** @typedef {keyof typeof OWN_COPIES} Way */
/** @typedef {ConstructorParameters<Codec['FrameDecoder']>[0] & object} Options */

/** @type {Record<Way, Pull>} */
const ways = { next: pullNext, parts: pullParts, drain: pullDrained };

/**
 * @param {Codec} codec
 * @returns {import('../engine/target.js').Target}
 */
export function streamTarget(codec) {
  return {
    name: 'stream',
    isCheap: false,
    generate(draft, random) {
      const { role, allowedRsv = 0 } = writeRules(draft, random);
      draft.noise(random, 3);
      const masked = role === undefined ? random.oneIn(2) : role === 'server';
      for (let left = random.between(1, 6); left > 0; left--) {
        const kind = random.below(8);
        const length = random.oneIn(40) ? random.below(40_000) : random.size();
        if (kind < 2) writeControl(draft, random, masked);
        else if (kind < 5)
          writeMessage(draft, random, masked, random.oneIn(4) ? allowedRsv : 0, length);
        else
          writeFrame(draft, random, random.pick([0x81, 0x82]), masked, somePayload(random, length));
      }
    },
    run(input) {
      if (input.length < WIRE_AT) return 'no input';
      startMeter();
      const rules = rulesOf(input[0], input[1]);
      const choice = input[2] * 256 + input[3];
      const flags = input[4];
      const wire = input.subarray(WIRE_AT);
      const expected = readWhole(codec, wire, rules);
      const isMaskable = rules.role !== 'client';
      // Two of the ways in one piece and two cut, so that an execution stays cheap.
      const one = 'next';
      const two = flags & 1 ? 'parts' : 'drain';
      const simd = isMaskable && (flags & 2) !== 0;
      const read = (
        /** @type {Options} */ options,
        /** @type {number[]} */ cuts,
        /** @type {Way} */ way,
      ) => compare(codec, expected, wire, options, cuts, way, flags);
      read({ ...rules }, [wire.length], one);
      read({ ...rules, simd: false }, cutsOf(wire.length, choice), one);
      read({ ...rules, simd }, cutsOf(wire.length, choice ^ 0x5555), two);
      if (flags & 4) read({ ...rules, takeOwnership: true }, cutsOf(wire.length, choice), two);
      if (asksForMemory(choice)) {
        const whole = expected.frames.reduce((sum, { bytesRead }) => sum + bytesRead, 0);
        checkDecoderMemory(codec, wire, whole, expected.end, { ...rules, simd }, choice);
      }
      if (flags & 8) encodeAgain(codec, expected.frames, (flags & 16) !== 0);
      return `${expected.frames.length === 0 ? 'no frame' : 'frames'}, ${/^\d/.test(expected.end) ? 'incomplete' : expected.end}`;
    },
  };
}

/** @type {(codec: Codec, wire: Uint8Array, rules: FrameRules) => Reading} */
function readWhole(codec, wire, rules) {
  const frames = [];
  for (let at = 0; ; ) {
    const result = codec.decodeFrame(wire.subarray(at), rules);
    if (result.status === 'invalid') return { frames, end: result.error.code };
    if (result.status === 'incomplete') return { frames, end: String(result.bytesNeeded) };
    const { bytesRead } = result;
    frames.push({ first: firstOf(result.value), payload: result.value.payload, bytesRead });
    at += bytesRead;
  }
}

/**
 * Reads the stream in one way and compares.
 *
 * @param {Codec} codec
 * @param {Reading} expected
 * @param {Uint8Array} wire
 * @param {Options} options
 * @param {number[]} cuts
 * @param {Way} way
 * @param {number} flags
 */
function compare(codec, expected, wire, options, cuts, way, flags) {
  const decoder = new codec.FrameDecoder(options);
  const pull = ways[way];
  /** @type {Taken[]} */
  const frames = [];
  const before = copiedBytes();
  let fed = 0;
  let start = 0;
  let end = '2';
  for (const cut of cuts) {
    const chunk = wire.slice(start, cut);
    fed += chunk.length;
    decoder.push(chunk);
    if (options.takeOwnership !== true) {
      check(
        sameRange(chunk, 0, wire, start, chunk.length),
        'input-changed',
        `${way}: a chunk was changed`,
      );
      chunk.fill(0xee);
    }
    end = pull(decoder, frames, flags);
    start = cut;
  }
  const copies = copiedBytes() - before - fed;
  const each = COPIES + OWN_COPIES[way] + (options.simd === false ? 0 : SIMD_COPIES);
  if (copies > each * wire.length + COST_SLACK_BYTES)
    report('cost', `${way}: ${copies} bytes copied of ${wire.length}`);
  judge(expected, frames, end, way, wire.length);
  if (!/^\d/.test(end)) {
    decoder.push(Uint8Array.of(0x81, 0x00));
    check(pull(decoder, frames, flags) === end, 'sticky', 'an error did not stay');
  }
}

/** @type {(expected: Reading, frames: Taken[], end: string, way: string, length: number) => void} */
function judge(expected, frames, end, way, length) {
  // The next part needs one byte of the payload, whatever the whole frame needs.
  const isSooner = way === 'parts' && Number(end) > 0 && Number(end) <= Number(expected.end);
  if (end !== expected.end && !isSooner) {
    report('verdict', `${way}: ends with ${end}, not with ${expected.end}`);
  }
  check(frames.length === expected.frames.length, 'frames', `${way}: another number of frames`);
  for (const [index, frame] of frames.entries()) {
    const { first, payload, bytesRead } = expected.frames[index];
    check(frame.first === first, 'value', `${way}: another first byte`);
    const isCounted = frame.bytesRead === bytesRead || frame.bytesRead === UNKNOWN;
    check(isCounted, 'bytes-read', `${way}: another number of bytes`);
    check(sameBytes(frame.payload, payload), 'value', `${way}: another payload`);
    const { byteLength } = frame.payload.buffer;
    if (byteLength > RETAINED * length + SLACK_BYTES) {
      report('retained', `${way}: a payload keeps ${byteLength} bytes of a stream of ${length}`);
    }
  }
}

/** @type {Pull} */
function pullNext(decoder, frames) {
  for (;;) {
    const result = decoder.next();
    if (result.status === 'invalid') return result.error.code;
    if (result.status === 'incomplete') return String(result.bytesNeeded);
    const { value, bytesRead } = result;
    frames.push({ first: firstOf(value), payload: value.payload, bytesRead });
  }
}

/** The parts of a frame are put together in the frame that is last. @type {Pull} */
function pullParts(decoder, frames) {
  for (;;) {
    const result = decoder.nextPart();
    if (result.status !== 'complete') {
      return result.status === 'invalid' ? result.error.code : String(result.bytesNeeded);
    }
    const { header, offset, payload, last } = result.value;
    const open = openParts.get(decoder) ?? {
      payload: new Uint8Array(header.payloadLength),
      bytesRead: 0,
    };
    check(payload.length > 0 || header.payloadLength === 0, 'parts', 'parts: an empty part');
    open.payload.set(payload, offset);
    open.bytesRead += result.bytesRead;
    openParts.set(decoder, open);
    if (!last) continue;
    openParts.delete(decoder);
    frames.push({ first: firstOf(header), payload: open.payload, bytesRead: open.bytesRead });
  }
}

/** @type {WeakMap<FrameDecoder, { payload: Uint8Array, bytesRead: number }>} */
const openParts = new WeakMap();

/** A visitor that stops now and then. @type {Pull} */
function pullDrained(decoder, frames, flags) {
  let calls = flags;
  for (;;) {
    const before = frames.length;
    const result = decoder.drain((opcode, bits, bytes, start, end) => {
      frames.push({
        first: bits * 16 + opcode,
        payload: bytes.slice(start, end),
        bytesRead: UNKNOWN,
      });
      calls++;
      return (calls & 7) !== 0;
    });
    if (result.status === 'invalid') return result.error.code;
    if (result.status === 'incomplete') return String(result.bytesNeeded);
    check(result.value === frames.length - before, 'drain', 'drain: another number of frames');
  }
}

/** @type {(bits: Pick<Frame, 'fin' | 'rsv1' | 'rsv2' | 'rsv3' | 'opcode'>) => number} */
function firstOf({ fin, rsv1, rsv2, rsv3, opcode }) {
  return (fin ? 128 : 0) | (rsv1 ? 64 : 0) | (rsv2 ? 32 : 0) | (rsv3 ? 16 : 0) | opcode;
}
