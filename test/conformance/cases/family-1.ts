/** Family 1, framing: every form of the length, as text and as binary. */

import {
  B,
  binary,
  type ConformanceCase,
  chopped,
  conformanceCase,
  F1000,
  kill,
  send,
  T,
  text,
} from './notation.js';
import { type Payload, rep } from './payload.js';

const lengths: readonly [length: number, chop: number | null, seconds: number][] = [
  [0, null, 1],
  [125, null, 1],
  [126, null, 1],
  [127, null, 1],
  [128, null, 1],
  [65535, null, 10],
  [65536, null, 10],
  [65536, 997, 10],
];

const kinds = [
  { group: '1.1', frame: T, echo: text, payload: (n: number): Payload => rep('*', n) },
  { group: '1.2', frame: B, echo: binary, payload: (n: number): Payload => rep([0xfe], n) },
] as const;

export const family1: readonly ConformanceCase[] = kinds.flatMap(
  ({ group, frame, echo, payload }) =>
    lengths.map(([length, chop, seconds], index) => {
      const sent = frame(payload(length));
      return conformanceCase(`${group}.${index + 1}`, {
        sends: [chop === null ? send(sent) : chopped(chop, sent)],
        ok: [echo(payload(length))],
        close: F1000,
        timer: kill(seconds),
      });
    }),
);
