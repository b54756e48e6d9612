/**
 * The header sections that open a WebSocket in HTTP/2 and HTTP/3 (RFC 8441, RFC 9220), as lists for their encoder.
 */

import { type HeaderList, headerValues } from '../http/header-list.js';
import { isValidHost } from '../http/host.js';
import { formatParameterizedToken } from '../http/parameters.js';
import { isValidPath } from '../http/target.js';
import { requireExtraHeaders, requireFieldValue, requireToken } from '../http/write-head.js';
import {
  describe,
  requireHeaders,
  requireInteger,
  requireList,
  requireString,
} from '../vocabulary/argument.js';
import { type ExtensionOffer, type Offered, offerOf } from './extension.js';
import { requireAnswer, requireExtensions, requireProtocols } from './handshake-arguments.js';
import type { ConnectRequest } from './read-connect-request.js';

/** The setting by which a server of HTTP/2 or HTTP/3 says that it takes extended CONNECT (RFC 8441 §3, RFC 9220 §3). */
export const SETTINGS_ENABLE_CONNECT_PROTOCOL = 0x8;

/** What no header section of HTTP/2 may hold (RFC 9113 §8.2.2), and what is written from other arguments. */
const RESERVED = [
  'connection',
  'proxy-connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
];
/** A tunnel is asked for and opened without any content (RFC 9110 §8.6, §9.3.6). */
const OF_REQUEST = ['content-length', 'host', 'origin', 'sec-websocket-'];
const OF_RESPONSE = ['content-length', 'sec-websocket-'];

export interface ConnectRequestInit {
  /** `https` for wss:, which is what it is when left out; `http` for ws:. */
  readonly scheme?: 'http' | 'https';
  /** Host with an optional port, such as `example.com:8080`. */
  readonly authority: string;
  /** Path and query, such as `/chat?room=1`. */
  readonly path: string;
  /** The origin, which only browsers must send. */
  readonly origin?: string | null;
  /** Offered subprotocols in order of preference. */
  readonly protocols?: readonly string[];
  /** Offered extensions in order of preference; give `readConnectResponse` the same list. */
  readonly extensions?: readonly Offered[];
  /** Further fields, such as authorization or cookie; not those of the handshake itself. */
  readonly headers?: HeaderList;
}

export interface ConnectResponseOptions {
  /** The chosen subprotocol, one of those offered; null or left out for none. */
  readonly protocol?: string | null;
  /** The accepted extensions, as `negotiateExtensions` returns them. */
  readonly extensions?: readonly ExtensionOffer[];
  /** Further fields, such as set-cookie; not those of the handshake itself. */
  readonly headers?: HeaderList;
}

/**
 * The header section of a client's extended CONNECT. It may be sent once the server's settings have said
 * `SETTINGS_ENABLE_CONNECT_PROTOCOL`, without END_STREAM.
 *
 * @returns a fresh list, pseudo-header fields first, all names in lower case
 * @throws TypeError for a scheme, authority or path that is not well-formed, a subprotocol that is no token or stands
 *   there twice, a name that is no token, a value with CR, LF, NUL or another control character, or a field that the
 *   handshake writes itself or HTTP/2 does not know
 * @see RFC 8441 §4, §5
 */
export function connectRequestHeaders(init: ConnectRequestInit): HeaderList {
  const { scheme = 'https', authority, path, origin = null, headers = [] } = init;
  const { protocols = [], extensions: offered = [] } = init;
  requireList(offered, 'extensions');
  const extensions = offered.map(offerOf);
  if (scheme !== 'https' && scheme !== 'http') {
    throw new TypeError(`scheme is ${describe(scheme)}; it must be 'http' or 'https'`);
  }
  requireString(authority, 'authority');
  if (!isValidHost(authority)) {
    throw new TypeError(`authority ${describe(authority)} is not well-formed`);
  }
  requireString(path, 'path');
  if (!isValidPath(path)) {
    throw new TypeError(`path ${describe(path)} is not well-formed`);
  }
  requireProtocols(protocols);
  requireExtensions(extensions);

  const fields: [string, string][] = [
    [':method', 'CONNECT'],
    [':protocol', 'websocket'],
    [':scheme', scheme],
    [':path', path],
    [':authority', authority],
    ['sec-websocket-version', '13'],
  ];
  if (origin !== null) {
    requireFieldValue(origin, 'origin');
    fields.push(['origin', origin]);
  }
  return [...fields, ...termsOf(protocols, extensions), ...further(headers, OF_REQUEST)];
}

/**
 * The header section by which a server accepts: status 200, without END_STREAM.
 *
 * @param request what `readConnectRequest` returned
 * @returns a fresh list, `:status` first, all names in lower case
 * @throws TypeError for a subprotocol or an extension that was not offered, for a name that is no token, for a value
 *   with CR, LF, NUL or another control character, or for a field that the handshake writes itself or HTTP/2 does not
 *   know
 * @see RFC 8441 §5
 */
export function connectResponseHeaders(
  request: Pick<ConnectRequest, 'protocols' | 'extensions'>,
  options: ConnectResponseOptions = {},
): HeaderList {
  const { protocol = null, extensions = [], headers = [] } = options;
  requireAnswer(request, protocol, extensions);
  const protocols = protocol === null ? [] : [protocol];
  return [[':status', '200'], ...termsOf(protocols, extensions), ...further(headers, OF_RESPONSE)];
}

/**
 * The header section by which a server refuses; a body may follow, and END_STREAM ends it. Content-Length may be given.
 *
 * @param rejection a `ConnectError`, or an object of one's own such as `{ httpStatus: 403 }`
 * @param options further fields; one that the rejection has too replaces it
 * @returns a fresh list, `:status` first, all names in lower case
 * @throws RangeError for a status outside 300 to 599; TypeError for a name that is no token, a value with CR, LF, NUL or
 *   another control character, or a field that HTTP/2 does not know
 * @see RFC 8441 §5, RFC 9110 §15
 */
export function connectRejectionHeaders(
  rejection: { readonly httpStatus: number; readonly headers?: HeaderList },
  options: { readonly headers?: HeaderList } = {},
): HeaderList {
  requireInteger(rejection.httpStatus, 'httpStatus', 300, 599);
  const own = further(rejection.headers ?? []);
  const headers = further(options.headers ?? []);
  return [
    [':status', String(rejection.httpStatus)],
    ...own.filter(([name]) => headerValues(headers, name).length === 0),
    ...headers,
  ];
}

/** The fields that name subprotocols and extensions, where there are any. */
function termsOf(protocols: readonly string[], extensions: readonly ExtensionOffer[]): HeaderList {
  const fields: [string, string][] = [];
  if (protocols.length > 0) fields.push(['sec-websocket-protocol', protocols.join(', ')]);
  if (extensions.length > 0) {
    fields.push(['sec-websocket-extensions', extensions.map(formatParameterizedToken).join(', ')]);
  }
  // Checked as it is written: the lists are the caller's, who may answer otherwise when asked again.
  for (const [name, value] of fields) requireFieldValue(value, `the value of ${name}`);
  return fields;
}

/** The caller's own fields, with their names in lower case as HTTP/2 wants them. */
function further(headers: HeaderList, reserved: readonly string[] = []): HeaderList {
  requireHeaders(headers, 'headers');
  // Copied before it is checked, for the same reason.
  const own = headers.map(([name, value]) => [name, value] as const);
  requireExtraHeaders(own, [...RESERVED, ...reserved]);
  return own.map(([name, value]) => {
    requireToken(name, 'a header name');
    requireFieldValue(value, `the value of ${name}`);
    return [name.toLowerCase(), value];
  });
}
