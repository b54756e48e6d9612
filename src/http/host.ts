/**
 * The Host field: `uri-host [ ":" port ]` (RFC 9110 §7.2, RFC 3986 §3.2.2).
 */

import { everyCharacter, isDigit } from './characters.js';

const REGISTERED_NAME_EXTRA = "-._~!$&'()*+,;=";

/**
 * Whether a value names a host: a registered name, an IPv4 address, or an IP literal in brackets, with
 * an optional port up to 65535. An empty host is refused: a WebSocket URI always has one (RFC 6455 §3).
 */
export function isValidHost(value: string): boolean {
  const hostEnd = value.startsWith('[') ? value.indexOf(']') + 1 : endOfName(value);
  const host = value.slice(0, hostEnd);
  const valid = value.startsWith('[') ? isIpLiteral(host) : isRegisteredName(host);
  return valid && isPortSuffix(value.slice(hostEnd));
}

function endOfName(value: string): number {
  const colon = value.indexOf(':');
  return colon < 0 ? value.length : colon;
}

/** Nothing, or a colon with any number of digits (none included) that make at most 65535. */
function isPortSuffix(suffix: string): boolean {
  if (suffix === '') return true;
  const digits = suffix.slice(1);
  return suffix.startsWith(':') && everyCharacter(digits, isDigit) && Number(digits) <= 0xffff;
}

/** unreserved, sub-delims and percent-encoded bytes; an IPv4 address looks the same. */
function isRegisteredName(host: string): boolean {
  for (let at = 0; at < host.length; at++) {
    const code = host.charCodeAt(at);
    if (code === 0x25) {
      if (!isHexDigit(host.charCodeAt(at + 1)) || !isHexDigit(host.charCodeAt(at + 2)))
        return false;
      at += 2;
    } else if (!isAlphanumeric(code) && !REGISTERED_NAME_EXTRA.includes(host.charAt(at))) {
      return false;
    }
  }
  return host.length > 0;
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
  const inAddress = (code: number): boolean =>
    isAlphanumeric(code) ||
    code === 0x3a ||
    REGISTERED_NAME_EXTRA.includes(String.fromCharCode(code));
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

function isAlphanumeric(code: number): boolean {
  return isDigit(code) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}
