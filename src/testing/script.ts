/**
 * What is still to be played of a case: its steps, round after round.
 */

import type { ByteContext } from './byte-data.js';
import type { CaseData, StepData } from './case-data.js';

export class Script {
  /** Of each round. */
  readonly #all: readonly StepData[];
  readonly #rounds: number;
  #context: ByteContext;
  #steps: StepData[];

  constructor({ steps = [], rounds = 1 }: CaseData, accept: string | null) {
    this.#all = steps;
    this.#rounds = rounds;
    this.#context = { round: 0, accept, circles: new Map() };
    this.#steps = [...steps];
  }

  /** What the bytes of the steps depend on. */
  get context(): ByteContext {
    return this.#context;
  }

  /** The next step of the round; null: it has no more. */
  next(): StepData | null {
    return this.#steps.shift() ?? null;
  }

  /** Goes on to the next round; whether there is one. */
  nextRound(): boolean {
    const round = this.#context.round + 1;
    if (round >= this.#rounds) return false;
    this.#context = { ...this.#context, round };
    this.#steps = [...this.#all];
    return true;
  }

  /** Nothing more is played of this round. */
  stop(): void {
    this.#steps = [];
  }
}
