/**
 * How messages and connections end.
 */

import {
  BINARY,
  begun,
  CLOSE,
  closeRefused,
  filled,
  frame,
  PING,
  refused,
  send,
  TEXT,
  utf8,
} from './notation.js';

/** @import { AttackCase } from './notation.js' */
/** @import { StepData } from '../../src/testing/case-data.js' */

/** @type {(id: string, title: string, ...steps: StepData[]) => AttackCase} */
const ended = (id, title, ...steps) => ({
  id: `end-${id}`,
  row: 'end-of-input',
  title,
  section: 'RFC 6455 §7.1.5',
  steps: [...steps, { end: true }],
  end: { by: 'tester' },
});

const closed = /** @type {const} */ ({ by: 'tester', codes: [1000], clean: true });

/** @type {readonly AttackCase[]} */
export const endings = [
  ended('at-once', 'The stream ends behind the opening handshake'),
  ended('in-first-byte', 'The stream ends behind the first byte of a frame', { bytes: '82' }),
  {
    ...ended('in-masked-length', 'The stream ends inside a length', { bytes: '82 fe 01' }),
    roles: ['server'],
  },
  {
    ...ended('in-plain-length', 'The stream ends inside a length', { bytes: '82 7e 01' }),
    roles: ['client'],
  },
  ended('in-header', 'The stream ends behind a header', {
    begin: frame(BINARY, filled('61', 100)),
    bytes: 0,
  }),
  ended('in-payload', 'The stream ends inside a payload', {
    begin: frame(BINARY, filled('61', 100)),
    bytes: 50,
  }),
  ended('in-message', 'The stream ends inside a fragmented message', send(begun(TEXT, '61'))),
  ended('in-ping', 'The stream ends inside a ping', { begin: frame(PING, '7070'), bytes: 1 }),
  ended('in-close', 'The stream ends inside a Close', { begin: frame(CLOSE, '03e8'), bytes: 1 }),
  {
    id: 'late-invalid-text',
    row: 'late-invalid-text',
    title: 'Four megabytes of a letter, and one byte that is not UTF-8',
    section: 'RFC 6455 §8.1',
    maxMessageBytes: 5_000_000,
    steps: [send(frame(TEXT, [filled('61', 4_000_000), 'ff']))],
    end: refused(1007),
  },
  {
    id: 'late-invalid-text-in-fragments',
    row: 'late-invalid-text',
    title: 'The same in fragments of 64 KiB',
    section: 'RFC 6455 §8.1',
    maxMessageBytes: 5_000_000,
    steps: [{ fragments: frame(TEXT, [filled('61', 4_000_000), 'ff']), bytesEach: 65_536 }],
    end: refused(1007),
  },
  {
    id: 'late-cut-text',
    row: 'late-invalid-text',
    title: 'A long text that ends inside a character',
    section: 'RFC 6455 §8.1',
    steps: [send(frame(TEXT, [filled('61', 100_000), 'e282']))],
    end: refused(1007),
  },
  {
    id: 'cut-reason',
    row: 'late-invalid-text',
    title: 'A Close whose reason is cut inside a character',
    section: 'RFC 6455 §5.5.1',
    steps: [send(frame(CLOSE, '03e8 e282'))],
    end: closeRefused(1007, 1002),
  },
  {
    id: 'data-behind-close',
    row: 'after-close',
    title: 'Data behind a Close are ignored',
    section: 'RFC 6455 §1.4',
    steps: [send(frame(CLOSE, '03e8'), frame(TEXT, utf8('late')), frame(PING, '70'))],
    end: closed,
  },
  {
    id: 'garbage-behind-close',
    row: 'after-close',
    title: 'What is no frame at all behind a Close is ignored',
    section: 'RFC 6455 §1.4',
    steps: [
      send(
        frame(CLOSE, '03e8'),
        frame(3, '61', { rsv: 7 }),
        frame(BINARY, '', { length: 'ffffffffffffffff' }),
      ),
    ],
    end: closed,
  },
  {
    id: 'close-inside-message',
    row: 'after-close',
    title: 'A Close inside a fragmented message is answered, and the message dropped',
    section: 'RFC 6455 §5.4',
    steps: [send(begun(TEXT, utf8('never')), frame(CLOSE, '03e8'))],
    end: closed,
  },
  {
    id: 'message-goes-on-behind-close',
    row: 'after-close',
    title: 'A message that goes on behind a Close is dropped all the same',
    section: 'RFC 6455 §5.4',
    steps: [send(begun(TEXT, utf8('never')), frame(CLOSE, '03e8'), frame(0, utf8('seen')))],
    end: closed,
  },
];
