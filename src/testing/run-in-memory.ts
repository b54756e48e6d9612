/**
 * Cases against a subject in memory, where time is virtual: a wait is over as soon as nothing is left to do.
 */

import type { CaseData } from './case-data.js';
import type { CaseResult } from './case-result.js';
import { CaseTester } from './tester.js';
import type { TesterOptions } from './tester-options.js';

/** An implementation without I/O, from the opening handshake on, that echoes every message. */
export interface MemorySubject {
  /** Takes bytes, which may be kept, and does at once what is to be done about them. */
  receive(bytes: Uint8Array): void;
  /** The tester has ended its side. */
  receiveEnd(): void;
  /** What it wants to write; it is asked once before the first bytes come, and after each call of the other two. */
  takeOutput(): readonly Uint8Array[];
  /** Whether it writes nothing more after what `takeOutput` has given, and has ended its side. */
  readonly hasEnded: boolean;
}

/** Makes a fresh subject for one case, in the role of the options. */
export type MakeSubject = (role: 'client' | 'server', testCase: CaseData) => MemorySubject;

/**
 * Runs one case, and takes no longer than the subject does. What a subject throws fails the case.
 *
 * @throws TypeError if the case is not what `CaseData` says, and what `makeSubject` throws
 */
export function runInMemory(
  testCase: CaseData,
  makeSubject: MakeSubject,
  options: TesterOptions,
): CaseResult {
  const tester = new CaseTester(testCase, options);
  if (tester.result !== null) return tester.result;
  const subject = makeSubject(options.role, testCase);
  const exchange = (input: () => void): void => {
    try {
      input();
      for (const bytes of subject.takeOutput()) tester.receive(bytes);
      if (subject.hasEnded) tester.receiveEnd();
    } catch (error) {
      tester.fail(`it threw ${nameOf(error)}`);
    }
  };
  // A client speaks first.
  exchange(() => {});
  for (;;) {
    const action = tester.next();
    switch (action.type) {
      case 'write':
        exchange(() => subject.receive(action.bytes));
        break;
      case 'end':
        exchange(() => subject.receiveEnd());
        break;
      case 'wait':
        tester.expire();
        break;
      case 'done':
        // So that it can give up what it holds; the tester listens no more.
        exchange(() => subject.receiveEnd());
        return action.result;
    }
  }
}

/** Whatever was thrown need not have a text. */
function nameOf(error: unknown): string {
  try {
    return String(error);
  } catch {
    return 'an object without a text';
  }
}
