/**
 * What a client's opening handshake can do wrong in the eyes of a server, one row each: the HTTP status
 * to answer with, and the header fields that the answer must then carry.
 */

import { headViolations } from './head-violation.js';
import { offerViolations } from './offer-violation.js';

interface Row {
  readonly httpStatus: number;
  readonly section: string;
  readonly message: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
}

// RFC 9110 §15.5.22 wants Upgrade in a 426, §7.8 wants the option in Connection; the version is how a
// client learns what would have worked (RFC 6455 §4.4).
const upgradeHeaders = [
  ['Upgrade', 'websocket'],
  ['Connection', 'Upgrade, close'],
  ['Sec-WebSocket-Version', '13'],
] as const;

export const handshakeViolations = /* @__PURE__ */ (() =>
  ({
    ...headViolations,
    ...offerViolations,
    'upgrade-missing': {
      httpStatus: 426,
      section: 'RFC 6455 §4.2.1',
      message: 'the request does not ask for an upgrade to websocket',
      headers: upgradeHeaders,
    },
    'method-not-get': {
      httpStatus: 405,
      section: 'RFC 6455 §4.2.1',
      message: 'the method of an opening handshake is GET',
      headers: [['Allow', 'GET']],
    },
    'http-version-unsupported': {
      httpStatus: 505,
      section: 'RFC 6455 §4.2.1',
      message: 'an opening handshake with Upgrade is made in HTTP/1.1',
    },
    'target-invalid': {
      httpStatus: 400,
      section: 'RFC 6455 §4.2.1',
      message: 'the request target is neither a path nor an absolute URI, or it has a fragment',
    },
    'host-missing': {
      httpStatus: 400,
      section: 'RFC 9112 §3.2',
      message: 'the Host field is missing',
    },
    'host-duplicate': {
      httpStatus: 400,
      section: 'RFC 9112 §3.2',
      message: 'the Host field stands there more than once',
    },
    'host-invalid': {
      httpStatus: 400,
      section: 'RFC 9112 §3.2',
      message: 'the Host field does not name a host',
    },
    'connection-upgrade-missing': {
      httpStatus: 426,
      section: 'RFC 6455 §4.2.1',
      message: 'the Connection field does not hold the token Upgrade',
      headers: upgradeHeaders,
    },
    'body-unexpected': {
      httpStatus: 400,
      section: 'RFC 9110 §9.3.1',
      message: 'an opening handshake has no body: no Transfer-Encoding, no Content-Length above 0',
    },
    'version-unsupported': {
      httpStatus: 426,
      section: 'RFC 6455 §4.4',
      message: 'Sec-WebSocket-Version is missing or not 13',
      headers: upgradeHeaders,
    },
    'key-missing': {
      httpStatus: 400,
      section: 'RFC 6455 §4.2.1',
      message: 'Sec-WebSocket-Key is missing',
    },
    'key-duplicate': {
      httpStatus: 400,
      section: 'RFC 6455 §11.3.1',
      message: 'Sec-WebSocket-Key stands there more than once',
    },
    'key-invalid': {
      httpStatus: 400,
      section: 'RFC 6455 §4.2.1',
      message: 'Sec-WebSocket-Key is not the base64 of 16 bytes',
    },
  }) as const satisfies Record<string, Row>)();

/** Names what is wrong with a client's opening handshake; stable across releases. */
export type HandshakeViolationCode = keyof typeof handshakeViolations;

/** The row of a violation, with its headers made explicit. */
export function handshakeViolation(code: HandshakeViolationCode): Required<Row> {
  return { headers: [], ...(handshakeViolations[code] as Row) };
}
