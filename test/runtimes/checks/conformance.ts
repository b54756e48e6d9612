/**
 * The package's own cases, conformance and attacks, against its own connections in memory, in both roles.
 */

import { subjectOf } from '../../../examples/testing/connection-subject.js';
import { roundBytes } from './case-bytes.js';
import { roles, type Subject } from './subject.js';
import type { Tally } from './tally.js';

/** What is known of cases that did not count, or not in full. */
export interface NotCounted {
  /** They are for the other role. */
  otherRole: number;
  /** One round of them is longer than the extent allows. */
  leftOut: number;
  /** They were cut short to fewer rounds; they are played all the same. */
  cutShort: number;
}

/** What must be skipped, and why: our client always makes that offer, so there is nothing to ask of it. */
const skipped = new Map([['client-window-not-offered', 'it offers client_max_window_bits']]);

export function checkConformance(tally: Tally, subject: Subject): NotCounted {
  const { codec, testing, deflate, compressors, extent } = subject;
  const counts: NotCounted = { otherRole: 0, leftOut: 0, cutShort: 0 };
  // The first is the one that runs everywhere.
  const compressor = compressors[0]?.make();
  if (compressor === undefined) throw new TypeError('there is no compressor');
  const plain = subjectOf(codec);
  const deflating = subjectOf(codec, [deflate.permessageDeflate({ compressor })]);
  for (const role of roles) {
    for (const testCase of [...testing.conformanceCases, ...testing.attackCases]) {
      const { id, rounds = 1, deflate, roles: only = roles } = testCase;
      const possible = Math.floor(extent.maxCaseBytes / roundBytes(testCase));
      if (!only.includes(role)) counts.otherRole++;
      else if (possible === 0) counts.leftOut++;
      else {
        const played = Math.min(rounds, possible, extent.maxRounds);
        if (played < rounds) counts.cutShort++;
        tally.check(`${id} against a ${role}`, () => {
          const make = deflate === undefined ? plain : deflating;
          const options = { role, compressor };
          const result = testing.runInMemory({ ...testCase, rounds: played }, make, options);
          // Nothing else may be skipped here: compression is agreed on wherever it is asked for.
          const reason = skipped.get(id);
          const isSound =
            reason === undefined
              ? result.verdict === 'passed'
              : result.verdict === 'skipped' && result.reason === reason;
          if (!isSound) throw new Error(`${result.verdict}: ${result.reason}`);
        });
      }
    }
  }
  return counts;
}
