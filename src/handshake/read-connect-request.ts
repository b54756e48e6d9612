/**
 * The server's reading of an extended CONNECT for WebSocket (RFC 8441 §4, §5; RFC 9220 for HTTP/3).
 */

import { readFieldSection } from '../http/field-section.js';
import { frozenHeaders, type HeaderList } from '../http/header-list.js';
import { isValidHost } from '../http/host.js';
import { isValidPath } from '../http/target.js';
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
  /** Host with an optional port: `:authority`, or the Host field of a client that sends none. */
  readonly authority: string;
  /** Path and query. */
  readonly path: string;
  /** The origin of the page that asks, or null from a client that is no browser (RFC 6455 §10.2). */
  readonly origin: string | null;
  /** Offered subprotocols in the client's order of preference. */
  readonly protocols: readonly string[];
  /** Offered extensions in the client's order of preference. */
  readonly extensions: readonly ExtensionOffer[];
  /**
   * The ordinary fields, in order. Cookies may stand in several fields, to be joined by `; ` (RFC 9113 §8.2.3).
   */
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
 * on its own, and so is a CONNECT without `:protocol`, which asks for a tunnel (`tunnel-missing`); either is malformed
 * when its pseudo-header fields are not those of such a request. `sec-websocket-key` is not asked for, and not looked at.
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

  const fault = checkTunnel(pseudoHeaders);
  if (fault !== null) return invalid(fault);
  const fields = new HandshakeFields(section.headers, false);
  const place = readPlace(pseudoHeaders, fields);
  if (typeof place === 'string') return invalid(place);
  const terms = readFields(fields, place);
  if (typeof terms === 'string') return invalid(terms);
  return complete({ ...place, ...terms, headers: frozenHeaders(section.headers) }, 0);
}

/** Judges whether the request asks for a WebSocket at all. */
function checkTunnel(pseudoHeaders: ReadonlyMap<string, string>): ConnectViolationCode | null {
  const method = pseudoHeaders.get(':method');
  if (method === undefined) return 'method-missing';
  const protocol = pseudoHeaders.get(':protocol');
  if (method !== 'CONNECT') {
    // RFC 8441 §4 defines it for CONNECT, and elsewhere a pseudo-header field is not valid.
    return protocol === undefined ? 'method-not-connect' : 'protocol-misplaced';
  }
  if (protocol === undefined) {
    const isPlain =
      pseudoHeaders.has(':authority') &&
      !pseudoHeaders.has(':scheme') &&
      !pseudoHeaders.has(':path');
    return isPlain ? 'tunnel-missing' : 'tunnel-malformed';
  }
  return protocol.toLowerCase() === 'websocket' ? null : 'tunnel-unsupported';
}

/** Where the client wants to go. */
type Place = Pick<ConnectRequest, 'scheme' | 'authority' | 'path'>;

function readPlace(
  pseudoHeaders: ReadonlyMap<string, string>,
  fields: HandshakeFields,
): Place | ConnectViolationCode {
  const scheme = pseudoHeaders.get(':scheme')?.toLowerCase();
  if (scheme === undefined) return 'scheme-missing';
  if (scheme !== 'http' && scheme !== 'https') return 'scheme-invalid';
  const path = pseudoHeaders.get(':path');
  if (path === undefined) return 'path-missing';
  if (!isValidPath(path)) return 'path-invalid';
  const authority = pseudoHeaders.get(':authority') ?? fields.first(Field.Host);
  if (authority === null) return 'authority-missing';
  if (!isValidHost(authority)) return 'authority-invalid';
  return { scheme, authority, path };
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
  // Even of no bytes: what follows in DATA would not be as long as announced (RFC 9113 §8.1.1).
  if (fields.first(Field.ContentLength) !== null) return 'body-unexpected';
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
