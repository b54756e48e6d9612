/**
 * Writing a head (RFC 9112 §2.1): nothing that a caller passes in can end a line early.
 */

import { describe, requireHeaders } from '../vocabulary/argument.js';
import { hasBlankEdge, isFieldValue, isToken } from './characters.js';
import type { HeaderList } from './header-list.js';

/**
 * The bytes of a start line, header fields and the empty line.
 *
 * @throws TypeError for a name that is no token, or a value with CR, LF, NUL, another control character
 *   or a character above U+00FF
 */
export function writeHead(startLine: string, headers: HeaderList): Uint8Array {
  let text = `${startLine}\r\n`;
  for (const [name, value] of headers) {
    requireToken(name, 'a header name');
    requireFieldValue(value, `the value of ${name}`);
    text += `${name}: ${value}\r\n`;
  }
  return latin1Bytes(`${text}\r\n`);
}

/**
 * Throws a TypeError if the caller's own headers are malformed or name a field that is written from
 * other arguments.
 *
 * @param reserved names in lower case; one that ends in `-` stands for all that begin so
 */
export function requireExtraHeaders(headers: HeaderList, reserved: readonly string[]): void {
  requireHeaders(headers, 'headers');
  for (const [name] of headers) {
    const lower = name.toLowerCase();
    if (
      reserved.some((entry) => (entry.endsWith('-') ? lower.startsWith(entry) : lower === entry))
    ) {
      throw new TypeError(`the header ${describe(name)} is written from the other arguments`);
    }
  }
}

export function requireToken(value: string, name: string): void {
  if (typeof value !== 'string' || !isToken(value)) {
    throw new TypeError(`${name} must be a token, not ${describe(value)}`);
  }
}

export function requireFieldValue(value: string, name: string): void {
  if (typeof value !== 'string' || !isFieldValue(value) || hasBlankEdge(value)) {
    throw new TypeError(
      `${name} must be Latin-1 text without control characters, and without blanks at its ends`,
    );
  }
}

/** One byte for each character; the caller has made sure that none is above U+00FF. */
function latin1Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
