/** Family 5, fragmentation. */

import {
  C,
  type ConformanceCase,
  chopped,
  closeafter,
  conformanceCase,
  type Expected,
  F1000,
  type FrameSpec,
  kill,
  P,
  PING,
  PONG,
  pong,
  type Step,
  send,
  sync,
  T,
  text,
  unfinished,
  wait,
} from './notation.js';

const f = (n: number): string => `fragment${n}`;
const whole = (n: number): string => Array.from({ length: n }, (_, i) => f(i + 1)).join('');

type Send = (...frames: FrameSpec[]) => Step;
const octetByOctet: Send = (...frames) => chopped(1, ...frames);
/** The three ways to cut a group of three cases. */
const ways: readonly Send[] = [send, sync, octetByOctet];

const echoed = (id: string, sends: Step[], ok: Expected[]): ConformanceCase =>
  conformanceCase(id, { sends, ok, close: F1000, timer: closeafter(1) });
const failed = (id: string, sends: Step[], ok: Expected[] = []): ConformanceCase =>
  conformanceCase(id, {
    sends,
    ok,
    nonStrict: ok.length > 0 ? [] : null,
    close: P(1002),
    timer: kill(1),
  });
const threeWays = (first: number, make: (id: string, way: Send) => ConformanceCase) =>
  ways.map((way, index) => make(`5.${first + index}`, way));

const NC = 'non-continuation payload';
const HW = 'Hello, world!';

/** Two pings inside one message of five fragments, with a second of silence in its middle. */
const interleaved = (id: string, way: Send): ConformanceCase =>
  echoed(
    id,
    [
      way(unfinished(T(f(1))), unfinished(C(f(2))), PING('pongme 1!')),
      wait(1),
      way(unfinished(C(f(3))), unfinished(C(f(4))), PING('pongme 2!'), C(f(5))),
    ],
    [pong('pongme 1!'), pong('pongme 2!'), text(whole(5))],
  );

export const family5: readonly ConformanceCase[] = [
  failed('5.1', [send(unfinished(PING(f(1))), C(f(2)))]),
  failed('5.2', [send(unfinished(PONG(f(1))), C(f(2)))]),
  ...threeWays(3, (id, way) => echoed(id, [way(unfinished(T(f(1))), C(f(2)))], [text(whole(2))])),
  ...threeWays(6, (id, way) =>
    echoed(
      id,
      [way(unfinished(T(f(1))), PING('ping payload'), C(f(2)))],
      [pong('ping payload'), text(whole(2))],
    ),
  ),
  ...threeWays(9, (id, way) => failed(id, [way(C(NC), T(HW))])),
  ...threeWays(12, (id, way) => failed(id, [way(unfinished(C(NC)), T(HW))])),
  failed(
    '5.15',
    [send(unfinished(T(f(1))), C(f(2)), unfinished(C(f(3))), T(f(4)))],
    [text(whole(2))],
  ),
  failed('5.16', twice(unfinished(C(f(1))), unfinished(T(f(2))), C(f(3)))),
  failed('5.17', twice(C(f(1)), unfinished(T(f(2))), C(f(3)))),
  failed('5.18', [send(unfinished(T(f(1))), T(f(2)))]),
  interleaved('5.19', send),
  interleaved('5.20', sync),
];

function twice(...frames: FrameSpec[]): Step[] {
  return [send(...frames, ...frames)];
}
