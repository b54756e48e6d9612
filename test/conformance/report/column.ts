import type { PeerRole } from '../peers/echo-peer.js';
import type { CaseResult } from './case-result.js';

/** All results of one subject in one role and one way of running it. */
export interface Column {
  /** The subject's role. */
  readonly role: PeerRole;
  readonly mode: string;
  readonly results: readonly CaseResult[];
}

export function columnTitle({ role, mode }: Column): string {
  return `${role}, ${mode}`;
}
