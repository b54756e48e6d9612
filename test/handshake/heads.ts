/**
 * Heads to begin from, and ways to change one line of them and to look at what a parser made of it.
 */

import type { DecodeResult } from '../../src/vocabulary/result.js';

/** The example of RFC 6455 §1.3. */
export const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
export const ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

/** The least that a server accepts. */
export const REQUEST = [
  'GET /chat HTTP/1.1',
  'Host: server.example.com',
  'Upgrade: websocket',
  'Connection: Upgrade',
  `Sec-WebSocket-Key: ${KEY}`,
  'Sec-WebSocket-Version: 13',
] as const;

/** The least that a client accepts. */
export const RESPONSE = [
  'HTTP/1.1 101 Switching Protocols',
  'Upgrade: websocket',
  'Connection: Upgrade',
  `Sec-WebSocket-Accept: ${ACCEPT}`,
] as const;

/** One byte for each character. */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** One character for each byte. */
export function latin1Text(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

/** The bytes of a head: every line with its CRLF, then the empty line. */
export function head(lines: readonly string[]): Uint8Array {
  return latin1(`${lines.join('\r\n')}\r\n\r\n`);
}

/**
 * The lines with some of them changed: a line of a field that is there already takes its place, `-Name`
 * takes the field away, `+Name: value` adds a line whatever is there, and a line without a colon and a
 * sign is the new first line.
 */
export function edited(lines: readonly string[], ...changes: readonly string[]): string[] {
  let result = [...lines];
  for (const change of changes) {
    if (change.startsWith('+')) result.push(change.slice(1));
    else if (change.startsWith('-')) {
      const name = fieldName(change.slice(1));
      result = result.filter((line, i) => i === 0 || fieldName(line) !== name);
    } else if (/^(?:[A-Za-z-]+ [^ ]* HTTP|HTTP)\//.test(change)) result[0] = change;
    else {
      const at = result.findIndex((line, i) => i > 0 && fieldName(line) === fieldName(change));
      if (at < 0) result.push(change);
      else result[at] = change;
    }
  }
  return result;
}

/** The least request with changes, as bytes. */
export function requestWith(...changes: readonly string[]): Uint8Array {
  return head(edited(REQUEST, ...changes));
}

/** The least response with changes, as bytes. */
export function responseWith(...changes: readonly string[]): Uint8Array {
  return head(edited(RESPONSE, ...changes));
}

/** `complete`, `incomplete`, or the code of the fault. */
export function verdict<E>(result: DecodeResult<unknown, E>): string {
  if (result.status !== 'invalid') return result.status;
  const { error } = result;
  return typeof error === 'string' ? error : (error as { code: string }).code;
}

/** The value of a result that must be complete. */
export function completeValue<T>(result: DecodeResult<T, unknown>): T {
  if (result.status !== 'complete') throw new Error(`not complete: ${JSON.stringify(result)}`);
  return result.value;
}

/** The error of a result that must be invalid. */
export function errorOf<E>(result: DecodeResult<unknown, E>): E {
  if (result.status !== 'invalid') throw new Error(`not invalid: ${JSON.stringify(result)}`);
  return result.error;
}

/** Whether an object and all that it refers to is frozen. */
export function isDeeplyFrozen(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isDeeplyFrozen);
}

function fieldName(line: string): string {
  return (line.split(':')[0] as string).toLowerCase();
}
