/**
 * The same opening handshake judged by other servers and by us.
 *
 * An input is the head of a request.
 */

import { explainHead, explainRequest } from '../differences/requests.js';
import { report } from '../engine/finding.js';
import { judges, parseRequest } from '../peers/requests.js';
import { RequestReading } from '../references/request.js';
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
      const isAccepted = outcome === 'complete';
      const request = parseRequest(Buffer.from(input));
      if (request === null) {
        if (!isAccepted) return outcome;
        const entry = explainHead(input);
        if (entry === null) report('differs', 'an HTTP parser refuses what we accept');
        return `${outcome}, ${entry}`;
      }
      for (const { name, accepts } of judges) {
        const theirs = accepts(request);
        if (theirs === isAccepted) continue;
        const entry = explainRequest(outcome, new RequestReading(input));
        if (entry === null)
          report('differs', `${name} ${theirs ? 'accepts' : 'refuses'}; ours: ${outcome}`);
        return entry === outcome ? `${outcome}, others pass it` : `${outcome}, ${entry}`;
      }
      return outcome;
    },
  };
}
