/**
 * The request target (RFC 9112 §3.2) of an opening handshake.
 */

import { isAllOf, VISIBLE } from './characters.js';
import { isValidHost } from './host.js';

const schemes = ['http://', 'https://', 'ws://', 'wss://'];

/**
 * Whether a target is a path or an absolute URI, in visible ASCII and without a fragment
 * (RFC 6455 §3, §4.2.1).
 */
export function isValidTarget(target: string): boolean {
  return isAllOf(target, VISIBLE) && isTargetOfHandshake(target);
}

/** Whether a `:path` is a path with an optional query, in visible ASCII (RFC 9113 §8.3.1). */
export function isValidPath(path: string): boolean {
  return path.startsWith('/') && isAllOf(path, VISIBLE) && !path.includes('#');
}

/** The same as `isValidTarget` for a target of visible ASCII. */
export function isTargetOfHandshake(target: string): boolean {
  if (target.includes('#')) return false;
  const authority = targetAuthority(target);
  return authority === null ? target.startsWith('/') : isValidHost(authority);
}

/** The authority of an absolute URI, or null: the target is a path, or nothing that we know. */
export function targetAuthority(target: string): string | null {
  if (target.startsWith('/')) return null;
  const scheme = schemes.find((prefix) => target.slice(0, prefix.length).toLowerCase() === prefix);
  if (scheme === undefined) return null;
  let end = scheme.length;
  while (end < target.length && target.charAt(end) !== '/' && target.charAt(end) !== '?') end++;
  return target.slice(scheme.length, end);
}
