/**
 * The package's own cases, conformance and attacks, against its own connections in memory, in both roles.
 */

import { subjectOf } from '../../../examples/testing/connection-subject.js';
import { roundBytes } from './case-bytes.js';
import { roles, type Subject } from './subject.js';
import type { Tally } from './tally.js';

/** What is known of cases that did not count, or not in full. */
export interface NotCounted {
  /** They say nothing about this role. */
  skipped: number;
  /** One round of them is longer than the extent allows. */
  leftOut: number;
  /** They were cut short to fewer rounds; they count. */
  cutShort: number;
}

export function checkConformance(tally: Tally, subject: Subject): NotCounted {
  const { codec, testing, deflate, compressors, extent } = subject;
  const counts: NotCounted = { skipped: 0, leftOut: 0, cutShort: 0 };
  // The first is the one that runs everywhere.
  const compressor = compressors[0]?.make();
  if (compressor === undefined) throw new TypeError('there is no compressor');
  const plain = subjectOf(codec);
  const deflating = subjectOf(codec, [deflate.permessageDeflate({ compressor })]);
  for (const role of roles) {
    for (const testCase of [...testing.conformanceCases, ...testing.attackCases]) {
      const { id, rounds = 1, deflate } = testCase;
      const played = Math.min(rounds, Math.floor(extent.maxCaseBytes / roundBytes(testCase)));
      try {
        const make = deflate === undefined ? plain : deflating;
        const shorter = { ...testCase, rounds: Math.max(1, Math.min(played, extent.maxRounds)) };
        if (played === 0) counts.leftOut++;
        else {
          const result = testing.runInMemory(shorter, make, { role, compressor });
          if (result.verdict === 'failed') throw new Error(result.reason);
          if (result.verdict === 'skipped') counts.skipped++;
          else tally.passed++;
          if (result.verdict === 'passed' && shorter.rounds < rounds) counts.cutShort++;
        }
      } catch (error) {
        tally.fail(`${id} against a ${role}`, error);
      }
    }
  }
  return counts;
}
