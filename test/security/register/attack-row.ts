/**
 * The form of a row in the register of attacks.
 */

/** A flaw that WebSocket implementations had, or that this one must not have. */
export interface AttackRow {
  /** Names the row for good: tests, the page and `attacks.json` refer to it. */
  readonly id: string;
  /** What was wrong, in a sentence. */
  readonly flaw: string;
  /** Ids of published advisories about the flaw, in other projects. */
  readonly advisories: readonly string[];
  /** What shows the flaw: hexadecimal where it is short, words where it is long. Markdown. */
  readonly inputs: readonly string[];
  /** What must come of it, clause by clause. Markdown. */
  readonly expected: readonly string[];
}

/** Rows that belong together. */
export interface AttackClass {
  readonly title: string;
  readonly rows: readonly AttackRow[];
}
