/**
 * A client's extended CONNECT: `readConnectRequest`, and what a server answers to it.
 *
 * An input: the fields of a header section.
 */

import { isDeepStrictEqual } from 'node:util';
import { check } from '../engine/finding.js';
import {
  ConnectRequestReading,
  faultsOfConnectRequest,
  malformedRequests,
} from '../references/connect-request.js';
import { checkVerdict } from '../references/handshake-verdict.js';
import { readSection, writeConnectRequest } from './sections.js';

/** @typedef {import('../codec.js').Codec} Codec */
/** @typedef {import('websocket-codec/extended-connect').ConnectRequest} Request */
/** @typedef {import('websocket-codec/extended-connect').ConnectError} Refusal */

/**
 * @param {Codec} codec
 * @returns {import('../engine/target.js').Target}
 */
export function connectRequestTarget(codec) {
  return {
    name: 'connect-request',
    isCheap: false,
    generate: writeConnectRequest,
    run(input) {
      const list = readSection(input);
      const result = codec.readConnectRequest(list);
      check(isDeepStrictEqual(list, readSection(input)), 'input-changed', 'the list was changed');
      const head = new ConnectRequestReading(list);
      checkVerdict(result, {
        isWhole: true,
        limitFaults: [],
        faults: faultsOfConnectRequest(head),
      });
      if (result.status === 'invalid') {
        checkRefused(codec, result.error);
        return result.error.code;
      }
      checkValue(result.value, head);
      checkAnswered(codec, result.value);
      checkSentAgain(codec, result.value);
      return 'complete';
    },
  };
}

/** @type {(request: Request, head: ConnectRequestReading) => void} */
function checkValue(request, head) {
  const { scheme, authority, path, protocols, extensions, headers } = head;
  const [origin = null] = head.values('origin');
  const expected = { scheme, authority, path, origin, protocols, extensions, headers };
  check(isDeepStrictEqual({ ...request }, expected), 'value', 'another request was read');
}

/** @type {(codec: Codec, request: Request) => void} */
function checkAnswered(codec, request) {
  const { protocols, extensions } = request;
  const protocol = protocols.at(-1) ?? null;
  // All may be accepted that stand there once.
  const names = extensions.map(({ name }) => name);
  const accepted = extensions.filter(({ name }, at) => names.indexOf(name) === at);
  const headers = codec.connectResponseHeaders(request, { protocol, extensions: accepted });
  const answer = codec.readConnectResponse(headers, { protocols, extensions });
  check(answer.status === 'complete', 'answer', 'a client does not take the answer');
  if (answer.status !== 'complete') return;
  const { value } = answer;
  const isSame =
    value.status === 200 &&
    value.protocol === protocol &&
    isDeepStrictEqual(value.extensions, accepted);
  check(isSame, 'answer', 'a client reads another answer');
}

/** @type {(codec: Codec, request: Request) => void} */
function checkSentAgain(codec, request) {
  const { headers: _, ...asked } = request;
  const again = codec.readConnectRequest(codec.connectRequestHeaders(asked));
  check(again.status === 'complete', 'encode', 'what was accepted is refused when sent again');
  if (again.status !== 'complete') return;
  const { headers: __, ...value } = again.value;
  check(isDeepStrictEqual(value, asked), 'encode', 'what was sent again is another request');
}

/** @type {(codec: Codec, error: Refusal) => void} */
function checkRefused(codec, error) {
  const { code, httpStatus, headers, isMalformed } = error;
  check(Object.isFrozen(error), 'value', 'an error can be changed');
  check(isMalformed === malformedRequests.includes(code), 'reset', 'HTTP is broken, or is not');
  const rejection = codec.connectRejectionHeaders(error);
  const expected = [[':status', String(httpStatus)], ...headers];
  check(isDeepStrictEqual(rejection, expected), 'answer', 'the answer is another');
  const answer = codec.readConnectResponse(rejection);
  const isRefused = answer.status === 'invalid' && answer.error.response?.status === httpStatus;
  check(isRefused, 'answer', 'a client takes the answer for something else');
}
