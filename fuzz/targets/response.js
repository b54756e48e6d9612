/**
 * A server's answer to the handshake: `parseHandshakeResponse`, with interim responses in front of it.
 *
 * An input: a byte of limits, one of what was offered, two for the cuts, the heads.
 */

import { isDeepStrictEqual } from 'node:util';
import { cutsOf } from '../engine/cuts.js';
import { check } from '../engine/finding.js';
import { sameBytes } from '../references/bytes.js';
import { headLimitsOf } from './head-limits.js';
import { SAMPLE_KEY, writeResponse } from './write-heads.js';

/** @typedef {import('../codec.js').Codec} Codec */
/** @typedef {ReturnType<Codec['parseHandshakeResponse']>} Result */

const WIRE_AT = 4;
/** RFC 6455 §1.3. */
const ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

/**
 * @param {Codec} codec
 * @returns {import('../engine/target.js').Target}
 */
export function responseTarget(codec) {
  const deflate = codec.permessageDeflate({ compressor: codec.pakoCompressor() });
  const narrow = codec.permessageDeflate({
    compressor: codec.pakoCompressor(),
    clientMaxWindowBits: 10,
    serverNoContextTakeover: true,
  });
  /** @type {readonly import('websocket-codec').HandshakeExpectation[]} */
  const expectations = [
    { key: SAMPLE_KEY },
    { key: SAMPLE_KEY, protocols: ['chat', 'superchat'] },
    { key: SAMPLE_KEY, extensions: [deflate] },
    { key: SAMPLE_KEY, protocols: ['chat'], extensions: [narrow, deflate] },
    {
      key: SAMPLE_KEY,
      extensions: [
        { name: 'permessage-deflate', parameters: [] },
        { name: 'a', parameters: [] },
      ],
    },
  ];
  return {
    name: 'response',
    isCheap: false,
    generate(draft, random) {
      draft.byte(random.oneIn(3) ? random.next() : 0);
      draft.noise(random, 3);
      writeResponse(draft, random, ACCEPT);
    },
    run(input) {
      if (input.length < WIRE_AT) return 'no input';
      const limits = headLimitsOf(input[0]);
      const expectation = expectations[input[1] % expectations.length];
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
      if (result.status === 'complete') checkValue(result.value, expectation);
      return result.status === 'invalid' ? result.error.code : result.status;
    },
  };
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

/** @type {(value: import('websocket-codec').HandshakeResponse, expectation: import('websocket-codec').HandshakeExpectation) => void} */
function checkValue(
  { status, protocol, extensions },
  { protocols = [], extensions: offered = [] },
) {
  check(status === 101, 'value', 'accepted without a 101');
  check(
    protocol === null || protocols.includes(protocol),
    'value',
    'a subprotocol that nobody offered',
  );
  for (const { name } of extensions) {
    check(
      offered.some((offer) => offer.name === name),
      'value',
      'an extension that nobody offered',
    );
  }
}

/** What an extension brings along to transform messages is made for each. @type {(a: Result, b: Result) => boolean} */
function sameVerdict(a, b) {
  if (a.status !== 'complete' || b.status !== 'complete') return isDeepStrictEqual(a, b);
  const plain = (/** @type {typeof a} */ { value, bytesRead }) => ({
    ...value,
    bytesRead,
    extensions: value.extensions.map(({ name, parameters, rsv }) => ({ name, parameters, rsv })),
  });
  return isDeepStrictEqual(plain(a), plain(b));
}
