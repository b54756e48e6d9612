/**
 * A server's answer to the handshake: `parseHandshakeResponse`, with interim responses in front of it.
 *
 * An input: a byte of limits, one of what was offered, two for the cuts, the heads.
 */

import { isDeepStrictEqual } from 'node:util';
import { cutsOf } from '../engine/cuts.js';
import { check } from '../engine/finding.js';
import { agreedBy } from '../references/answer-faults.js';
import { sameBytes } from '../references/bytes.js';
import { checkVerdict } from '../references/handshake-verdict.js';
import { readResponse } from '../references/response.js';
import { plain } from './agreed.js';
import { expectationsOf } from './expectations.js';
import { headLimitsOf } from './head-limits.js';
import { writeResponse } from './write-heads.js';

/** @typedef {import('../codec.js').Codec} Codec */
/** @typedef {ReturnType<Codec['parseHandshakeResponse']>} Result */
/** @typedef {import('websocket-codec').HandshakeResponse} Response */
/** @typedef {import('../references/answer-faults.js').Asked} Asked */
/** @typedef {ReturnType<typeof readResponse>} Reading */

const WIRE_AT = 4;

/**
 * @param {Codec} codec
 * @returns {import('../engine/target.js').Target}
 */
export function responseTarget(codec) {
  const expectations = expectationsOf(codec);
  return {
    name: 'response',
    isCheap: false,
    generate(draft, random) {
      draft.byte(random.oneIn(3) ? random.next() : 0);
      draft.noise(random, 3);
      writeResponse(draft, random);
    },
    run(input) {
      if (input.length < WIRE_AT) return 'no input';
      const limits = headLimitsOf(input[0]);
      const { expectation, asked } = expectations[input[1] % expectations.length];
      const choice = input[2] * 256 + input[3];
      const wire = input.subarray(WIRE_AT);
      const saved = wire.slice();
      const parse = (/** @type {Uint8Array} */ bytes) =>
        codec.parseHandshakeResponse(bytes, expectation, limits);
      const result = parse(wire);
      const end = choice % (wire.length + 1);
      const part = parse(wire.subarray(0, end));
      if (part.status !== 'incomplete') {
        check(sameVerdict(part, result), 'cut', 'more bytes have changed the verdict');
      } else if (result.status === 'complete') {
        const isPossible = part.bytesNeeded > 0 && end + part.bytesNeeded <= result.bytesRead;
        check(isPossible, 'missing', 'more bytes are asked for than come');
      }
      check(
        sameVerdict(collect(codec, wire, choice, limits, parse), result),
        'cut',
        'in chunks, the verdict is another',
      );
      check(sameBytes(wire, saved), 'input-changed', 'the input was changed');
      const reading = readResponse(wire, asked, limits);
      const { head, limitFaults, faults } = reading;
      checkVerdict(result, { isWhole: head.isWhole, limitFaults, faults });
      if (result.status === 'invalid') checkFailure(result.error, reading);
      if (result.status !== 'complete') return codeOf(result);
      check(result.bytesRead === head.end, 'bytes-read', 'ends where the head does not');
      checkValue(result.value, reading, asked);
      return 'complete';
    },
  };
}

/** @param {Exclude<Result, { status: 'complete' }>} result */
function codeOf(result) {
  return result.status === 'invalid' ? result.error.code : result.status;
}

/** @type {(codec: Codec, wire: Uint8Array, choice: number, limits: object, parse: (bytes: Uint8Array) => Result) => Result} */
function collect(codec, wire, choice, limits, parse) {
  const head = new codec.HeadBuffer(limits);
  let start = 0;
  for (const end of cutsOf(wire.length, choice)) {
    const bytes = head.push(wire.slice(start, end));
    start = end;
    const result = bytes === null ? null : parse(bytes);
    if (result !== null && result.status !== 'incomplete') return result;
  }
  // The limits of a line are judged when the head is whole, or too large.
  return parse(wire);
}

/** What the server said, where it was well-formed. @type {(error: import('websocket-codec').HandshakeFailure, reading: Reading) => void} */
function checkFailure({ response, bytesRead }, { head, limitFaults }) {
  const isRead = limitFaults.length === 0 && head.isFormed;
  check(bytesRead === (isRead ? head.end : 0), 'bytes-read', 'ends where the head does not');
  const { status, reason, headers } = head;
  const expected = isRead ? { status, reason, headers } : null;
  check(isDeepStrictEqual(response, expected), 'value', 'the server has said something else');
}

/** @type {(value: Response, reading: Reading, asked: Asked) => void} */
function checkValue(value, { head }, asked) {
  const { version, status, reason, headers } = head;
  const said = { version, status, reason, headers };
  for (const [name, expected] of Object.entries(said)) {
    const given = value[/** @type {keyof typeof said} */ (name)];
    check(isDeepStrictEqual(given, expected), 'value', 'the server has said something else');
  }
  const [protocol = null] = head.values('sec-websocket-protocol');
  check(value.protocol === protocol, 'value', 'another subprotocol was chosen');
  const isAgreed = isDeepStrictEqual(plain(value.extensions), agreedBy(head, asked));
  check(isAgreed, 'value', 'other extensions were agreed to');
}

/** @type {(a: Result, b: Result) => boolean} */
function sameVerdict(a, b) {
  if (a.status !== 'complete' || b.status !== 'complete') return isDeepStrictEqual(a, b);
  const whole = (/** @type {typeof a} */ { value, bytesRead }) => ({
    ...value,
    bytesRead,
    extensions: plain(value.extensions),
  });
  return isDeepStrictEqual(whole(a), whole(b));
}
