/**
 * Questions about UTF-8 answered by the platform's `TextDecoder`, which the code under test is compared with.
 */

import { sameBytes } from '../vectors/bits.js';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** Every way to end a text that has been cut inside a character: one of these fits whenever any does. */
const endings = ['', '80', 'bf', '8080', 'bfbf', '808080', 'bfbfbf'].map((digits) =>
  (digits.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)),
);

/** The text, or null. */
export function platformDecode(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

/** Whether some valid text starts with these bytes. */
export function canBecomeValid(bytes: Uint8Array): boolean {
  return endings.some((ending) => isValid(Uint8Array.from([...bytes, ...ending])));
}

/**
 * Without an exception, which would take most of the time: what is invalid becomes U+FFFD, and so goes back
 * to other bytes than it came from.
 */
function isValid(bytes: Uint8Array): boolean {
  return sameBytes(encoder.encode(lenient.decode(bytes)), bytes);
}

/** The index of the first byte such that no valid text starts with the bytes through it, or null. */
export function firstImpossibleByte(bytes: Uint8Array): number | null {
  for (let length = 1; length <= bytes.length; length++) {
    if (!canBecomeValid(bytes.slice(0, length))) return length - 1;
  }
  return null;
}
