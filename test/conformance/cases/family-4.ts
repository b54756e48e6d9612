/** Family 4, reserved opcodes: 3 to 7 for data, 11 to 15 for control. */

import {
  type ConformanceCase,
  chopped,
  conformanceCase,
  kill,
  OP,
  P,
  PING,
  type Step,
  send,
  T,
  text,
} from './notation.js';

const HW = 'Hello, world!';

const rowsFrom = (first: number): [sends: Step, echoed: string[]][] => [
  [send(OP(first)), []],
  [send(OP(first + 1, 'reserved opcode payload')), []],
  [send(T(HW), OP(first + 2), PING('')), [HW]],
  [send(T(HW), OP(first + 3, HW), PING('')), [HW]],
  [chopped(1, T(HW), OP(first + 4, HW), PING('')), [HW]],
];

const groups = [
  ['4.1', 3],
  ['4.2', 11],
] as const;

export const family4: readonly ConformanceCase[] = groups.flatMap(([group, first]) =>
  rowsFrom(first).map(([sends, echoed], index) =>
    conformanceCase(`${group}.${index + 1}`, {
      sends: [sends],
      ok: echoed.map(text),
      nonStrict: [],
      close: P(1002),
      timer: kill(1),
    }),
  ),
);
