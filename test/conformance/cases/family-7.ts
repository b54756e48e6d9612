/** Family 7, closing. */

import { K_SURROGATE } from './family-6.js';
import {
  ANY_CLOSE,
  C,
  CLOSE,
  type CloseRule,
  type ConformanceCase,
  cleanly,
  conformanceCase,
  decisive,
  F1000,
  type FrameSpec,
  kill,
  PING,
  refused,
  send,
  T,
  text,
  unfinished,
} from './notation.js';
import { rep } from './payload.js';

const HW2 = 'Hello World!';
const MAY_ANSWER = [
  1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999,
] as const;
const MUST_REFUSE = [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999] as const;

type Row = [id: string, sends: FrameSpec[], close: CloseRule];
const rows: readonly Row[] = [
  ['7.1.2', [CLOSE(1000), CLOSE(null)], decisive(F1000, 'code')],
  ['7.1.3', [CLOSE(1000), PING('')], decisive(F1000, 'code')],
  ['7.1.4', [CLOSE(1000), T(HW2)], decisive(F1000, 'code')],
  ['7.1.5', [unfinished(T('fragment1')), CLOSE(1000), C('fragment2')], decisive(F1000, 'code')],
  ['7.3.1', [CLOSE(null)], decisive(F1000, 'code')],
  ['7.3.2', [CLOSE(null, 'a')], decisive(refused(1002), 'code')],
  ['7.3.3', [CLOSE(1000)], decisive(F1000, 'code')],
  ['7.3.4', [CLOSE(1000, HW2)], decisive(F1000, 'code')],
  ['7.3.5', [CLOSE(1000, '*'.repeat(123))], decisive(F1000, 'code')],
  ['7.3.6', [CLOSE(1000, '*'.repeat(124))], decisive(refused(1002), 'code')],
  ['7.5.1', [CLOSE(1000, K_SURROGATE)], decisive(refused(1002, 1007), 'code')],
  ...MAY_ANSWER.map(
    (code, i): Row => [`7.7.${i + 1}`, [CLOSE(code)], decisive(cleanly(1000, code), 'code')],
  ),
  ...MUST_REFUSE.map(
    (code, i): Row => [`7.9.${i + 1}`, [CLOSE(code)], decisive(refused(1002), 'code')],
  ),
];

const closing = rows.map(([id, frames, close]) =>
  conformanceCase(id, {
    sends: [send(...frames)],
    ok: [],
    close,
    timer: kill(1),
    closesOnMatch: false,
  }),
);

const informational = (id: string, ...frames: FrameSpec[]): ConformanceCase =>
  conformanceCase(id, {
    sends: [send(...frames)],
    ok: [],
    close: ANY_CLOSE,
    timer: kill(1),
    informational: true,
  });

export const family7: readonly ConformanceCase[] = [
  conformanceCase('7.1.1', {
    sends: [send(T(HW2))],
    ok: [text(HW2)],
    close: decisive(F1000, 'code'),
    timer: kill(1),
  }),
  ...closing.filter(({ id }) => id.startsWith('7.1.')),
  informational('7.1.6', T(rep('BAsd7&jh23', 262_144)), T(HW2), CLOSE(1000), PING('')),
  ...closing.filter(({ id }) => !id.startsWith('7.1.')),
  informational('7.13.1', CLOSE(5000)),
  informational('7.13.2', CLOSE(65_535)),
];
