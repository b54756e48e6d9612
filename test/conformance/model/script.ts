/** What each round of a case sends and expects. */

import {
  B,
  binary,
  type ConformanceCase,
  compressed,
  type Expected,
  type Step,
  T,
  text,
} from '../cases/notation.js';
import { Walk } from '../data/data-set.js';

export interface Round {
  readonly sends: readonly Step[];
  readonly ok: readonly Expected[];
}

/** The rounds of a case, one after another without an end. */
export function roundsOf(testCase: ConformanceCase): () => Round {
  const { deflate } = testCase;
  if (deflate === null) return () => testCase;
  const { data, length, fragment } = deflate;
  const walk = new Walk(data, length);
  const [frame, echo] = data.type === 'text' ? ([T, text] as const) : ([B, binary] as const);
  return () => {
    const message = walk.next();
    return { sends: [compressed(frame(message), fragment)], ok: [echo(message)] };
  };
}
