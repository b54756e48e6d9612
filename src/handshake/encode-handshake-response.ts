/**
 * The server's acceptance of an opening handshake (RFC 6455 §4.2.2).
 */

import type { HeaderList } from '../http/header-list.js';
import { formatParameterizedToken } from '../http/parameters.js';
import { requireExtraHeaders, writeHead } from '../http/write-head.js';
import { computeAccept } from './accept-key.js';
import type { ExtensionOffer } from './extension.js';
import { requireAnswer } from './handshake-arguments.js';
import type { HandshakeRequest } from './read-handshake.js';

const RESERVED = ['upgrade', 'connection', 'sec-websocket-', 'content-length', 'transfer-encoding'];

export interface HandshakeResponseOptions {
  /** The chosen subprotocol, one of those offered; null or left out for none. */
  readonly protocol?: string | null;
  /** The accepted extensions, as `negotiateExtensions` returns them. */
  readonly extensions?: readonly ExtensionOffer[];
  /** Further header fields, such as Set-Cookie; not those of the handshake itself. */
  readonly headers?: HeaderList;
}

/**
 * Encodes the 101 response that accepts a handshake.
 *
 * @param request what `parseHandshake` or `readHandshake` returned
 * @returns fresh bytes, up to and with the empty line
 * @throws TypeError for a subprotocol or an extension that was not offered, for a name that is no token,
 *   for a value with CR, LF, NUL or another control character, or for a header that the handshake writes
 *   itself
 * @see RFC 6455 §4.2.2
 */
export function encodeHandshakeResponse(
  request: Pick<HandshakeRequest, 'key' | 'protocols' | 'extensions'>,
  options: HandshakeResponseOptions = {},
): Uint8Array {
  const { protocol = null, extensions = [], headers = [] } = options;
  requireExtraHeaders(headers, RESERVED);
  requireAnswer(request, protocol, extensions);

  const fields: [string, string][] = [
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
    ['Sec-WebSocket-Accept', computeAccept(request.key)],
  ];
  if (protocol !== null) fields.push(['Sec-WebSocket-Protocol', protocol]);
  if (extensions.length > 0) {
    fields.push(['Sec-WebSocket-Extensions', extensions.map(formatParameterizedToken).join(', ')]);
  }
  return writeHead('HTTP/1.1 101 Switching Protocols', [...fields, ...headers]);
}
