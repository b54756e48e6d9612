/**
 * A second reading of an authority (RFC 3986 §3.2; RFC 9110 §4.2).
 */

import { isIPv6 } from 'node:net';

const NAME = "(?:[A-Za-z0-9\\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})+";
const AUTHORITY = new RegExp(`^(?:${NAME}|\\[([^\\]]*)\\])(?::(\\d*))?$`);
const FUTURE_ADDRESS = /^v[0-9a-f]+\.[A-Za-z0-9\-._~!$&'()*+,;=:]+$/i;

/** A host and perhaps a port. @param {string} text */
export function isAuthority(text) {
  const match = AUTHORITY.exec(text);
  if (match === null || Number(match[2] ?? 0) > 65_535) return false;
  const literal = match[1];
  if (literal === undefined) return true;
  return FUTURE_ADDRESS.test(literal) || (isIPv6(literal) && !literal.includes('%'));
}
