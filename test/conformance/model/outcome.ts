import type { Expected } from '../cases/notation.js';
import type { Recorded } from './recorded.js';

/** What happened, for the verdict. */
export interface Outcome {
  /** Whether the opening handshake was finished. */
  readonly opened: boolean;
  /** Whether the case needs an extension that the peer has not agreed to. */
  readonly unimplemented: boolean;
  /** What the last round recorded. */
  readonly events: readonly Recorded[];
  /** What it was to record. */
  readonly ok: readonly Expected[];
  /** Rounds that were answered in full. */
  readonly rounds: number;
  /** Messages of the peer that came compressed. */
  readonly compressed: number;
  readonly closedBy: 'fuzzer' | 'peer' | null;
  /** The code of the peer's Close; null without a Close or without a code. */
  readonly remoteCode: number | null;
  readonly clean: boolean;
  /** Whether the fuzzer had to drop the connection. */
  readonly dropped: boolean;
  /** Breaches of the protocol by the peer. The suite's verdicts do not need them; the requirements do. */
  readonly complaints: readonly string[];
}
