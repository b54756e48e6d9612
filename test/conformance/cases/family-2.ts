/** Family 2, ping and pong. */

import {
  CLOSE,
  type CloseRule,
  type ConformanceCase,
  chopped,
  closeafter,
  conformanceCase,
  type Expected,
  F1000,
  kill,
  P,
  PING,
  PONG,
  pong,
  type Step,
  send,
  type Timer,
} from './notation.js';
import { hex, rep } from './payload.js';

const HW = 'Hello, world!';
const BINARY = hex('00 ff fe fd fc fb 00 ff');
const TEN = Array.from({ length: 10 }, (_, i) => `payload-${i}`);

type Row = [id: string, sends: Step, ok: Expected[], close: CloseRule, timer: Timer];
const rows: readonly Row[] = [
  ['2.1', send(PING('')), [pong('')], F1000, closeafter(1)],
  ['2.2', send(PING(HW)), [pong(HW)], F1000, closeafter(1)],
  ['2.3', send(PING(BINARY)), [pong(BINARY)], F1000, closeafter(1)],
  ['2.4', send(PING(rep([0xfe], 125))), [pong(rep([0xfe], 125))], F1000, closeafter(1)],
  ['2.5', send(PING(rep([0xfe], 126))), [], P(1002), kill(1)],
  ['2.6', chopped(1, PING(rep([0xfe], 125))), [pong(rep([0xfe], 125))], F1000, closeafter(2)],
  ['2.7', send(PONG(''), CLOSE(1000)), [], F1000, closeafter(1)],
  ['2.8', send(PONG('unsolicited pong payload'), CLOSE(1000)), [], F1000, closeafter(1)],
  [
    '2.9',
    send(PONG('unsolicited pong payload'), PING('ping payload')),
    [pong('ping payload')],
    F1000,
    closeafter(1),
  ],
  ['2.10', send(...TEN.map(PING)), TEN.map(pong), F1000, closeafter(3)],
  ['2.11', chopped(1, ...TEN.map(PING)), TEN.map(pong), F1000, closeafter(3)],
];

export const family2: readonly ConformanceCase[] = rows.map(([id, sends, ok, close, timer]) =>
  conformanceCase(id, { sends: [sends], ok, close, timer }),
);
