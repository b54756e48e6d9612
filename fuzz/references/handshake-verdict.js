/**
 * The oracle of heads: our verdict against the faults that a second reading has found.
 */

import { check, report } from '../engine/finding.js';

/**
 * @typedef {object} Expected
 * @property {boolean} isWhole
 * @property {readonly string[]} limitFaults
 * @property {readonly string[]} faults of a head that is whole
 */

/** @typedef {{ status: 'complete' } | { status: 'incomplete' } | { status: 'invalid', error: { code: string } }} Verdict */

/**
 * A limit is judged before all else; a fault must be one that the head has; without one, the head must be taken.
 *
 * @param {Verdict} verdict
 * @param {Expected} expected
 */
export function checkVerdict(verdict, { isWhole, limitFaults, faults }) {
  const possible = limitFaults.length > 0 ? limitFaults : isWhole ? faults : [];
  switch (verdict.status) {
    case 'incomplete':
      check(!isWhole && possible.length === 0, 'verdict', 'waits where it can be judged');
      break;
    case 'complete':
      check(isWhole, 'verdict', 'accepted before it is whole');
      if (possible.length > 0) report('verdict', `accepted in spite of ${possible.join(', ')}`);
      break;
    case 'invalid': {
      const { code } = verdict.error;
      const others = possible.length > 0 ? possible.join(', ') : 'nothing';
      if (!possible.includes(code)) report('verdict', `${code}, where ${others} is wrong`);
    }
  }
}
