/**
 * A client's opening handshake: `parseHandshake`, `readHandshake`, `HeadBuffer`, and what a server answers.
 *
 * An input: a byte of limits, two for the cuts, the head and what comes behind it.
 */

import { isDeepStrictEqual } from 'node:util';
import { cutsOf } from '../engine/cuts.js';
import { check, report } from '../engine/finding.js';
import { sameBytes, sameRange } from '../references/bytes.js';
import { checkVerdict } from '../references/handshake-verdict.js';
import { RequestReading } from '../references/request.js';
import { faultsOfRequest } from '../references/request-faults.js';
import { headLimitsOf } from './head-limits.js';
import { writeRequest } from './write-heads.js';

/** @typedef {import('../codec.js').Codec} Codec */
/** @typedef {ReturnType<Codec['parseHandshake']>} Result */
/** @typedef {import('websocket-codec').HandshakeRequest} Request */
/** @typedef {import('websocket-codec').HandshakeError} Refusal */

const WIRE_AT = 3;

/**
 * @param {Codec} codec
 * @returns {import('../engine/target.js').Target}
 */
export function requestTarget(codec) {
  return {
    name: 'request',
    isCheap: false,
    generate(draft, random) {
      draft.byte(random.oneIn(3) ? random.next() : 0);
      draft.noise(random, 2);
      writeRequest(draft, random);
    },
    run(input) {
      if (input.length < WIRE_AT) return 'no input';
      const limits = headLimitsOf(input[0]);
      const choice = input[1] * 256 + input[2];
      const wire = input.subarray(WIRE_AT);
      const saved = wire.slice();
      const result = codec.parseHandshake(wire, limits);
      checkPrefix(codec, result, wire, choice % (wire.length + 1), limits);
      checkBuffer(codec, result, wire, choice, limits);
      check(sameBytes(wire, saved), 'input-changed', 'the input was changed');
      const head = new RequestReading(wire);
      checkVerdict(result, {
        isWhole: head.isWhole,
        limitFaults: head.limitFaults(limits),
        faults: faultsOfRequest(head),
      });
      if (result.status === 'complete') {
        check(result.bytesRead === head.end, 'bytes-read', 'ends where the head does not');
        checkValue(result.value, head);
        checkAccepted(codec, result.value);
        return 'complete';
      }
      if (result.status === 'incomplete') return 'incomplete';
      checkRefused(codec, result.error);
      return result.error.code;
    },
  };
}

/** @type {(codec: Codec, whole: Result, wire: Uint8Array, end: number, limits: object) => void} */
function checkPrefix(codec, whole, wire, end, limits) {
  const part = codec.parseHandshake(wire.subarray(0, end), limits);
  if (part.status !== 'incomplete') {
    check(isDeepStrictEqual(part, whole), 'cut', 'more bytes have changed the verdict');
    return;
  }
  check(part.bytesNeeded > 0, 'missing', 'no byte is missing');
  if (whole.status !== 'complete') return;
  check(end + part.bytesNeeded <= whole.bytesRead, 'missing', 'more bytes are asked for than come');
}

/** @type {(codec: Codec, whole: Result, wire: Uint8Array, choice: number, limits: object) => void} */
function checkBuffer(codec, whole, wire, choice, limits) {
  const head = new codec.HeadBuffer(limits);
  let start = 0;
  for (const end of cutsOf(wire.length, choice)) {
    const bytes = head.push(wire.slice(start, end));
    start = end;
    if (bytes === null) continue;
    check(sameRange(bytes, 0, wire, 0, Math.min(bytes.length, end)), 'buffer', 'other bytes');
    const result = codec.parseHandshake(bytes, limits);
    if (result.status === 'incomplete')
      report('buffer', 'the head is said to be whole, and is not');
    check(isDeepStrictEqual(result, whole), 'cut', 'in chunks, the verdict is another');
    return;
  }
  check(whole.status !== 'complete', 'buffer', 'the end of the head was not seen');
}

/** @type {(request: Request, head: RequestReading) => void} */
function checkValue(request, head) {
  const { method, target, headers, host, protocols, extensions } = head;
  const expected = {
    method,
    target,
    version: `1.${head.version % 10}`,
    headers,
    host,
    origin: head.values('origin')[0] ?? null,
    key: head.values('sec-websocket-key')[0],
    protocols,
    extensions,
  };
  check(isDeepStrictEqual({ ...request }, expected), 'value', 'another request was read');
}

/** @type {(codec: Codec, request: Request) => void} */
function checkAccepted(codec, request) {
  const again = codec.readHandshake(request);
  const isSame =
    again.status === 'complete' && isDeepStrictEqual({ ...again.value }, { ...request });
  check(isSame, 'read', 'readHandshake reads another request');

  const { key, protocols } = request;
  const protocol = protocols[0] ?? null;
  const response = codec.encodeHandshakeResponse(request, { protocol });
  const answer = codec.parseHandshakeResponse(response, { key, protocols });
  const isTaken = answer.status === 'complete' && answer.value.protocol === protocol;
  check(isTaken, 'answer', 'the answer is not taken by a client that sent this request');
  if (request.target.startsWith('/')) checkSentAgain(codec, request);
}

/** @type {(codec: Codec, request: Request) => void} */
function checkSentAgain(codec, request) {
  const { host, target, key, origin, protocols, extensions } = request;
  const sent = codec.encodeHandshakeRequest({ host, target, key, origin, protocols, extensions });
  const result = codec.parseHandshake(sent);
  check(
    result.status === 'complete',
    'encode',
    'what was accepted is refused when it is sent again',
  );
  if (result.status !== 'complete') return;
  const { value } = result;
  const isSame =
    value.host === host &&
    value.target === target &&
    value.key === key &&
    value.origin === origin &&
    isDeepStrictEqual(value.protocols, protocols) &&
    isDeepStrictEqual(value.extensions, extensions);
  check(isSame, 'encode', 'what was sent again is another request');
}

/** @type {(codec: Codec, error: Refusal) => void} */
function checkRefused(codec, error) {
  check(Object.isFrozen(error), 'value', 'an error can be changed');
  const bytes = codec.encodeRejection(error);
  const line = Buffer.from(bytes).toString('latin1').slice(0, 13);
  check(line === `HTTP/1.1 ${error.httpStatus} `, 'answer', 'the answer has another status');
  if (error.request === null) return;
  const again = codec.readHandshake(error.request);
  const isSame = again.status === 'invalid' && again.error.code === error.code;
  check(isSame, 'read', 'readHandshake finds another fault');
}
