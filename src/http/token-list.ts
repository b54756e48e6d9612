/**
 * Comma-separated lists of tokens (RFC 9110 §5.6.1): Connection, Upgrade, Sec-WebSocket-Protocol.
 */

import { isBlank, skipClassIn, TOKEN } from './characters.js';

const SLASH = 0x2f;

/**
 * The tokens of a list, or null when it is malformed or holds none. Empty elements are passed over, as a
 * recipient must. Linear in the length of the values.
 *
 * @param values all values of the field; several lines are one list
 */
export function parseTokenList(values: readonly string[]): string[] | null {
  return parseList(values, skipToken);
}

/** Whether a list of protocols, such as `HTTP/2.0, websocket`, names one without a version (RFC 9110 §7.8). */
export function hasProtocol(values: readonly string[], name: string): boolean {
  if (isOnly(values, name)) return true;
  return parseList(values, skipProtocol)?.some((item) => item.toLowerCase() === name) ?? false;
}

function parseList(
  values: readonly string[],
  skipElement: (text: string, at: number) => number,
): string[] | null {
  const tokens: string[] = [];
  for (const value of values) {
    let at = 0;
    while (at < value.length) {
      at = skipBlanks(value, at);
      const start = at;
      at = skipElement(value, at);
      if (at > start) tokens.push(value.slice(start, at));
      at = skipBlanks(value, at);
      if (at < value.length && value.charCodeAt(at++) !== 0x2c) return null;
    }
  }
  return tokens.length > 0 ? tokens : null;
}

/** Whether a list names a token, without regard to case. A malformed list names nothing. */
export function hasToken(values: readonly string[], token: string): boolean {
  if (isOnly(values, token)) return true;
  return parseTokenList(values)?.some((item) => item.toLowerCase() === token) ?? false;
}

/** `protocol-name ["/" protocol-version]`; a slash without both is left standing, where no list has one. */
function skipProtocol(text: string, at: number): number {
  const nameEnd = skipToken(text, at);
  if (nameEnd === at || text.charCodeAt(nameEnd) !== SLASH) return nameEnd;
  const versionEnd = skipToken(text, nameEnd + 1);
  return versionEnd === nameEnd + 1 ? nameEnd : versionEnd;
}

/** The index of the first character at or after `at` that is neither a space nor a tab. */
export function skipBlanks(text: string, at: number): number {
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** The index of the first character at or after `at` that no token can hold. */
export function skipToken(text: string, at: number): number {
  return skipClassIn(text, at, TOKEN);
}

/** Whether all values together are one word, without regard to case: most lists that are asked for one are. */
function isOnly(values: readonly string[], word: string): boolean {
  return (
    values.length === 1 && values[0]?.length === word.length && values[0].toLowerCase() === word
  );
}
