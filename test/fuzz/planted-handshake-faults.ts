/**
 * Rules of the two handshakes left out of the sources of the codec, each of which a second reading must miss.
 */

import type { Edit } from '../../scripts/faults/fault.js';
import { faults } from '../../scripts/faults/faults.js';
import type { PlantedFault } from './planted-faults.js';

type FoundBy = PlantedFault['foundBy'];

const byRequest: FoundBy = [['request', 'verdict']];
const byResponse: FoundBy = [['response', 'verdict']];
const byPeers: FoundBy = [...byRequest, ['peers-request', 'verdict']];

/** One of the faults that tests of the whole codec know as well. */
function known(name: string, foundBy: FoundBy): PlantedFault {
  const fault = faults.find((one) => one.name === name);
  if (fault === undefined) throw new Error(`no fault ${name}`);
  const { effect } = fault;
  const sentence = effect.charAt(0).toLowerCase() + effect.slice(1).replace(/\.$/, '');
  return { name: sentence, edits: [fault, ...(fault.also ?? [])], foundBy };
}

/** A line that is not there. */
const without = (file: string, from: string): readonly Edit[] => [{ file, from, to: '' }];

const request = 'handshake/read-handshake.ts';
const response = 'handshake/parse-handshake-response.ts';

export const plantedHandshakeFaults: readonly PlantedFault[] = [
  known('host-twice', byPeers),
  known('http-1-0-taken', [...byRequest, ['peers-request', 'differs']]),
  known('body-taken', byPeers),
  known('connection-ignored', byRequest),
  known('any-method-taken', byRequest),
  known('any-key-taken', byRequest),
  known('key-not-required', byRequest),
  known('version-ignored', byRequest),
  {
    name: 'a server takes bytes above ASCII in a field of the handshake',
    edits: without(request, `if (fields.isOpaque) return 'field-not-ascii';`),
    foundBy: byRequest,
  },
  {
    name: 'a server takes a request with two origins',
    edits: without(request, `if (fields.isRepeated(Field.Origin)) return 'origin-duplicate';`),
    foundBy: byRequest,
  },
  {
    name: 'a server takes the field Host for the host of an absolute target',
    edits: without(request, 'targetAuthority(target) ?? '),
    foundBy: [['request', 'value']],
  },
  known('loose-accept', byResponse),
  known('answered-upgrade-ignored', byResponse),
  known('answered-connection-ignored', byResponse),
  known('any-status-taken', byResponse),
  known('answer-of-any-version', byResponse),
  known('any-protocol-taken', byResponse),
  known('foreign-extension-taken', byResponse),
  known('extension-taken-twice', byResponse),
  known('window-without-value', byResponse),
  known('rest-of-answer-lost', [['response', 'bytes-read']]),
  {
    name: 'a client does not compare the accept',
    edits: without(response, `if (accept !== computeAccept(key)) return 'accept-mismatch';`),
    foundBy: byResponse,
  },
  {
    name: 'a client takes the first of two accepts',
    edits: without(response, `if (fields.isRepeated(Field.Accept)) return 'accept-duplicate';`),
    foundBy: byResponse,
  },
  {
    name: 'a client takes an answer that announces a body',
    edits: without(response, `if (fields.announcesBody) return 'body-unexpected';`),
    foundBy: byResponse,
  },
  {
    name: 'a client takes extensions in two lines',
    edits: without(
      'handshake/read-answer.ts',
      `if (values.length > 1) return 'extensions-duplicate';`,
    ),
    foundBy: byResponse,
  },
  {
    name: 'a client takes a parameter of permessage-deflate twice',
    edits: without(
      'extension/deflate-parameters.ts',
      'if (serverNoContextTakeover || value !== null) return null;',
    ),
    foundBy: byResponse,
  },
];
