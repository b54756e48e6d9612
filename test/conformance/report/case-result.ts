/** One run of one case as a row of the report, and what is asked of it. */

import type { ConformanceCase } from '../cases/notation.js';
import type { Outcome } from '../model/outcome.js';
import { describeEvent } from '../model/recorded.js';
import { bestVerdict, judge, type Verdict } from '../model/verdict.js';

export interface CaseResult extends Verdict {
  readonly id: string;
  /** How often the subject gave the whole answer. */
  readonly rounds: number;
  /** How many of its messages came compressed. */
  readonly compressed: number;
  readonly events: readonly string[];
  readonly closedBy: Outcome['closedBy'];
  readonly remoteCode: number | null;
  readonly complaints: readonly string[];
  readonly milliseconds: number;
}

const NOTHING: Outcome = {
  opened: false,
  unimplemented: false,
  events: [],
  ok: [],
  rounds: 0,
  compressed: 0,
  closedBy: null,
  remoteCode: null,
  clean: false,
  dropped: false,
  complaints: ['the case never ended'],
};

/** `outcome` is null when the fuzzer was never told that the connection is over. */
export function caseResult(
  testCase: ConformanceCase,
  outcome: Outcome | null,
  faults: readonly string[],
  milliseconds: number,
): CaseResult {
  const result = outcome ?? NOTHING;
  return {
    id: testCase.id,
    ...judge(testCase, result),
    rounds: result.rounds,
    compressed: result.compressed,
    events: result.events.map(describeEvent),
    closedBy: result.closedBy,
    remoteCode: result.remoteCode,
    complaints: [...result.complaints, ...faults],
    milliseconds: Math.round(milliseconds * 1000) / 1000,
  };
}

/** The best verdict that the case has, and no breach of the protocol on the way to it. */
export function isPassed(testCase: ConformanceCase, result: CaseResult): boolean {
  const best = bestVerdict(testCase);
  return (
    result.behavior === best.behavior &&
    result.behaviorClose === best.behaviorClose &&
    result.complaints.length === 0
  );
}

/** A line for a person who must find out what went wrong. */
export function describeResult(result: CaseResult): string {
  const { id, behavior, behaviorClose, rounds, closedBy, remoteCode, events, complaints } = result;
  const details = [
    `closed by ${closedBy ?? 'nobody'}`,
    `peer's code ${remoteCode ?? 'none'}`,
    `${rounds} right answers`,
    `recorded [${events.slice(0, 12).join(', ')}]`,
    ...complaints,
  ];
  return `${id}: ${behavior} / ${behaviorClose} (${details.join('; ')})`;
}
