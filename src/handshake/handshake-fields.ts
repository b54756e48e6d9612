/**
 * Questions that both sides ask about the header fields of the other's handshake.
 */

import { everyCharacter, isAscii, isDigit } from '../http/characters.js';
import { type HeaderList, headerValues } from '../http/header-list.js';

/**
 * Whether the head announces a body. An upgrade has none, and a recipient that disagrees with a proxy
 * about where frames begin could be made to read a second request out of them.
 */
export function announcesBody(headers: HeaderList): boolean {
  if (headerValues(headers, 'transfer-encoding').length > 0) return true;
  return headerValues(headers, 'content-length').some(
    (value) => value === '' || !everyCharacter(value, isDigit) || Number(value) > 0,
  );
}

/** Whether a field of the handshake itself holds a byte above ASCII; in all others they are opaque. */
export function hasOpaqueWebSocketField(headers: HeaderList): boolean {
  return headers.some(
    ([name, value]) => name.toLowerCase().startsWith('sec-websocket-') && !isAscii(value),
  );
}

/** Whether an HTTP version is 1.1 or a later minor version of HTTP/1. */
export function isHttp11(version: string): boolean {
  return version.startsWith('1.') && version !== '1.0';
}
