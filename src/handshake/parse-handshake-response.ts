/**
 * The client's check of the server's answer (RFC 6455 §4.1).
 */

import { type ResponseHead, readResponseHead } from '../http/head.js';
import { type HeadLimits, resolveHeadLimits } from '../http/head-lines.js';
import { frozenHeaders, type HeaderList } from '../http/header-list.js';
import { hasToken } from '../http/token-list.js';
import { describe, requireBytes, requireString } from '../vocabulary/argument.js';
import { type HandshakeFailureCode, handshakeFailures } from '../vocabulary/handshake-failure.js';
import { complete, type DecodeResult, type Invalid } from '../vocabulary/result.js';
import { computeAccept, isValidKey } from './accept-key.js';
import { Field, HandshakeFields, isHttp11 } from './handshake-fields.js';
import {
  type AgreedTerms,
  type OfferedTerms,
  readAnswer,
  requireOfferedTerms,
} from './read-answer.js';

/** What the client sent, for the answer to be checked against. */
export interface HandshakeExpectation extends OfferedTerms {
  /** The key of the request. */
  readonly key: string;
}

/** A server's answer that a client may rely on. */
export interface HandshakeResponse extends ResponseHead, AgreedTerms {}

/** Why a client must not use the connection, as plain frozen data. */
export interface HandshakeFailure {
  readonly code: HandshakeFailureCode;
  readonly message: string;
  readonly section: string;
  /** What the server said, when its head was well-formed: a refusal, a redirect, a challenge. */
  readonly response: {
    readonly status: number;
    readonly reason: string;
    readonly headers: HeaderList;
  } | null;
  /** Length of the heads read, in bytes; a body follows there. 0 when the head was malformed. */
  readonly bytesRead: number;
}

/**
 * All heads are read again with each that arrives, so their number must be small for the cost to follow
 * the bytes. Servers send one or two.
 */
const MAX_INTERIM_RESPONSES = 16;

/**
 * Parses the server's answer to an opening handshake and checks it against what was asked for. Interim
 * responses (1xx other than 101) are skipped, up to sixteen.
 *
 * @param bytes everything received so far; neither changed nor kept
 * @param expectation what the client sent
 * @param options limits of the head; `maxHeadBytes` counts interim responses too
 * @returns `complete`, `bytesRead` right behind CRLF CRLF: what follows belongs to the frame layer;
 *   `incomplete`; or `invalid` with the reason and, where there is one, the server's status and headers
 * @throws TypeError or RangeError if an argument is not what it must be, or an extension accepts under
 *   another name
 * @see RFC 6455 §4.1
 */
export function parseHandshakeResponse(
  bytes: Uint8Array,
  expectation: HandshakeExpectation,
  options: HeadLimits = {},
): DecodeResult<HandshakeResponse, HandshakeFailure> {
  requireBytes(bytes, 'bytes');
  requireString(expectation.key, 'key');
  if (!isValidKey(expectation.key)) {
    throw new TypeError(`key ${describe(expectation.key)} is not the base64 of 16 bytes`);
  }
  const offered = requireOfferedTerms(expectation);
  const limits = resolveHeadLimits(options);

  let result = readResponseHead(bytes, 0, limits);
  for (let interim = 0; result.status === 'complete' && isInterim(result.value.head); interim++) {
    if (interim === MAX_INTERIM_RESPONSES) {
      return failure('too-many-interim-responses', result.value.head, result.bytesRead);
    }
    result = readResponseHead(bytes, result.bytesRead, limits);
  }
  if (result.status === 'incomplete') return result;
  if (result.status === 'invalid') return failure(result.error, null, 0);

  const { bytesRead } = result;
  const { head: response, isAscii } = result.value;
  const fields = new HandshakeFields(response.headers, isAscii);
  const fault = checkResponse(response, fields, expectation.key);
  if (fault !== null) return failure(fault, response, bytesRead);
  const answer = readAnswer(fields, offered);
  if (typeof answer === 'string') return failure(answer, response, bytesRead);
  return complete({ ...response, ...answer }, bytesRead);
}

function isInterim({ version, status }: ResponseHead): boolean {
  return isHttp11(version) && status < 200 && status !== 101;
}

function failure(
  code: HandshakeFailureCode,
  head: ResponseHead | null,
  bytesRead: number,
): Invalid<HandshakeFailure> {
  const { message, section } = handshakeFailures[code];
  const response =
    head === null
      ? null
      : Object.freeze({
          status: head.status,
          reason: head.reason,
          headers: frozenHeaders(head.headers),
        });
  return {
    status: 'invalid',
    error: Object.freeze({ code, message, section, response, bytesRead }),
  };
}

/** Judges whether the server has switched to WebSocket, and proved that it knows what that means. */
function checkResponse(
  { version, status }: ResponseHead,
  fields: HandshakeFields,
  key: string,
): HandshakeFailureCode | null {
  if (status !== 101) return 'status-not-101';
  if (!isHttp11(version)) return 'http-version-unsupported';

  const upgrade = fields.values(Field.Upgrade);
  // The whole value, not one of a list: RFC 6455 §4.1 asks for a match of the value "websocket".
  if (upgrade.length !== 1 || (upgrade[0] as string).toLowerCase() !== 'websocket')
    return 'upgrade-missing';
  if (!hasToken(fields.values(Field.Connection), 'upgrade')) return 'connection-upgrade-missing';
  if (fields.announcesBody) return 'body-unexpected';
  if (fields.isOpaque) return 'field-not-ascii';

  const accept = fields.first(Field.Accept);
  if (accept === null) return 'accept-missing';
  if (fields.isRepeated(Field.Accept)) return 'accept-duplicate';
  if (accept !== computeAccept(key)) return 'accept-mismatch';
  return null;
}
