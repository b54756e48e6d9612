/**
 * How a drawn head stands in a report: the rule that it breaks first, and its text in place of its bytes.
 */

import fc from 'fast-check';

/** So much of a text says what it is; the rest is only long. */
const SHOWN_CHARACTERS = 600;

/** The value itself, which fast-check prints as its violation and its text. */
export function printed<T extends { readonly violation: string; readonly text: string }>(
  value: T,
): T {
  // Not enumerable, so that it is no part of the value.
  return Object.defineProperty(value, fc.toStringMethod, { value: () => describe(value) });
}

function describe({ violation, text }: { readonly violation: string; readonly text: string }) {
  const start = JSON.stringify(text.slice(0, SHOWN_CHARACTERS));
  const rest = text.length > SHOWN_CHARACTERS ? `... (${text.length} bytes)` : '';
  return `${violation}: ${start}${rest}`;
}
