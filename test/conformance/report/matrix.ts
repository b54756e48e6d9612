/** The results as text: how many of each verdict in each family, and each case on a line of its own. */

import { allCases, families, familyOf } from '../cases/index.js';
import type { CaseResult } from './case-result.js';
import { type Column, columnTitle } from './column.js';
import { type RoundTrips, roundTripsOf, roundTripText } from './round-trips.js';

/**
 * One row a family: `145 OK` where all is well, else every pair of verdicts with its count. Below a family
 * with compression, how many of the suite's messages there were, and how many came back compressed.
 */
export function familyMatrix(columns: readonly Column[]): string {
  const rows = families.flatMap((family) => {
    const found = columns.map(({ results }) => results.filter((one) => familyOf(one) === family));
    const roundTrips = found.map(roundTripsOf);
    const row = (name: string, text: (one: RoundTrips) => string) => [
      name,
      ...roundTrips.map((one) => (one === null ? '' : text(one))),
    ];
    const verdicts = [`family ${family}`, ...found.map(countVerdicts)];
    if (roundTrips.every((one) => one === null)) return [verdicts];
    return [
      verdicts,
      row('  round trips', ({ done, whole }) => `${done} of ${whole}`),
      row('  compressed', ({ compressed }) => String(compressed)),
    ];
  });
  return table([['', ...columns.map(columnTitle)], ...rows]);
}

/** One row a case, one column a role and mode. */
export function caseMatrix(columns: readonly Column[]): string {
  const lookUps = columns.map(({ results }) => new Map(results.map((one) => [one.id, one])));
  const rows = allCases.map(({ id }) => [
    id,
    ...lookUps.map((results) => cellText(results.get(id))),
  ]);
  return table([['case', ...columns.map(columnTitle)], ...rows]);
}

/** Both verdicts, behaviour first; once where they are the same. */
export function verdictText(result: CaseResult | undefined): string {
  if (result === undefined) return 'not run';
  const { behavior, behaviorClose, complaints } = result;
  const verdict = behavior === behaviorClose ? behavior : `${behavior} / ${behaviorClose}`;
  return complaints.length === 0 ? verdict : `${verdict}, with complaints`;
}

function cellText(result: CaseResult | undefined): string {
  const roundTrips = result === undefined ? '' : roundTripText(result);
  return roundTrips === '' ? verdictText(result) : `${verdictText(result)} (${roundTrips})`;
}

function countVerdicts(results: readonly CaseResult[]): string {
  const counts = new Map<string, number>();
  for (const result of results) {
    const verdict = verdictText(result);
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  }
  const parts = [...counts].map(([verdict, count]) => `${count} ${verdict}`);
  return parts.length === 0 ? 'not run' : parts.join(', ');
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
