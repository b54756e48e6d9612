/** How far the cases of families 12 and 13 have gone: not every run sends as much as the suite. */

import { allCases } from '../cases/index.js';
import type { CaseResult } from './case-result.js';

/** What the suite sends in each case with compression. */
const SUITE_ROUNDS = new Map(
  allCases.flatMap(({ id, deflate, rounds }) => (deflate === null ? [] : [[id, rounds] as const])),
);

export interface RoundTrips {
  readonly done: number;
  /** In the suite. */
  readonly whole: number;
  /** How many of the messages that came back were compressed. */
  readonly compressed: number;
}

/** Those of all results together; null where none of them is about compression. */
export function roundTripsOf(results: readonly CaseResult[]): RoundTrips | null {
  const counted = results.filter(({ id }) => SUITE_ROUNDS.has(id));
  const sum = (count: (result: CaseResult) => number) =>
    counted.reduce((total, result) => total + count(result), 0);
  if (counted.length === 0) return null;
  return {
    done: sum(({ rounds }) => rounds),
    whole: sum(({ id }) => SUITE_ROUNDS.get(id) ?? 0),
    compressed: sum(({ compressed }) => compressed),
  };
}

/** As in `256 of 1000 round trips, 250 compressed`; empty for a case without compression. */
export function roundTripText(result: CaseResult): string {
  const roundTrips = roundTripsOf([result]);
  if (roundTrips === null) return '';
  const { done, whole, compressed } = roundTrips;
  return `${done} of ${whole} round trips, ${compressed} compressed`;
}
