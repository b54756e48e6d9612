/**
 * The server's refusal of a request (RFC 6455 §4.2.2), as a whole HTTP/1.1 response.
 */

import { encodeUtf8 } from '../bytes/utf8-encode.js';
import { type HeaderList, headerValues } from '../http/header-list.js';
import { reasonPhrase } from '../http/reason-phrase.js';
import { requireExtraHeaders, writeHead } from '../http/write-head.js';
import { requireBytes, requireInteger, requireString } from '../vocabulary/argument.js';

const RESERVED = ['content-length', 'transfer-encoding'];

/**
 * What to refuse with: a `HandshakeError`, or an object of one's own such as
 * `{ httpStatus: 403, message: 'this origin may not connect' }`.
 */
export interface Rejection {
  /** From 300 to 599: a refusal or a redirect, never 101. */
  readonly httpStatus: number;
  /** The body, unless another one is given; the status's own phrase when left out. */
  readonly message?: string;
  readonly headers?: HeaderList;
  /** A HEAD request is answered without a body. */
  readonly request?: { readonly method: string } | null;
}

export interface RejectionOptions {
  /**
   * Further header fields; one that the rejection has too replaces it. Content-Length is computed. A
   * server with a clock adds Date here (RFC 9110 §6.6.1).
   */
  readonly headers?: HeaderList;
  /** The body: bytes, or text that is sent as UTF-8; the rejection's message when left out. */
  readonly body?: string | Uint8Array;
}

/**
 * Encodes an HTTP response that refuses a request and says that the connection ends with it.
 *
 * @returns fresh bytes, head and body
 * @throws RangeError for a status outside 300 to 599; TypeError for an argument of the wrong type, a name
 *   that is no token, or a value with CR, LF, NUL or another control character
 * @see RFC 6455 §4.2.2, RFC 9110 §15
 */
export function encodeRejection(rejection: Rejection, options: RejectionOptions = {}): Uint8Array {
  const { httpStatus, request = null } = rejection;
  requireInteger(httpStatus, 'httpStatus', 300, 599);
  const { message = reasonPhrase(httpStatus) || String(httpStatus) } = rejection;
  requireString(message, 'message');
  const { headers = [], body = `${message}\n` } = options;
  requireExtraHeaders(headers, RESERVED);
  requireExtraHeaders(rejection.headers ?? [], RESERVED);
  if (typeof body !== 'string') requireBytes(body, 'body');

  const content = typeof body === 'string' ? encodeUtf8(body) : body;
  const defaults: HeaderList = [
    ['Connection', 'close'],
    [
      'Content-Type',
      typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/octet-stream',
    ],
  ];
  const fields = override(override(defaults, rejection.headers ?? []), headers);
  const head = writeHead(`HTTP/1.1 ${httpStatus} ${reasonPhrase(httpStatus)}`, [
    ...fields,
    ['Content-Length', String(content.length)],
  ]);
  if (request?.method === 'HEAD' || httpStatus === 304) return head;

  const response = new Uint8Array(head.length + content.length);
  response.set(head);
  response.set(content, head.length);
  return response;
}

/** The fields of both lists, without those of the first that the second has too. */
function override(fields: HeaderList, by: HeaderList): HeaderList {
  return [...fields.filter(([name]) => headerValues(by, name).length === 0), ...by];
}
