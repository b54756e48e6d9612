/** Family 3, reserved bits without an extension that would give them a meaning. */

import {
  B,
  type ConformanceCase,
  chopped,
  conformanceCase,
  type FrameSpec,
  kill,
  OP,
  P,
  PING,
  rsv,
  type Step,
  send,
  sync,
  T,
  text,
} from './notation.js';
import { hex } from './payload.js';

const HW = 'Hello, world!';
/** A message to be echoed, the same with reserved bits, and a ping that must not be answered any more. */
const afterMessage = (bits: number): FrameSpec[] => [T(HW), rsv(bits, T(HW)), PING('')];

type Row = [id: string, sends: Step, echoed: string[]];
const rows: readonly Row[] = [
  ['3.1', send(rsv(1, T(HW))), []],
  ['3.2', send(...afterMessage(2)), [HW]],
  ['3.3', sync(...afterMessage(3)), [HW]],
  ['3.4', chopped(1, ...afterMessage(4)), [HW]],
  ['3.5', send(rsv(5, B(hex('00 ff fe fd fc fb 00 ff')))), []],
  ['3.6', send(rsv(6, B(HW))), []],
  // A raw frame: the fuzzer does not consider its side closed.
  ['3.7', send(rsv(7, OP(0x8))), []],
];

export const family3: readonly ConformanceCase[] = rows.map(([id, sends, echoed]) =>
  conformanceCase(id, {
    sends: [sends],
    ok: echoed.map(text),
    nonStrict: [],
    close: P(1002),
    timer: kill(1),
  }),
);
