/**
 * What is still to be played of a case: its steps, round after round.
 */

import type { ByteContext } from './byte-data.js';
import type { CaseData, StepData } from './case-data.js';

export class Script {
  readonly #case: CaseData;
  #context: ByteContext = { round: 0, accept: null };
  #steps: StepData[] = [];

  constructor(testCase: CaseData) {
    this.#case = testCase;
  }

  /** What the bytes of the steps depend on. */
  get context(): ByteContext {
    return this.#context;
  }

  /** Begins with the first round. */
  begin(accept: string | null): void {
    this.#context = { round: 0, accept, circles: new Map() };
    this.#steps = [...(this.#case.steps ?? [])];
  }

  /** The next step of the round; null: it has no more. */
  next(): StepData | null {
    return this.#steps.shift() ?? null;
  }

  /** Goes on to the next round; whether there is one. */
  nextRound(): boolean {
    const { steps = [], rounds = 1 } = this.#case;
    const round = this.#context.round + 1;
    if (round >= rounds) return false;
    this.#context = { ...this.#context, round };
    this.#steps = [...steps];
    return true;
  }

  /** Nothing more is played. */
  stop(): void {
    this.#steps = [];
  }
}
