/**
 * The request target (RFC 9112 §3.2) of an opening handshake.
 */

import { everyCharacter, isVisibleCharacter } from './characters.js';

const schemes = ['http://', 'https://', 'ws://', 'wss://'];

/**
 * Whether a target is a path or an absolute URI, in visible ASCII and without a fragment
 * (RFC 6455 §3, §4.2.1).
 */
export function isValidTarget(target: string): boolean {
  const isPath = target.startsWith('/');
  const isAbsolute = schemes.some((scheme) => target.toLowerCase().startsWith(scheme));
  return (
    (isPath || isAbsolute) && !target.includes('#') && everyCharacter(target, isVisibleCharacter)
  );
}
