/** The part of the opening handshake that matters in memory: what the two sides agree on. */

import {
  answerFor,
  type DeflateTerms,
  faultOfAnswer,
  offersFor,
  termsOf,
} from '../../../src/testing/deflate-terms.js';
import type { DeflateTask } from '../cases/deflate-task.js';
import type { EchoPeer, PeerRole } from '../peers/echo-peer.js';

export interface Agreement {
  readonly deflate: DeflateTerms | null;
  /** Why there is no connection; null: there is one. */
  readonly fault: string | null;
}

export function agree(task: DeflateTask | null, peer: EchoPeer, role: PeerRole): Agreement {
  if (role === 'server') {
    const offers = offersFor(task ?? undefined);
    const answer = peer.answer(offers);
    const fault = faultOfAnswer(answer, offers);
    return { deflate: fault === null ? termsOf(answer) : null, fault };
  }
  const answer = answerFor(task ?? undefined, peer.offers());
  const fault = peer.accept(answer) ? null : 'refused the answer to its offer';
  return { deflate: termsOf(answer), fault };
}
