/**
 * A second reading of the payload of a Close (RFC 6455 §5.5.1, §7.4).
 */

import { readUtf8 } from './utf8.js';

/**
 * @param {Uint8Array} payload
 * @returns {string} the fault, or nothing
 */
export function closeFault(payload) {
  if (payload.length === 0) return '';
  if (payload.length === 1) return 'close-payload-too-short';
  const code = payload[0] * 256 + payload[1];
  // RFC 6455 §7.4.1, §7.4.2 and the registry of IANA.
  const isDefined = code >= 1000 && code <= 1014 && code !== 1004 && code !== 1005 && code !== 1006;
  if (!isDefined && (code < 3000 || code > 4999)) return 'close-code-invalid';
  return readUtf8(payload, 2, payload.length) === null ? 'close-reason-not-utf8' : '';
}

/** What one without a fault says; 1005 for an empty one (§7.1.5). @param {Uint8Array} payload */
export function readClose(payload) {
  if (payload.length === 0) return { code: 1005, reason: '' };
  const code = payload[0] * 256 + payload[1];
  return { code, reason: readUtf8(payload, 2, payload.length) ?? '' };
}
