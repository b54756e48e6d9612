/**
 * The same answer to an opening handshake judged by other clients and by us: accepted or not, the subprotocol, and
 * whether permessage-deflate is agreed on.
 *
 * An input: a byte, odd for a request that offers subprotocols, the heads.
 */

import { explainResponse } from '../differences/responses.js';
import { check, report } from '../engine/finding.js';
import { clients } from '../peers/responses.js';
import { ResponseReading } from '../references/response-reading.js';
import { SAMPLE_KEY } from './head-values.js';
import { writeResponse } from './write-heads.js';

/** @typedef {import('../peers/responses.js').Answered} Answered */

/** RFC 6455 §1.3. */
const ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';
const PROTOCOLS = ['chat', 'superchat'];

/**
 * @param {import('../codec.js').Codec} codec
 * @returns {import('../engine/target.js').Target}
 */
export function peersResponseTarget(codec) {
  const deflate = codec.permessageDeflate({ compressor: codec.pakoCompressor() });
  return {
    name: 'peers-response',
    isCheap: false,
    generate(draft, random) {
      draft.byte(random.below(2));
      writeResponse(draft, random);
    },
    run(input) {
      if (input.length === 0) return 'no input';
      const protocols = input[0] & 1 ? PROTOCOLS : [];
      const head = Uint8Array.from(input.subarray(1));
      let outcome = '';
      for (const client of clients) {
        const offers = client.offersDeflate ? [deflate] : [];
        const expectation = { key: SAMPLE_KEY, protocols, extensions: offers };
        const result = codec.parseHandshakeResponse(head, expectation);
        const code = result.status === 'invalid' ? result.error.code : result.status;
        const reading = new ResponseReading(head, ACCEPT, protocols, client.offersDeflate);
        const ours = answered(result);
        if (outcome === '') outcome = code;
        const theirs = client.judge(head, protocols);
        if (!isSame(ours, theirs)) {
          const entry = explainResponse(ours, code, head, reading, client, protocols);
          if (entry === null) report('differs', `${client.name}: ${shown(theirs)}; ours: ${code}`);
          else outcome = entry === code ? `${code}, others pass it` : `${code}, ${entry}`;
        }
        checkOurs(ours, code, reading);
      }
      return outcome;
    },
  };
}

/** @type {(result: ReturnType<import('../codec.js').Codec['parseHandshakeResponse']>) => Answered} */
function answered(result) {
  if (result.status !== 'complete') return { isAccepted: false, protocol: '', isCompressed: false };
  const { protocol, extensions } = result.value;
  return { isAccepted: true, protocol: protocol ?? '', isCompressed: extensions.length > 0 };
}

/** Others may be wrong together with us. @type {(ours: Answered, code: string, reading: ResponseReading) => void} */
function checkOurs(ours, code, reading) {
  const { faults } = reading;
  if (!ours.isAccepted) {
    check(faults.has(code), 'fault', 'a fault is named that the head does not have');
    return;
  }
  if (faults.size > 0) report('verdict', `accepted in spite of ${[...faults].join()}`);
  check(ours.protocol === reading.protocol, 'value', 'another subprotocol was read');
  check(ours.isCompressed === reading.isCompressed, 'value', 'other extensions were read');
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
