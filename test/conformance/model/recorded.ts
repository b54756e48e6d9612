/** What the fuzzer records, and when it equals what a case expects. */

import type { Expected } from '../cases/notation.js';
import { materialize } from '../cases/payload.js';

export type Recorded =
  | { readonly type: 'text' | 'binary' | 'pong'; readonly payload: Uint8Array }
  | { readonly type: 'timeout'; readonly tag: string };

/** Same events, same order, nothing more. */
export function sameEvents(recorded: readonly Recorded[], expected: readonly Expected[]): boolean {
  return recorded.length === expected.length && isPrefix(recorded, expected);
}

/** Whether what was recorded can still become what is expected. */
export function isPrefix(recorded: readonly Recorded[], expected: readonly Expected[]): boolean {
  return recorded.every((event, index) => {
    const other = expected[index];
    return other !== undefined && sameEvent(event, other);
  });
}

function sameEvent(recorded: Recorded, expected: Expected): boolean {
  if (recorded.type === 'timeout') {
    return expected.type === 'timeout' && recorded.tag === expected.tag;
  }
  if (expected.type === 'timeout') return false;
  return (
    recorded.type === expected.type &&
    recorded.payload.length === expected.payload.length &&
    Buffer.compare(recorded.payload, materialize(expected.payload)) === 0
  );
}

/** One event for a person: type, length and the first octets. */
export function describeEvent(event: Recorded): string {
  if (event.type === 'timeout') return `timeout(${event.tag})`;
  const { length } = event.payload;
  const shown = JSON.stringify(Buffer.from(event.payload.subarray(0, 24)).toString('latin1'));
  return `${event.type}(${shown}${length > 24 ? `..., ${length} octets` : ''})`;
}
