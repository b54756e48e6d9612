/**
 * From the notation of test/conformance/cases to the form of `conformance.json`.
 */

import { titleOf } from './titles.js';

/** @import { ConformanceCase, Expected, FrameSpec, Step } from '../../test/conformance/cases/notation.js' */
/** @import { Payload } from '../../test/conformance/cases/payload.js' */
/** @import { DeflateTask } from '../../test/conformance/cases/deflate-task.js' */
/** @import { ByteData, CaseData, EndData, FrameData, ReplyData, StepData } from '../../src/testing/case-data.js' */

/** Messages of a case with compression: enough to walk over its data three times, but at least two and at most a hundred. */
const MAX_ROUNDS = 100;
const MIN_ROUNDS = 2;
const ROUNDS_BYTES = 120_000;

/**
 * @param {ConformanceCase} testCase
 * @returns {CaseData}
 */
export function caseData(testCase) {
  const { id, deflate, sends, ok, nonStrict, informational } = testCase;
  const { title, section } = titleOf(testCase);
  /** @type {CaseData} */
  const common = { id, title, section };
  if (deflate !== null) return { ...common, ...compressedRounds(deflate) };
  const end = endData(testCase);
  return {
    ...common,
    ...(testCase.rounds === 1 ? {} : { rounds: testCase.rounds }),
    steps: sends.map(stepData),
    ...(ok.length === 0 ? {} : { replies: ok.map(replyData) }),
    ...(nonStrict === null || isSame(nonStrict, ok)
      ? {}
      : { alsoAllowed: nonStrict.map(replyData) }),
    ...(informational ? { informational } : {}),
    ...(end === null ? {} : { end }),
  };
}

/**
 * @param {DeflateTask} task
 * @returns {Pick<CaseData, 'deflate' | 'rounds' | 'steps' | 'replies'>}
 */
function compressedRounds({ asks, data, length, fragment }) {
  const enough = Math.max(MIN_ROUNDS, Math.ceil(ROUNDS_BYTES / length));
  /** @type {ByteData} */
  const message = { walk: { data: data.name.toLowerCase() }, length };
  const opcode = data.type === 'text' ? 1 : 2;
  return {
    deflate: { asks },
    rounds: Math.min(MAX_ROUNDS, enough),
    steps: [
      {
        compressed: { opcode, payload: message },
        ...(fragment === 0 ? {} : { bytesEach: fragment }),
      },
    ],
    replies: [data.type === 'text' ? { text: message } : { binary: message }],
  };
}

/**
 * @param {Step} step
 * @returns {StepData}
 */
function stepData(step) {
  switch (step.kind) {
    case 'frames': {
      const frames = step.frames.map(frameData);
      if (step.chop === 'one') return { frames };
      return { frames, cut: step.chop === 'sync' ? 'frames' : step.chop };
    }
    case 'fragmented':
      return {
        fragments: { opcode: step.opcode, ...payloadMember(step.payload) },
        bytesEach: step.size,
      };
    case 'begin':
      return { begin: frameData(step.frame), bytes: step.octets };
    case 'rest':
      return { more: step.octets };
    case 'wait':
      return { wait: step.seconds * 1000, ...(step.tag === null ? {} : { name: step.tag }) };
    default:
      throw new Error(`no case has a step ${step.kind} of its own`);
  }
}

/**
 * @param {FrameSpec} frame
 * @returns {FrameData}
 */
function frameData({ opcode, payload, fin, rsv }) {
  return {
    opcode,
    ...payloadMember(payload),
    ...(fin ? {} : { fin }),
    ...(rsv === 0 ? {} : { rsv }),
  };
}

/**
 * @param {Payload} payload
 * @returns {{ payload?: ByteData }}
 */
function payloadMember(payload) {
  return payload.length === 0 ? {} : { payload: byteData(payload) };
}

/**
 * @param {Expected} expected
 * @returns {ReplyData}
 */
function replyData(expected) {
  if (expected.type === 'timeout') return { waited: expected.tag };
  const data = byteData(expected.payload);
  if (expected.type === 'text') return { text: data };
  return expected.type === 'binary' ? { binary: data } : { pong: data };
}

/**
 * @param {Payload} payload
 * @returns {ByteData}
 */
function byteData(payload) {
  if (!(payload instanceof Uint8Array)) {
    return { repeat: byteData(payload.unit), length: payload.length };
  }
  const text = Buffer.from(payload).toString('latin1');
  // A long run of one byte is easier to read as such.
  if (payload.length > 32 && new Set(payload).size === 1) {
    return { repeat: byteData(payload.subarray(0, 1)), length: payload.length };
  }
  if (/^[ -~]+$/.test(text)) return { utf8: text };
  return Buffer.from(payload).toString('hex');
}

/**
 * @param {ConformanceCase} testCase
 * @returns {EndData | null} null: the usual
 */
function endData({ sends, close: { by, codes, clean } }) {
  const told = codesToldIn(sends);
  // An answer typically echoes the code (RFC 6455 §5.5.1): another that says the same, or none, is less strict.
  const echoed = by === 'fuzzer' && clean ? told : [];
  const isUsual = by === 'fuzzer' && clean && codes.length === 1 && codes[0] === 1000;
  if (isUsual && echoed.length === 0) return null;
  return {
    by: by === 'fuzzer' ? 'tester' : by === 'peer' ? 'subject' : by,
    ...(by === 'anyone' ? {} : { codes: [...new Set(codes)] }),
    ...(echoed.length > 0 ? { strictCodes: echoed } : {}),
    ...(clean ? { clean } : {}),
    // Where a Close is what is wrong, one without a code would be the answer to a Close that is right.
    ...(by !== 'anyone' && !clean && isCloseAlone(sends) ? { needsCode: true } : {}),
  };
}

/**
 * The codes of Closes that stand alone in a case: those about closing.
 *
 * @param {readonly Step[]} sends
 * @returns {number[]}
 */
function codesToldIn(sends) {
  const [close] = isCloseAlone(sends) ? framesIn(sends) : [];
  if (close === undefined || !(close.payload instanceof Uint8Array)) return [];
  const [high, low] = close.payload;
  return high === undefined || low === undefined ? [] : [high * 256 + low];
}

/** @param {readonly Step[]} sends */
function isCloseAlone(sends) {
  const frames = framesIn(sends);
  return frames.length === 1 && frames[0]?.opcode === 8;
}

/** @param {readonly Step[]} sends */
function framesIn(sends) {
  return sends.flatMap((step) => (step.kind === 'frames' ? step.frames : []));
}

/**
 * @param {unknown} a
 * @param {unknown} b
 */
function isSame(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}
