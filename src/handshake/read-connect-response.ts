/**
 * The client's check of the answer to its extended CONNECT (RFC 8441 §5; RFC 9220 for HTTP/3).
 */

import { readFieldSection } from '../http/field-section.js';
import { frozenHeaders, type HeaderList } from '../http/header-list.js';
import { requireHeaders } from '../vocabulary/argument.js';
import { type ConnectFailureCode, connectFailure } from '../vocabulary/connect-failure.js';
import { complete, type DecodeResult, type Invalid } from '../vocabulary/result.js';
import { HandshakeFields } from './handshake-fields.js';
import {
  type AgreedTerms,
  type OfferedTerms,
  readAnswer,
  requireOfferedTerms,
} from './read-answer.js';

/** A server's answer that a client may rely on. */
export interface ConnectResponse extends AgreedTerms {
  /** From 200 to 299. */
  readonly status: number;
  /** The ordinary fields, in order. */
  readonly headers: HeaderList;
}

/** Why a client must not use the stream, as plain frozen data. */
export interface ConnectFailure {
  readonly code: ConnectFailureCode;
  readonly message: string;
  readonly section: string;
  /** What the server said, when its header section was well-formed. */
  readonly response: { readonly status: number; readonly headers: HeaderList } | null;
  /** The message breaks HTTP itself: the stream is to be reset with PROTOCOL_ERROR or H3_MESSAGE_ERROR. */
  readonly isMalformed: boolean;
}

const STATUS = /^[1-9]\d\d$/;

/**
 * Checks a header section of the server against what was asked for.
 *
 * @param headers all fields in order, `:status` first, as pairs; not changed
 * @param offered what the client sent
 * @returns `complete` with `bytesRead` 0: frames follow in DATA; `incomplete` for an interim response (1xx), behind
 *   which another header section comes; or `invalid` with the reason and the server's status
 * @throws TypeError if an argument is not what it must be, or an extension accepts under another name
 * @see RFC 8441 §5, RFC 9113 §8.5
 */
export function readConnectResponse(
  headers: HeaderList,
  offered: OfferedTerms = {},
): DecodeResult<ConnectResponse, ConnectFailure> {
  requireHeaders(headers, 'headers');
  const terms = requireOfferedTerms(offered);
  const section = readFieldSection(headers, [':status']);
  if (typeof section === 'string') return failure(section, null);
  const text = section.pseudoHeaders.get(':status');
  if (text === undefined) return failure('status-missing', null);
  if (!STATUS.test(text)) return failure('status-invalid', null);
  if (text === '101') return failure('status-101', null);

  const status = Number(text);
  if (status < 200) return { status: 'incomplete', bytesNeeded: 1 };
  const response = Object.freeze({ status, headers: frozenHeaders(section.headers) });
  if (status > 299) return failure('status-not-2xx', response);
  const fields = new HandshakeFields(section.headers, false);
  if (fields.isOpaque) return failure('field-not-ascii', response);
  const answer = readAnswer(fields, terms);
  if (typeof answer === 'string') return failure(answer, response);
  return complete({ ...response, ...answer }, 0);
}

function failure(
  code: ConnectFailureCode,
  response: ConnectFailure['response'],
): Invalid<ConnectFailure> {
  const { message, section, isMalformed } = connectFailure(code);
  return {
    status: 'invalid',
    error: Object.freeze({ code, message, section, response, isMalformed }),
  };
}
