/**
 * The same opening handshake judged by other servers and by us.
 *
 * An input is the head of a request.
 */

import { explainHead, explainRequest } from '../differences/requests.js';
import { report } from '../engine/finding.js';
import { judges, parseRequest } from '../peers/requests.js';
import { checkVerdict } from '../references/handshake-verdict.js';
import { RequestReading } from '../references/request.js';
import { faultsOfRequest } from '../references/request-faults.js';
import { writeRequest } from './write-heads.js';

/**
 * @param {import('../codec.js').Codec} codec
 * @returns {import('../engine/target.js').Target}
 */
export function peersRequestTarget(codec) {
  return {
    name: 'peers-request',
    isCheap: false,
    generate: writeRequest,
    run(input) {
      const result = codec.parseHandshake(input);
      const outcome = result.status === 'invalid' ? result.error.code : result.status;
      const head = new RequestReading(input);
      const entry = compare(input, outcome, head);
      // Also where all are of one mind: others pass what must be refused.
      checkVerdict(result, {
        isWhole: head.isWhole,
        limitFaults: head.limitFaults({}),
        faults: faultsOfRequest(head),
      });
      if (entry === null) return outcome;
      return entry === outcome ? `${outcome}, others pass it` : `${outcome}, ${entry}`;
    },
  };
}

/**
 * The entry that explains why others judge the same bytes otherwise; null where they do not.
 *
 * @param {Uint8Array} input
 * @param {string} outcome
 * @param {RequestReading} head
 */
function compare(input, outcome, head) {
  const isAccepted = outcome === 'complete';
  const request = parseRequest(Buffer.from(input));
  if (request === null) {
    if (!isAccepted) return null;
    const entry = explainHead(head);
    // What explains a refusal explains no other: without those bytes the parser must take the head.
    const isPlainTaken = parseRequest(Buffer.from(input.map(toAscii))) !== null;
    if (entry === null || !isPlainTaken) report('differs', 'an HTTP parser refuses what we accept');
    return entry;
  }
  for (const { name, accepts } of judges) {
    const theirs = accepts(request);
    if (theirs === isAccepted) continue;
    const entry = explainRequest(outcome, head);
    if (entry === null) {
      report('differs', `${name} ${theirs ? 'accepts' : 'refuses'}; ours: ${outcome}`);
    }
    return entry;
  }
  return null;
}

/** @param {number} byte */
const toAscii = (byte) => (byte < 0x80 ? byte : 0x78);
