/**
 * What a tester is made with, and what it asks for.
 */

import type { Compressor } from '../extension/compressor.js';
import { requireInteger, requireRole } from '../vocabulary/argument.js';
import type { CaseResult } from './case-result.js';

export interface TesterOptions {
  /** The role of the subject; the tester takes the other. */
  readonly role: 'client' | 'server';
  /** For cases about permessage-deflate; without it they are skipped. */
  readonly compressor?: Compressor;
  /** How long to wait for something that must come, in milliseconds; 2000 unless given. */
  readonly answerMs?: number;
  /** How long nothing must come for it to be believed, in milliseconds; 200 unless given. Longer waits are cut to it. */
  readonly quietMs?: number;
  /** How long a whole case may take over a stream, in milliseconds; 120 000 unless given. In memory time is virtual. */
  readonly caseMs?: number;
  /** Cuts everything that the subject gets into pieces of at most so many bytes. Left out: as the case says. */
  readonly pieceBytes?: number;
  /** Decides the masking keys and the tester's key of the opening handshake; 1 unless given. */
  readonly seed?: number;
  /** How many bytes of the exchange the result keeps; 4096 unless given. */
  readonly maxWireBytes?: number;
}

export type TesterAction =
  /** Hand these to the subject, as one piece. */
  | { readonly type: 'write'; readonly bytes: Uint8Array }
  /** End the tester's side of the stream; the subject may still send. */
  | { readonly type: 'end' }
  /**
   * Nothing to do for so long, unless `receive` or `receiveEnd` is called first; then ask again, and the wait goes on
   * only if the same object is returned. Call `expire` when it is over.
   */
  | { readonly type: 'wait'; readonly milliseconds: number }
  | { readonly type: 'done'; readonly result: CaseResult };

const ANSWER_MS = 2000;
const QUIET_MS = 200;
const CASE_MS = 120_000;
const WIRE_BYTES = 4096;
/** As long as timers of the usual runtimes can be. */
const MAX_MS = 0x7fff_ffff;

export type ResolvedTesterOptions = Required<Omit<TesterOptions, 'compressor'>> & {
  readonly compressor: Compressor | undefined;
};

/**
 * Checks the options and fills in the defaults.
 *
 * @throws TypeError or RangeError with the option that is wrong
 */
export function resolveTesterOptions(options: TesterOptions): ResolvedTesterOptions {
  const role = requireRole(options);
  const {
    compressor,
    answerMs = ANSWER_MS,
    quietMs = QUIET_MS,
    caseMs = CASE_MS,
    pieceBytes = Number.MAX_SAFE_INTEGER,
    seed = 1,
    maxWireBytes = WIRE_BYTES,
  } = options;
  requireInteger(answerMs, 'answerMs', 0, MAX_MS);
  requireInteger(quietMs, 'quietMs', 0, MAX_MS);
  requireInteger(caseMs, 'caseMs', 0, MAX_MS);
  requireInteger(pieceBytes, 'pieceBytes', 1);
  requireInteger(seed, 'seed', 1, 0xffff_ffff);
  requireInteger(maxWireBytes, 'maxWireBytes');
  return { role, compressor, answerMs, quietMs, caseMs, pieceBytes, seed, maxWireBytes };
}
