/**
 * The same answer to an opening handshake judged by other clients and by us: accepted or not, the subprotocol, and
 * whether permessage-deflate is agreed on.
 *
 * An input: a byte, odd for a request that offers subprotocols, the heads.
 */

import { explainResponse } from '../differences/responses.js';
import { check, report } from '../engine/finding.js';
import { clients } from '../peers/responses.js';
import { checkVerdict } from '../references/handshake-verdict.js';
import { readResponse } from '../references/response.js';
import { commonExpectation } from './expectations.js';
import { writeResponse } from './write-heads.js';

/** @typedef {import('../peers/responses.js').Answered} Answered */

/** @typedef {ReturnType<import('../codec.js').Codec['parseHandshakeResponse']>} Result */
/** @typedef {import('../references/response.js').ReadResponse} Reading */

const PROTOCOLS = ['chat', 'superchat'];

/**
 * @param {import('../codec.js').Codec} codec
 * @returns {import('../engine/target.js').Target}
 */
export function peersResponseTarget(codec) {
  const choices = [[], PROTOCOLS].map((protocols) => ({
    plain: commonExpectation(codec, protocols, false),
    compressed: commonExpectation(codec, protocols, true),
  }));
  return {
    name: 'peers-response',
    isCheap: false,
    generate(draft, random) {
      draft.byte(random.below(2));
      writeResponse(draft, random);
    },
    run(input) {
      if (input.length === 0) return 'no input';
      const choice = choices[input[0] & 1];
      const head = Uint8Array.from(input.subarray(1));
      let outcome = '';
      for (const client of clients) {
        const { expectation, asked } = client.offersDeflate ? choice.compressed : choice.plain;
        const result = codec.parseHandshakeResponse(head, expectation);
        const code = result.status === 'invalid' ? result.error.code : result.status;
        const reading = readResponse(head, asked, {});
        const ours = answered(result);
        if (outcome === '') outcome = code;
        const theirs = client.judge(head, asked.protocols);
        if (!isSame(ours, theirs)) {
          const entry = explainResponse(ours, code, head, reading, client, asked.protocols);
          if (entry === null) report('differs', `${client.name}: ${shown(theirs)}; ours: ${code}`);
          else outcome = entry === code ? `${code}, others pass it` : `${code}, ${entry}`;
        }
        checkOurs(result, reading);
      }
      return outcome;
    },
  };
}

/** @type {(result: Result) => Answered} */
function answered(result) {
  if (result.status !== 'complete') return { isAccepted: false, protocol: '', isCompressed: false };
  const { protocol, extensions } = result.value;
  return { isAccepted: true, protocol: protocol ?? '', isCompressed: extensions.length > 0 };
}

/** Others may be wrong together with us. @type {(result: Result, reading: Reading) => void} */
function checkOurs(result, { head, limitFaults, faults }) {
  checkVerdict(result, { isWhole: head.isWhole, limitFaults, faults });
  if (result.status !== 'complete') return;
  const { protocol, isCompressed } = answered(result);
  const [chosen = ''] = head.values('sec-websocket-protocol');
  check(protocol === chosen, 'value', 'another subprotocol was read');
  check(isCompressed === (head.extensions?.length === 1), 'value', 'other extensions were read');
}

/** @type {(a: Answered, b: Answered) => boolean} */
function isSame(a, b) {
  return (
    a.isAccepted === b.isAccepted && a.protocol === b.protocol && a.isCompressed === b.isCompressed
  );
}

/** @param {Answered} answer */
function shown({ isAccepted, protocol, isCompressed }) {
  if (!isAccepted) return 'refused';
  return `accepted, ${protocol === '' ? 'no subprotocol' : protocol}${isCompressed ? ', compressed' : ''}`;
}
