/**
 * The form of a row in the table of violations.
 */

/** The close code to answer with, the place in the RFC that forbids it, and a sentence for people. */
export interface Row {
  readonly closeCode: number;
  readonly section: string;
  readonly message: string;
}

/** A row together with the name that it stands under. */
export interface NamedRow<Code extends string> extends Row {
  readonly code: Code;
}
