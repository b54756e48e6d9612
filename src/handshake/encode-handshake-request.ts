/**
 * The client's opening handshake (RFC 6455 §4.1).
 */

import type { HeaderList } from '../http/header-list.js';
import { isValidHost } from '../http/host.js';
import { formatParameterizedToken } from '../http/parameters.js';
import { isValidTarget } from '../http/target.js';
import { requireExtraHeaders, requireFieldValue, writeHead } from '../http/write-head.js';
import { describe, requireList, requireString } from '../vocabulary/argument.js';
import { isValidKey } from './accept-key.js';
import { type Offered, offerOf } from './extension.js';
import { requireExtensions, requireProtocols } from './handshake-arguments.js';

const RESERVED = [
  'host',
  'upgrade',
  'connection',
  'origin',
  'sec-websocket-',
  'content-length',
  'transfer-encoding',
];

export interface HandshakeRequestInit {
  /** Host with an optional port, such as `example.com:8080` or `[::1]`. */
  readonly host: string;
  /** Path and query, such as `/chat?room=1`. */
  readonly target: string;
  /** A fresh key of `generateKey`, to be kept for `parseHandshakeResponse`. */
  readonly key: string;
  /** The origin, which only browsers must send. */
  readonly origin?: string | null;
  /** Offered subprotocols in order of preference. */
  readonly protocols?: readonly string[];
  /** Offered extensions in order of preference; give `parseHandshakeResponse` the same list. */
  readonly extensions?: readonly Offered[];
  /** Further header fields, such as Authorization or Cookie; not those of the handshake itself. */
  readonly headers?: HeaderList;
}

/**
 * Encodes a client's opening handshake.
 *
 * @returns fresh bytes, up to and with the empty line
 * @throws TypeError for a host, target or key that is not well-formed, a subprotocol that is no token or
 *   stands there twice, a name that is no token, a value with CR, LF, NUL or another control character,
 *   or a header that the handshake writes itself
 * @see RFC 6455 §4.1
 */
export function encodeHandshakeRequest(init: HandshakeRequestInit): Uint8Array {
  const { host, target, key, origin = null, headers = [] } = init;
  const { protocols = [], extensions: offered = [] } = init;
  requireList(offered, 'extensions');
  const extensions = offered.map(offerOf);
  requireWellFormed(host, 'host', isValidHost);
  requireWellFormed(target, 'target', isValidTarget);
  requireWellFormed(key, 'key', isValidKey);
  requireProtocols(protocols);
  requireExtensions(extensions);
  requireExtraHeaders(headers, RESERVED);

  const fields: [string, string][] = [
    ['Host', host],
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Key', key],
    ['Sec-WebSocket-Version', '13'],
  ];
  if (origin !== null) {
    requireFieldValue(origin, 'origin');
    fields.push(['Origin', origin]);
  }
  if (protocols.length > 0) fields.push(['Sec-WebSocket-Protocol', protocols.join(', ')]);
  if (extensions.length > 0) {
    fields.push(['Sec-WebSocket-Extensions', extensions.map(formatParameterizedToken).join(', ')]);
  }
  return writeHead(`GET ${target} HTTP/1.1`, [...fields, ...headers]);
}

function requireWellFormed(value: string, name: string, test: (value: string) => boolean): void {
  requireString(value, name);
  if (!test(value)) throw new TypeError(`${name} ${describe(value)} is not well-formed`);
}
