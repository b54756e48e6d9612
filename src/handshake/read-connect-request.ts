/**
 * The server's reading of an extended CONNECT for WebSocket (RFC 8441 §4, §5; RFC 9220 for HTTP/3).
 */

import { isAllOf, VISIBLE } from '../http/characters.js';
import { readFieldSection } from '../http/field-section.js';
import { frozenHeaders, type HeaderList } from '../http/header-list.js';
import { isValidHost } from '../http/host.js';
import { requireHeaders } from '../vocabulary/argument.js';
import { type ConnectViolationCode, connectViolation } from '../vocabulary/connect-violation.js';
import { type Complete, complete, type Invalid } from '../vocabulary/result.js';
import type { ExtensionOffer } from './extension.js';
import { Field, HandshakeFields } from './handshake-fields.js';
import { readOffers } from './read-offers.js';

/** An extended CONNECT that a server may accept. */
export interface ConnectRequest {
  /** `https` for wss:, `http` for ws:. */
  readonly scheme: 'http' | 'https';
  /** Host with an optional port. */
  readonly authority: string;
  /** Path and query. */
  readonly path: string;
  /** The origin of the page that asks, or null from a client that is no browser (RFC 6455 §10.2). */
  readonly origin: string | null;
  /** Offered subprotocols in the client's order of preference. */
  readonly protocols: readonly string[];
  /** Offered extensions in the client's order of preference. */
  readonly extensions: readonly ExtensionOffer[];
  /** The ordinary fields, in order. */
  readonly headers: HeaderList;
}

/** Why a request is no acceptable extended CONNECT, as plain frozen data. */
export interface ConnectError {
  readonly code: ConnectViolationCode;
  /** What to answer with, for `connectRejectionHeaders`. */
  readonly httpStatus: number;
  readonly message: string;
  readonly section: string;
  /** What the answer must carry. */
  readonly headers: HeaderList;
  /**
   * The message breaks HTTP itself: the stream is to be reset with PROTOCOL_ERROR, in HTTP/3 with H3_MESSAGE_ERROR,
   * with or without an answer first (RFC 9113 §8.1.1, RFC 9114 §4.1.2).
   */
  readonly isMalformed: boolean;
}

const pseudoHeaderNames = [':method', ':protocol', ':scheme', ':authority', ':path'];

/**
 * Judges the header section of a request. Its stream must still be open in both directions: what follows in DATA are the
 * frames of WebSocket as in HTTP/1.1, those of the client masked.
 *
 * A method other than CONNECT is judged first (`method-not-connect`), so that a server may answer an ordinary request
 * on its own. `sec-websocket-key` is not asked for, and not looked at.
 *
 * @param headers all fields in order, pseudo-header fields first, as pairs; not changed
 * @returns `complete` with `bytesRead` 0, or `invalid` with what to answer
 * @throws TypeError if the list has not this shape
 * @see RFC 8441 §4, §5, RFC 9220 §3
 */
export function readConnectRequest(
  headers: HeaderList,
): Complete<ConnectRequest> | Invalid<ConnectError> {
  requireHeaders(headers, 'headers');
  const section = readFieldSection(headers, pseudoHeaderNames);
  if (typeof section === 'string') return invalid(section);
  const { pseudoHeaders } = section;

  if (pseudoHeaders.get(':method') !== 'CONNECT') return invalid('method-not-connect');
  const protocol = pseudoHeaders.get(':protocol');
  if (protocol === undefined) return invalid('tunnel-missing');
  if (protocol.toLowerCase() !== 'websocket') return invalid('tunnel-unsupported');

  const place = readPlace(pseudoHeaders);
  if (typeof place === 'string') return invalid(place);
  const fields = new HandshakeFields(section.headers, false);
  const terms = readFields(fields, place);
  if (typeof terms === 'string') return invalid(terms);
  return complete({ ...place, ...terms, headers: frozenHeaders(section.headers) }, 0);
}

/** Where the client wants to go. */
type Place = Pick<ConnectRequest, 'scheme' | 'authority' | 'path'>;

function readPlace(pseudoHeaders: ReadonlyMap<string, string>): Place | ConnectViolationCode {
  const scheme = pseudoHeaders.get(':scheme')?.toLowerCase();
  if (scheme === undefined) return 'scheme-missing';
  if (scheme !== 'http' && scheme !== 'https') return 'scheme-invalid';
  const path = pseudoHeaders.get(':path');
  if (path === undefined) return 'path-missing';
  if (!isPath(path)) return 'path-invalid';
  const authority = pseudoHeaders.get(':authority');
  if (authority === undefined) return 'authority-missing';
  if (!isValidHost(authority)) return 'authority-invalid';
  return { scheme, authority, path };
}

function isPath(path: string): boolean {
  return path.startsWith('/') && isAllOf(path, VISIBLE) && !path.includes('#');
}

/** What an authority names, without regard to case and to a port that its scheme has anyway (RFC 9110 §4.2.3). */
function entityOf(authority: string, scheme: Place['scheme']): string {
  const end = scheme === 'https' ? /:(443)?$/ : /:(80)?$/;
  return authority.toLowerCase().replace(end, '');
}

type Terms = Pick<ConnectRequest, 'origin' | 'protocols' | 'extensions'>;

function readFields(fields: HandshakeFields, place: Place): Terms | ConnectViolationCode {
  const authority = entityOf(place.authority, place.scheme);
  const isOtherHost = (host: string) => entityOf(host, place.scheme) !== authority;
  if (fields.values(Field.Host).some(isOtherHost)) return 'host-mismatch';
  if (fields.announcesBody) return 'body-unexpected';
  if (fields.isOpaque) return 'field-not-ascii';

  if (fields.isRepeated(Field.Version)) return 'version-duplicate';
  if (fields.first(Field.Version) !== '13') return 'version-unsupported';
  const origin = fields.first(Field.Origin);
  if (fields.isRepeated(Field.Origin)) return 'origin-duplicate';

  const offers = readOffers(fields);
  return typeof offers === 'string' ? offers : { origin, ...offers };
}

function invalid(code: ConnectViolationCode): Invalid<ConnectError> {
  const { httpStatus, message, section, headers, isMalformed } = connectViolation(code);
  const error: ConnectError = {
    code,
    httpStatus,
    message,
    section,
    headers: frozenHeaders(headers),
    isMalformed,
  };
  return { status: 'invalid', error: Object.freeze(error) };
}
