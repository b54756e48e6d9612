/**
 * The server's reading of a client's opening handshake (RFC 6455 §4.2.1).
 */

import { isAllOf, VISIBLE } from '../http/characters.js';
import type { RequestHead } from '../http/head.js';
import { frozenHeaders, type HeaderList } from '../http/header-list.js';
import { isValidHost } from '../http/host.js';
import { isTargetOfHandshake, targetAuthority } from '../http/target.js';
import { hasProtocol, hasToken } from '../http/token-list.js';
import { requireHeaders, requireString } from '../vocabulary/argument.js';
import {
  type HandshakeViolationCode,
  handshakeViolation,
} from '../vocabulary/handshake-violation.js';
import { type Complete, complete, type Invalid } from '../vocabulary/result.js';
import { isValidKey } from './accept-key.js';
import type { ExtensionOffer } from './extension.js';
import { Field, HandshakeFields, isHttp11 } from './handshake-fields.js';
import { readOffers } from './read-offers.js';

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
 * @example
 * server.on('upgrade', ({ method = '', url = '', httpVersion, rawHeaders }, socket) => {
 *   const headers = rawHeaders.flatMap((name, i) => (i % 2 ? [] : [[name, rawHeaders[i + 1] ?? ''] as const]));
 *   const request = readHandshake({ method, target: url, version: httpVersion, headers });
 * @see RFC 6455 §4.2.1
 */
export function readHandshake(
  head: RequestHead,
): Complete<HandshakeRequest> | Invalid<HandshakeError> {
  const { method, target, headers } = head;
  requireString(method, 'method');
  requireString(target, 'target');
  requireString(head.version, 'version');
  requireHeaders(headers, 'headers');
  const version = head.version.startsWith('HTTP/') ? head.version.slice(5) : head.version;
  return judgeHandshake({ method, target, version, headers }, 0, {
    isAscii: false,
    isTargetVisible: isAllOf(target, VISIBLE),
  });
}

/** What is known of a head, so that it need not be looked at again. */
export interface HeadFacts {
  /** Whether it is known to hold nothing but ASCII. */
  readonly isAscii: boolean;
  /** Whether its target is visible ASCII. */
  readonly isTargetVisible: boolean;
}

/** The same for a head that took `bytesRead` bytes and has the right shape. */
export function judgeHandshake(
  request: RequestHead,
  bytesRead: number,
  { isAscii, isTargetVisible }: HeadFacts,
): Complete<HandshakeRequest> | Invalid<HandshakeError> {
  const { method, target, version, headers } = request;
  const found = new HandshakeFields(headers, isAscii);
  const fault = checkRequest(request, found, isTargetVisible);
  if (fault !== null) return invalidHandshake(fault, request);
  const fields = readFields(found);
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
function checkRequest(
  { method, target, version }: RequestHead,
  fields: HandshakeFields,
  isTargetVisible: boolean,
): HandshakeViolationCode | null {
  const asksForUpgrade = hasProtocol(fields.values(Field.Upgrade), 'websocket');
  if (!asksForUpgrade || version === '1.0' || version.startsWith('0.')) return 'upgrade-missing';
  if (method !== 'GET') return 'method-not-get';
  if (!isHttp11(version)) return 'http-version-unsupported';
  if (!isTargetVisible || !isTargetOfHandshake(target)) return 'target-invalid';
  if (!hasToken(fields.values(Field.Connection), 'upgrade')) return 'connection-upgrade-missing';
  if (fields.announcesBody) return 'body-unexpected';
  if (fields.isOpaque) return 'field-not-ascii';
  return null;
}

/** Reads the fields of the handshake, or names the first that is wrong. */
function readFields(fields: HandshakeFields): Fields | HandshakeViolationCode {
  const host = fields.first(Field.Host);
  if (host === null) return 'host-missing';
  if (fields.isRepeated(Field.Host)) return 'host-duplicate';
  if (!isValidHost(host)) return 'host-invalid';

  if (fields.isRepeated(Field.Version)) return 'version-duplicate';
  if (fields.first(Field.Version) !== '13') return 'version-unsupported';

  const key = fields.first(Field.Key);
  if (key === null) return 'key-missing';
  if (fields.isRepeated(Field.Key)) return 'key-duplicate';
  if (!isValidKey(key)) return 'key-invalid';

  const origin = fields.first(Field.Origin);
  if (fields.isRepeated(Field.Origin)) return 'origin-duplicate';

  const offers = readOffers(fields);
  if (typeof offers === 'string') return offers;
  const { protocols, extensions } = offers;
  return { host, origin, key, protocols, extensions };
}
