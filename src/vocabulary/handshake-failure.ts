/**
 * Why a client must not accept a server's answer to its opening handshake, one row each (RFC 6455 §4.1).
 */

import { answerFailures } from './answer-failure.js';
import { headViolations } from './head-violation.js';

export const handshakeFailures = /* @__PURE__ */ (() =>
  ({
    ...headViolations,
    ...answerFailures,
    'http-version-unsupported': {
      section: 'RFC 6455 §4.2.2',
      message: 'the response is not in HTTP/1.1',
    },
    'too-many-interim-responses': {
      section: 'RFC 9110 §15.2',
      message: 'more interim responses came than any server needs',
    },
    'status-not-101': {
      section: 'RFC 6455 §4.1',
      message: 'the server did not switch protocols',
    },
    'upgrade-missing': {
      section: 'RFC 6455 §4.1',
      message: 'the response has no Upgrade field with the value websocket',
    },
    'connection-upgrade-missing': {
      section: 'RFC 6455 §4.1',
      message: 'the Connection field of the response does not hold the token Upgrade',
    },
    'body-unexpected': {
      section: 'RFC 9112 §6',
      message: 'a 101 response has no body: no Transfer-Encoding, no Content-Length above 0',
    },
    'accept-missing': {
      section: 'RFC 6455 §4.1',
      message: 'Sec-WebSocket-Accept is missing',
    },
    'accept-duplicate': {
      section: 'RFC 6455 §11.3.3',
      message: 'Sec-WebSocket-Accept stands there more than once',
    },
    'accept-mismatch': {
      section: 'RFC 6455 §4.1',
      message: 'Sec-WebSocket-Accept does not prove that the server read the key',
    },
  }) as const)();

/** Names why a client must not use the connection; stable across releases. */
export type HandshakeFailureCode = keyof typeof handshakeFailures;
