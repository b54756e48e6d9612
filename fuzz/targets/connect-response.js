/**
 * A server's answer to an extended CONNECT: `readConnectResponse`.
 *
 * An input: a byte of what was offered, the fields of a header section.
 */

import { isDeepStrictEqual } from 'node:util';
import { check } from '../engine/finding.js';
import { agreedBy } from '../references/answer-faults.js';
import {
  ConnectResponseReading,
  faultsOfConnectResponse,
  malformedResponses,
} from '../references/connect-response.js';
import { checkVerdict } from '../references/handshake-verdict.js';
import { plain } from './agreed.js';
import { expectationsOf } from './expectations.js';
import { readSection, writeConnectResponse } from './sections.js';

/** @typedef {import('../codec.js').Codec} Codec */
/** @typedef {import('../references/answer-faults.js').Asked} Asked */
/** @typedef {import('websocket-codec/extended-connect').ConnectResponse} Response */
/** @typedef {import('websocket-codec/extended-connect').ConnectFailure} Failure */

/**
 * @param {Codec} codec
 * @returns {import('../engine/target.js').Target}
 */
export function connectResponseTarget(codec) {
  const expectations = expectationsOf(codec);
  return {
    name: 'connect-response',
    isCheap: false,
    generate(draft, random) {
      draft.byte(random.next());
      writeConnectResponse(draft, random);
    },
    run(input) {
      if (input.length === 0) return 'no input';
      const { expectation, asked } = expectations[input[0] % expectations.length];
      const list = readSection(input.subarray(1));
      const result = codec.readConnectResponse(list, expectation);
      const isSame = isDeepStrictEqual(list, readSection(input.subarray(1)));
      check(isSame, 'input-changed', 'the list was changed');
      const head = new ConnectResponseReading(list);
      checkVerdict(result, {
        isWhole: !head.isInterim,
        limitFaults: [],
        faults: faultsOfConnectResponse(head, asked),
      });
      if (result.status === 'invalid') {
        checkFailure(result.error, head);
        return result.error.code;
      }
      if (result.status === 'complete') checkValue(result.value, head, asked);
      return result.status;
    },
  };
}

/** @type {(failure: Failure, head: ConnectResponseReading) => void} */
function checkFailure({ code, isMalformed, response }, head) {
  check(isMalformed === malformedResponses.includes(code), 'reset', 'HTTP is broken, or is not');
  const expected = head.isFormed ? { status: Number(head.status), headers: head.headers } : null;
  check(isDeepStrictEqual(response, expected), 'value', 'the server has said something else');
}

/** @type {(response: Response, head: ConnectResponseReading, asked: Asked) => void} */
function checkValue(response, head, asked) {
  const [protocol = null] = head.values('sec-websocket-protocol');
  const extensions = agreedBy(head, asked);
  const said = { ...response, extensions: plain(response.extensions) };
  const expected = { status: Number(head.status), headers: head.headers, protocol, extensions };
  check(isDeepStrictEqual(said, expected), 'value', 'another answer was read');
}
