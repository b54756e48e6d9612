/**
 * Rules of extended CONNECT left out of the sources of the codec, each of which a second reading must miss.
 */

import type { Edit } from '../../scripts/faults/fault.js';
import type { PlantedFault } from './planted-faults.js';

type FoundBy = PlantedFault['foundBy'];

const byRequest: FoundBy = [['connect-request', 'verdict']];
const byResponse: FoundBy = [['connect-response', 'verdict']];
const byBoth: FoundBy = [...byRequest, ...byResponse];

const section = 'http/field-section.ts';
const request = 'handshake/read-connect-request.ts';
const response = 'handshake/read-connect-response.ts';

const changed = (file: string, from: string, to: string): readonly Edit[] => [{ file, from, to }];
const without = (file: string, from: string): readonly Edit[] => changed(file, from, '');

export const plantedConnectFaults: readonly PlantedFault[] = [
  {
    name: 'a name may hold upper case',
    edits: without(section, ' || UPPER_CASE.test(name)'),
    foundBy: byBoth,
  },
  {
    name: 'a value may begin and end with a blank',
    edits: without(section, ' || hasBlankEdge(value)'),
    foundBy: byBoth,
  },
  {
    name: 'a pseudo-header field may stand behind an ordinary one',
    edits: without(section, `if (headers.length > 0) return 'pseudo-header-misplaced';`),
    foundBy: byBoth,
  },
  {
    name: 'a pseudo-header field may stand there twice',
    edits: without(section, `if (pseudoHeaders.has(name)) return 'pseudo-header-duplicate';`),
    foundBy: byBoth,
  },
  {
    name: 'any pseudo-header field may stand there',
    edits: without(section, `if (!names.includes(name)) return 'pseudo-header-unknown';`),
    foundBy: byBoth,
  },
  {
    name: 'te may name anything',
    edits: without(
      section,
      `if (name === 'te' && value.toLowerCase() !== 'trailers') return 'connection-field-present';`,
    ),
    foundBy: byBoth,
  },
  {
    name: ':protocol may stand with any method',
    edits: changed(
      request,
      `protocol === undefined ? 'method-not-connect' : 'protocol-misplaced'`,
      `'method-not-connect'`,
    ),
    foundBy: byRequest,
  },
  {
    name: 'a server takes any path',
    edits: without(request, `if (!isValidPath(path)) return 'path-invalid';`),
    foundBy: byRequest,
  },
  {
    name: 'a server takes any authority',
    edits: without(request, `if (!isValidHost(authority)) return 'authority-invalid';`),
    foundBy: byRequest,
  },
  {
    name: 'a server takes a Host field that names another host',
    edits: without(
      request,
      `if (fields.values(Field.Host).some(isOtherHost)) return 'host-mismatch';`,
    ),
    foundBy: byRequest,
  },
  {
    name: 'a server takes the port that goes without saying for another',
    edits: without(request, `.replace(end, '')`),
    foundBy: byRequest,
  },
  {
    name: 'a server takes a request with content',
    edits: without(
      request,
      `if (fields.first(Field.ContentLength) !== null) return 'body-unexpected';`,
    ),
    foundBy: byRequest,
  },
  {
    name: 'a server takes bytes above ASCII in a field of the handshake',
    edits: without(request, `if (fields.isOpaque) return 'field-not-ascii';`),
    foundBy: byRequest,
  },
  {
    name: 'a broken :path is no broken message',
    edits: changed(
      'vocabulary/connect-violation.ts',
      `visible ASCII',\n      isMalformed: true,`,
      `visible ASCII',`,
    ),
    foundBy: [['connect-request', 'reset']],
  },
  {
    name: 'a 101 is one more interim response',
    edits: without(response, `if (text === '101') return failure('status-101', null);`),
    foundBy: byResponse,
  },
  {
    name: 'a client takes any status',
    edits: without(response, `if (status > 299) return failure('status-not-2xx', response);`),
    foundBy: byResponse,
  },
  {
    name: 'a client takes bytes above ASCII in a field of the handshake',
    edits: without(response, `if (fields.isOpaque) return failure('field-not-ascii', response);`),
    foundBy: byResponse,
  },
  {
    name: 'what the server has said is lost',
    edits: changed(response, `failure(answer, response)`, `failure(answer, null)`),
    foundBy: [['connect-response', 'value']],
  },
];
