/**
 * Why a client must not accept a server's answer to its opening handshake, one row each (RFC 6455 §4.1).
 */

import { headViolations } from './head-violation.js';

export const handshakeFailures = /* @__PURE__ */ (() =>
  ({
    ...headViolations,
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
    'field-not-ascii': {
      section: 'RFC 6455 §4.1',
      message: 'a Sec-WebSocket field holds a byte above ASCII',
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
    'protocol-duplicate': {
      section: 'RFC 6455 §11.3.4',
      message: 'Sec-WebSocket-Protocol stands there more than once',
    },
    'protocol-not-offered': {
      section: 'RFC 6455 §4.1',
      message: 'the server chose a subprotocol that was not offered',
    },
    'extensions-duplicate': {
      section: 'RFC 6455 §11.3.2',
      message: 'Sec-WebSocket-Extensions, or an extension in it, stands there more than once',
    },
    'extensions-malformed': {
      section: 'RFC 6455 §9.1',
      message: 'Sec-WebSocket-Extensions is not a list of extensions',
    },
    'extension-not-offered': {
      section: 'RFC 6455 §4.1',
      message: 'the server chose an extension that was not offered',
    },
    'extension-parameters-invalid': {
      section: 'RFC 6455 §9.1',
      message: 'the parameters of an extension do not answer any offer of it',
    },
    'extension-bit-conflict': {
      section: 'RFC 6455 §9.1',
      message: 'the server chose two extensions that use the same reserved bit',
    },
  }) as const)();

export type HandshakeFailureCode = keyof typeof handshakeFailures;
