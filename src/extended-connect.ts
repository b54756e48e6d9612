/**
 * websocket-codec/extended-connect: the opening handshake in HTTP/2 and HTTP/3, as functions on lists of header fields
 * (RFC 8441, RFC 9220).
 */

export {
  type ConnectRequestInit,
  type ConnectResponseOptions,
  connectRejectionHeaders,
  connectRequestHeaders,
  connectResponseHeaders,
  SETTINGS_ENABLE_CONNECT_PROTOCOL,
} from './handshake/connect-headers.js';
export type { AgreedTerms, OfferedTerms } from './handshake/read-answer.js';
export {
  type ConnectError,
  type ConnectRequest,
  readConnectRequest,
} from './handshake/read-connect-request.js';
export {
  type ConnectFailure,
  type ConnectResponse,
  readConnectResponse,
} from './handshake/read-connect-response.js';
export type { ConnectFailureCode } from './vocabulary/connect-failure.js';
export type { ConnectViolationCode } from './vocabulary/connect-violation.js';
