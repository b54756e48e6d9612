/** The part of the opening handshake that matters in memory: what the two sides agree on. */

import type { DeflateTask } from '../cases/deflate-task.js';
import {
  answerFor,
  type DeflateTerms,
  faultOfAnswer,
  offersFor,
  termsOf,
} from '../model/deflate-terms.js';
import type { EchoPeer, PeerRole } from '../peers/echo-peer.js';

export interface Agreement {
  readonly deflate: DeflateTerms | null;
  /** Why there is no connection; null: there is one. */
  readonly fault: string | null;
}

export function agree(task: DeflateTask | null, peer: EchoPeer, role: PeerRole): Agreement {
  if (role === 'server') {
    const offers = offersFor(task);
    const answer = peer.answer(offers);
    const fault = faultOfAnswer(answer, offers);
    return { deflate: fault === null ? termsOf(answer) : null, fault };
  }
  const answer = answerFor(task, peer.offers());
  const fault = peer.accept(answer) ? null : 'refused the answer to its offer';
  return { deflate: termsOf(answer), fault };
}
