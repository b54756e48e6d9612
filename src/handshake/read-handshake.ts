/**
 * The server's reading of a client's opening handshake (RFC 6455 §4.2.1).
 */

import type { RequestHead } from '../http/head.js';
import { frozenHeaders, type HeaderList, headerValues } from '../http/header-list.js';
import { isValidHost } from '../http/host.js';
import { parseParameterizedList } from '../http/parameters.js';
import { isValidTarget, targetAuthority } from '../http/target.js';
import { hasProtocol, hasToken, parseTokenList } from '../http/token-list.js';
import { requireHeaders, requireString } from '../vocabulary/argument.js';
import {
  type HandshakeViolationCode,
  handshakeViolation,
} from '../vocabulary/handshake-violation.js';
import { type Complete, complete, type Invalid } from '../vocabulary/result.js';
import { isValidKey } from './accept-key.js';
import type { ExtensionOffer } from './extension.js';
import { announcesBody, hasOpaqueWebSocketField, isHttp11 } from './handshake-fields.js';

/** A client's opening handshake that a server may accept. */
export interface HandshakeRequest extends RequestHead {
  /** The Host field, or the authority of an absolute target, which takes its place (RFC 9112 §3.2.2). */
  readonly host: string;
  /** The origin of the page that asks, or null from a client that is no browser (RFC 6455 §10.2). */
  readonly origin: string | null;
  readonly key: string;
  /** Offered subprotocols in the client's order of preference. */
  readonly protocols: readonly string[];
  /** Offered extensions in the client's order of preference. */
  readonly extensions: readonly ExtensionOffer[];
}

/** Why a request is no acceptable opening handshake, as plain frozen data. */
export interface HandshakeError {
  readonly code: HandshakeViolationCode;
  readonly httpStatus: number;
  readonly message: string;
  readonly section: string;
  /** What the answer must carry: `Allow` in a 405, `Upgrade` and the version in a 426. */
  readonly headers: HeaderList;
  /** The request, when its head was well-formed: a server may answer an ordinary one with a page. */
  readonly request: RequestHead | null;
}

/** What the fields say once all of them have been found in order. */
type Fields = Omit<HandshakeRequest, keyof RequestHead>;

/**
 * Judges a request whose head something else has parsed, such as `node:http`.
 *
 * The absence of `Upgrade: websocket` is judged first (`upgrade-missing`), so that `error.request` tells an
 * ordinary request from a broken handshake; HTTP/1.0 counts as absence (RFC 9110 §7.8).
 *
 * @param head method, target, version (`1.1`; `HTTP/1.1` is understood too) and header fields as pairs;
 *   not changed
 * @returns `complete` with `bytesRead` 0, or `invalid` with what to answer
 * @throws TypeError if the head has not these shapes
 * @example readHandshake({ method: req.method, target: req.url, version: req.httpVersion, headers })
 * @see RFC 6455 §4.2.1
 */
export function readHandshake(
  head: RequestHead,
): Complete<HandshakeRequest> | Invalid<HandshakeError> {
  return judgeHandshake(head, 0);
}

/** The same for a head that took `bytesRead` bytes. */
export function judgeHandshake(
  head: RequestHead,
  bytesRead: number,
): Complete<HandshakeRequest> | Invalid<HandshakeError> {
  const { method, target, headers } = head;
  requireString(method, 'method');
  requireString(target, 'target');
  requireString(head.version, 'version');
  requireHeaders(headers, 'headers');
  const version = head.version.startsWith('HTTP/') ? head.version.slice(5) : head.version;

  const request = { method, target, version, headers };
  const fault = checkRequest(request);
  if (fault !== null) return invalidHandshake(fault, request);
  const fields = readFields(headers);
  if (typeof fields === 'string') return invalidHandshake(fields, request);
  // Field by field: a spread takes the engine's slow path (measured: bench/handshake).
  const { origin, key, protocols, extensions } = fields;
  const host = targetAuthority(target) ?? fields.host;
  const value = { method, target, version, headers, host, origin, key, protocols, extensions };
  return complete(value, bytesRead);
}

/** The invalid result of a handshake violation. */
export function invalidHandshake(
  code: HandshakeViolationCode,
  request: RequestHead | null,
): Invalid<HandshakeError> {
  const { httpStatus, message, section, headers } = handshakeViolation(code);
  const error: HandshakeError = {
    code,
    httpStatus,
    message,
    section,
    headers: frozenHeaders(headers),
    request: request === null ? null : frozenHead(request),
  };
  return { status: 'invalid', error: Object.freeze(error) };
}

/** A copy, because the head may be the caller's own. */
function frozenHead({ method, target, version, headers }: RequestHead): RequestHead {
  return Object.freeze({ method, target, version, headers: frozenHeaders(headers) });
}

/** Judges everything that makes the request an upgrade to WebSocket at all. */
function checkRequest(request: RequestHead): HandshakeViolationCode | null {
  const { method, target, version, headers } = request;
  const asksForUpgrade = hasProtocol(headerValues(headers, 'upgrade'), 'websocket');
  if (!asksForUpgrade || version === '1.0' || version.startsWith('0.')) return 'upgrade-missing';
  if (method !== 'GET') return 'method-not-get';
  if (!isHttp11(version)) return 'http-version-unsupported';
  if (!isValidTarget(target)) return 'target-invalid';
  if (!hasToken(headerValues(headers, 'connection'), 'upgrade'))
    return 'connection-upgrade-missing';
  if (announcesBody(headers)) return 'body-unexpected';
  if (hasOpaqueWebSocketField(headers)) return 'field-not-ascii';
  return null;
}

/** Reads the fields of the handshake, or names the first that is wrong. */
function readFields(headers: HeaderList): Fields | HandshakeViolationCode {
  const [host, secondHost] = headerValues(headers, 'host');
  if (host === undefined) return 'host-missing';
  if (secondHost !== undefined) return 'host-duplicate';
  if (!isValidHost(host)) return 'host-invalid';

  const [version, secondVersion] = headerValues(headers, 'sec-websocket-version');
  if (secondVersion !== undefined) return 'version-duplicate';
  if (version !== '13') return 'version-unsupported';

  const [key, secondKey] = headerValues(headers, 'sec-websocket-key');
  if (key === undefined) return 'key-missing';
  if (secondKey !== undefined) return 'key-duplicate';
  if (!isValidKey(key)) return 'key-invalid';

  const [origin = null, secondOrigin] = headerValues(headers, 'origin');
  if (secondOrigin !== undefined) return 'origin-duplicate';

  const protocolValues = headerValues(headers, 'sec-websocket-protocol');
  const protocols = protocolValues.length === 0 ? [] : parseTokenList(protocolValues);
  if (protocols === null) return 'protocol-malformed';
  if (new Set(protocols).size < protocols.length) return 'protocol-duplicate';

  const extensionValues = headerValues(headers, 'sec-websocket-extensions');
  const extensions = extensionValues.length === 0 ? [] : parseParameterizedList(extensionValues);
  if (extensions === null) return 'extensions-malformed';

  return { host, origin, key, protocols, extensions };
}
