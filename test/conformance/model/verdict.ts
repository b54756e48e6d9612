/** The two verdicts on one run of a case, by the suite's rules and in their order. */

import type { ConformanceCase } from '../cases/notation.js';
import type { Outcome } from './outcome.js';
import { sameEvents } from './recorded.js';

export type Behavior = 'OK' | 'NON-STRICT' | 'INFORMATIONAL' | 'UNIMPLEMENTED' | 'FAILED';
export type BehaviorClose =
  | 'OK'
  | 'UNCLEAN'
  | 'WRONG CODE'
  | 'FAILED BY CLIENT'
  | 'FAILED'
  | 'INFORMATIONAL';

export interface Verdict {
  readonly behavior: Behavior;
  readonly behaviorClose: BehaviorClose;
}

export function judge(testCase: ConformanceCase, outcome: Outcome): Verdict {
  if (!outcome.opened) return { behavior: 'FAILED', behaviorClose: 'FAILED' };
  if (testCase.informational) {
    return { behavior: 'INFORMATIONAL', behaviorClose: 'INFORMATIONAL' };
  }
  const { by, decisive } = testCase.close;
  const wrongSide = by !== 'anyone' && (outcome.closedBy === 'fuzzer') !== (by === 'fuzzer');
  const behaviorClose = wrongSide ? 'FAILED' : judgeEnd(testCase, outcome);
  const failed =
    (wrongSide && decisive.includes('side')) ||
    (behaviorClose === 'WRONG CODE' && decisive.includes('code'));
  return { behavior: failed ? 'FAILED' : judgeEvents(testCase, outcome), behaviorClose };
}

/** The verdict that a case has when its subject does everything right. */
export function bestVerdict({ informational }: ConformanceCase): Verdict {
  const best = informational ? 'INFORMATIONAL' : 'OK';
  return { behavior: best, behaviorClose: best };
}

function judgeEvents({ nonStrict, rounds }: ConformanceCase, outcome: Outcome): Behavior {
  if (outcome.unimplemented) return 'UNIMPLEMENTED';
  // The first rounds are only left behind when their events were right.
  const allRounds = rounds === 1 || outcome.rounds === rounds;
  if (allRounds && sameEvents(outcome.events, outcome.ok)) return 'OK';
  return nonStrict !== null && sameEvents(outcome.events, nonStrict) ? 'NON-STRICT' : 'FAILED';
}

function judgeEnd({ close }: ConformanceCase, outcome: Outcome): BehaviorClose {
  if (close.clean && !outcome.clean) return 'UNCLEAN';
  const { remoteCode } = outcome;
  if (remoteCode !== null && !close.codes.includes(remoteCode)) return 'WRONG CODE';
  return outcome.dropped ? 'FAILED BY CLIENT' : 'OK';
}
