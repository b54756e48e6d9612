/**
 * Much of something, or little of it very often, in numbers that a bench can bear.
 */

import {
  answer,
  BINARY,
  begun,
  filled,
  frame,
  PING,
  PONG,
  refused,
  request,
  send,
  sendOften,
  TEXT,
  utf8,
} from './notation.js';

/** @import { AttackCase } from './notation.js' */

const alive = send(frame(TEXT, utf8('alive')));
const isAlive = { text: utf8('alive') };

/** @type {(length: number, cut: number) => AttackCase} */
const inChunks = (length, cut) => ({
  id: `chunks-of-${cut}`,
  row: 'small-chunks',
  title: `A frame of ${length} bytes in chunks of ${cut}: a reader that begins again takes hours`,
  maxMessageBytes: length,
  steps: [{ frames: [frame(BINARY, filled('61', length))], cut }],
  replies: [{ binary: filled('61', length) }],
});

/** @type {readonly AttackCase[]} */
export const quantity = [
  {
    id: 'endless-message',
    row: 'endless-message',
    title: 'Small fragments without end are refused where the message crosses the limit',
    section: 'RFC 6455 §10.4',
    maxMessageBytes: 100_000,
    steps: [send(begun(TEXT, filled('61', 125))), sendOften(2000, begun(0, filled('61', 125)))],
    end: refused(1009),
  },
  {
    id: 'endless-message-header',
    row: 'endless-message',
    title: 'The header that crosses the limit is enough: its payload never comes',
    section: 'RFC 6455 §10.4',
    maxMessageBytes: 1000,
    steps: [
      send(begun(BINARY, filled('61', 1000))),
      { begin: begun(0, filled('61', 125)), bytes: 0 },
    ],
    end: refused(1009),
  },
  {
    id: 'message-limit-fragments',
    row: 'endless-message',
    title: 'A message whose fragments are short and that is a byte too long',
    section: 'RFC 6455 §10.4',
    maxMessageBytes: 1000,
    steps: [send(begun(BINARY, filled('00', 500)), begun(0, filled('00', 500)), frame(0, '00'))],
    end: refused(1009),
  },
  {
    id: 'fragments-empty',
    row: 'tiny-fragments',
    title: 'Empty fragments without end are refused: they are counted, though they have no bytes',
    steps: [send(begun(BINARY)), sendOften(300_000, begun(0))],
    end: refused(1008, 1009),
  },
  {
    id: 'fragments-empty-behind-data',
    row: 'tiny-fragments',
    title: 'Empty fragments without end behind one byte of data are refused',
    steps: [send(begun(TEXT, '61')), sendOften(300_000, begun(0))],
    end: refused(1008, 1009),
  },
  {
    id: 'fragments-empty-between-pongs',
    row: 'tiny-fragments',
    title: 'Empty fragments without end are refused, though a pong comes between them now and then',
    steps: [
      send(begun(BINARY)),
      ...Array.from({ length: 6 }, () => [sendOften(50_000, begun(0)), send(frame(PONG))]).flat(),
    ],
    end: refused(1008, 1009),
  },
  {
    id: 'fragments-of-a-byte',
    row: 'tiny-fragments',
    title: 'Fragments of one byte without end are refused, long before the limit of a message',
    steps: [send(begun(BINARY, '61')), sendOften(300_000, begun(0, '61'))],
    end: refused(1008, 1009),
  },
  {
    id: 'fragments-many-legal',
    row: 'tiny-fragments',
    title: 'A message of 65 537 fragments is echoed',
    section: 'RFC 6455 §5.4',
    steps: [{ fragments: frame(TEXT, filled('61', 65_536)), bytesEach: 1 }],
    replies: [{ text: filled('61', 65_536) }],
  },
  inChunks(65_536, 1),
  inChunks(131_072, 2),
  inChunks(196_608, 3),
  inChunks(262_144, 7),
  ...[1, 2, 3, 7].flatMap((cut) => [
    /** @type {AttackCase} */ ({
      id: `request-in-chunks-of-${cut}`,
      row: 'small-chunks',
      title: `A request of 8 KB in chunks of ${cut}`,
      roles: ['server'],
      opening: { bytes: request({ Cookie: filled('63', 7800) }), cut, status: [101] },
    }),
    /** @type {AttackCase} */ ({
      id: `answer-in-chunks-of-${cut}`,
      row: 'small-chunks',
      title: `An answer of 8 KB in chunks of ${cut}`,
      roles: ['client'],
      opening: { bytes: answer({ Server: filled('73', 7800) }), cut, accepted: true },
    }),
  ]),
  {
    id: 'ping-flood',
    row: 'ping-flood',
    title: 'Twenty thousand pings in a row: the connection survives them',
    section: 'RFC 6455 §5.5.3',
    anyPongs: true,
    steps: [sendOften(20_000, frame(PING, filled('70', 125))), alive],
    replies: [isAlive],
  },
  {
    id: 'ping-flood-inside-message',
    row: 'ping-flood',
    title: 'Ten thousand pings between two fragments: the message is echoed',
    section: 'RFC 6455 §5.5',
    anyPongs: true,
    steps: [
      send(begun(TEXT, utf8('ali'))),
      sendOften(10_000, frame(PING, utf8('p'))),
      send(frame(0, utf8('ve'))),
    ],
    replies: [isAlive],
  },
  {
    id: 'pings-in-order',
    row: 'ping-flood',
    title: 'Ten pings are answered in their order',
    section: 'RFC 6455 §5.5.3',
    steps: [send(...Array.from({ length: 10 }, (_, i) => frame(PING, utf8(`ping ${i}`))))],
    replies: Array.from({ length: 10 }, (_, i) => ({ pong: utf8(`ping ${i}`) })),
  },
  {
    id: 'pong-flood',
    row: 'pong-flood',
    title: 'A hundred thousand pongs that nobody asked for',
    section: 'RFC 6455 §5.5.3',
    steps: [sendOften(100_000, frame(PONG)), alive],
    replies: [isAlive],
  },
  {
    id: 'empty-texts',
    row: 'event-amplification',
    title: 'A megabyte of empty texts, all of which are echoed',
    steps: [sendOften(174_762, frame(TEXT))],
    replies: [{ text: '', times: 174_762 }],
  },
];
