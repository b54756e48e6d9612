/**
 * The Host field: `uri-host [ ":" port ]` (RFC 9110 §7.2, RFC 3986 §3.2.2).
 */

import {
  DIGIT,
  everyCharacter,
  isDigit,
  isNameCharacter,
  NAME,
  skipClassIn,
} from './characters.js';

const PERCENT = 0x25;
const COLON = 0x3a;

/**
 * Whether a value names a host: a registered name, an IPv4 address, or an IP literal in brackets, with
 * an optional port up to 65535. An empty host is refused: a WebSocket URI always has one (RFC 6455 §3).
 */
export function isValidHost(value: string): boolean {
  if (value.startsWith('[')) {
    const end = value.indexOf(']') + 1;
    return isIpLiteral(value.slice(0, end)) && isPortSuffix(value, end);
  }
  const end = skipRegisteredName(value);
  return end > 0 && isPortSuffix(value, end);
}

/** From `at` on nothing, or a colon with any number of digits (none included) that make at most 65535. */
function isPortSuffix(value: string, at: number): boolean {
  if (at === value.length) return true;
  if (value.charCodeAt(at) !== COLON) return false;
  if (skipClassIn(value, at + 1, DIGIT) < value.length) return false;
  // Four digits never make too much.
  return value.length - at <= 5 || Number(value.slice(at + 1)) <= 0xffff;
}

/** The index behind unreserved, sub-delims and percent-encoded bytes; an IPv4 address looks the same. */
function skipRegisteredName(value: string): number {
  for (let at = 0; ; at += 3) {
    at = skipClassIn(value, at, NAME);
    const isEncoded =
      value.charCodeAt(at) === PERCENT &&
      isHexDigit(value.charCodeAt(at + 1)) &&
      isHexDigit(value.charCodeAt(at + 2));
    if (!isEncoded) return at;
  }
}

/** `[` IPv6address or IPvFuture `]`. */
function isIpLiteral(literal: string): boolean {
  const inner = literal.slice(1, -1);
  if (inner.startsWith('v') || inner.startsWith('V')) return isFutureAddress(inner.slice(1));
  return isIpv6Address(inner);
}

/** Hexadecimal version, a dot, and at least one character of the address. */
function isFutureAddress(text: string): boolean {
  const dot = text.indexOf('.');
  const address = text.slice(dot + 1);
  const inAddress = (code: number): boolean => isNameCharacter(code) || code === COLON;
  return (
    dot > 0 &&
    everyCharacter(text.slice(0, dot), isHexDigit) &&
    address.length > 0 &&
    everyCharacter(address, inAddress)
  );
}

/** Eight groups of 16 bits, the last two perhaps as IPv4, one run of zero groups perhaps as `::`. */
function isIpv6Address(text: string): boolean {
  const gap = text.indexOf('::');
  if (gap < 0) return countGroups(text, true) === 8;
  const before = countGroups(text.slice(0, gap), false);
  const after = countGroups(text.slice(gap + 2), true);
  return before >= 0 && after >= 0 && before + after <= 7;
}

/** How many groups a colon-separated text holds, or −1 when one of them is malformed. */
function countGroups(text: string, mayEndInIpv4: boolean): number {
  if (text === '') return 0;
  const groups = text.split(':');
  let count = 0;
  for (const [index, group] of groups.entries()) {
    const isHex = group.length >= 1 && group.length <= 4 && everyCharacter(group, isHexDigit);
    if (isHex) count += 1;
    else if (mayEndInIpv4 && index === groups.length - 1 && isIpv4Address(group)) count += 2;
    else return -1;
  }
  return count;
}

function isIpv4Address(text: string): boolean {
  const parts = text.split('.');
  const isOctet = (part: string): boolean =>
    part.length >= 1 &&
    part.length <= 3 &&
    everyCharacter(part, isDigit) &&
    Number(part) <= 255 &&
    (part === '0' || !part.startsWith('0'));
  return parts.length === 4 && parts.every(isOctet);
}

function isHexDigit(code: number): boolean {
  return isDigit(code) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
}
