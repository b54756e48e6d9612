/** Family 6, UTF-8: in whole messages, across fragments, and inside a frame that has not ended. */

import {
  begin,
  C,
  type ConformanceCase,
  closeafter,
  conformanceCase,
  decisive,
  type Expected,
  F1000,
  fragmented,
  kill,
  P,
  rest,
  type Step,
  send,
  T,
  text,
  timedOut,
  timeout,
  unfinished,
} from './notation.js';
import { concat, hex, octets } from './payload.js';
import { type Sequence, sequences } from './utf8-sequences.js';

/** Greek "kosme": 11 octets, 5 code points. */
export const K = hex('ce ba e1 bd b9 cf 83 ce bc ce b5');
const U = octets('Hello-\u00b5@\u00df\u00f6\u00e4\u00fc\u00e0\u00e1-UTF-8!!');
const EDITED = octets('edited');
/** A surrogate in the middle: invalid from its second octet on. */
export const K_SURROGATE = concat(K, hex('ed a0 80'), EDITED);
/** A code point above U+10FFFF in the middle: invalid from its second octet on. */
const K_TOO_HIGH = concat(K, hex('f4 90 80 80'), EDITED);

const valid = (id: string, sends: Step[], message: Uint8Array): ConformanceCase =>
  conformanceCase(id, { sends, ok: [text(message)], close: F1000, timer: closeafter(1) });

const P1007 = decisive(P(1007), 'side');
const MIDDLE = 'middle frame payload';

/** Cuts K_TOO_HIGH at two places: into three fragments, or into three writes of one frame. */
const failFast = (id: string, cuts: [number, number], as: 'fragments' | 'writes') => {
  const [a, b] = cuts;
  const end = K_TOO_HIGH.length;
  const sends: Step[] =
    as === 'fragments'
      ? [
          send(unfinished(T(K_TOO_HIGH.subarray(0, a)))),
          timeout('A'),
          send(unfinished(C(K_TOO_HIGH.subarray(a, b)))),
          timeout('B'),
          send(C(K_TOO_HIGH.subarray(b))),
        ]
      : [
          begin(unfinished(T(K_TOO_HIGH)), a),
          timeout('A'),
          rest(b - a),
          timeout('B'),
          rest(end - b),
          send(C('')),
        ];
  const [A, B]: [Expected, Expected] = [timedOut('A'), timedOut('B')];
  return conformanceCase(id, { sends, ok: [A], nonStrict: [A, B], close: P1007, timer: kill(1) });
};

const sequenceCase = ([id, payload, isValid]: Sequence): ConformanceCase =>
  conformanceCase(id, {
    sends: [send(T(payload))],
    ok: isValid ? [text(payload)] : [],
    close: isValid ? F1000 : P1007,
    timer: kill(0.5),
  });

const invalid = (id: string, sends: Step[]): ConformanceCase =>
  conformanceCase(id, { sends, ok: [], close: P1007, timer: kill(1) });

export const family6: readonly ConformanceCase[] = [
  valid('6.1.1', [send(T(''))], octets('')),
  valid('6.1.2', [send(unfinished(T('')), unfinished(C('')), C(''))], octets('')),
  valid('6.1.3', [send(unfinished(T('')), unfinished(C(MIDDLE)), C(''))], octets(MIDDLE)),
  valid('6.2.1', [send(T(U))], U),
  valid('6.2.2', [send(unfinished(T(U.subarray(0, 15))), C(U.subarray(15)))], U),
  valid('6.2.3', [fragmented(T(U), 1)], U),
  valid('6.2.4', [fragmented(T(K), 1)], K),
  invalid('6.3.1', [send(T(K_SURROGATE))]),
  invalid('6.3.2', [fragmented(T(K_SURROGATE), 1)]),
  failFast('6.4.1', [11, 15], 'fragments'),
  failFast('6.4.2', [12, 13], 'fragments'),
  failFast('6.4.3', [11, 15], 'writes'),
  failFast('6.4.4', [12, 13], 'writes'),
  ...sequences(K).map(sequenceCase),
];
