/**
 * Rules that are easily missed, and that what both sides have agreed on rests on.
 */

import {
  answer,
  answerAs,
  BINARY,
  begun,
  CLOSE,
  closeRefused,
  filled,
  frame,
  PING,
  PONG,
  refused,
  request,
  requestAs,
  send,
  sendOften,
  TEXT,
  utf8,
} from './notation.js';

/** @import { AttackCase } from './notation.js' */
/** @import { ByteData, CaseData, StepData } from '../../src/testing/case-data.js' */

const BOM = 'efbbbf';
/** Long, and not ASCII. */
const LONG_TEXT = { repeat: utf8('Grüße '), length: 200 };
const plain = { text: utf8('plain') };

/** @type {(id: string, title: string, text: ByteData, step: StepData, more?: Partial<CaseData>) => AttackCase} */
const marked = (id, title, text, step, more = {}) => ({
  id: `bom-${id}`,
  row: 'byte-order-mark',
  title,
  section: 'RFC 6455 §8.1',
  ...more,
  steps: [step],
  replies: [{ text }],
});

/** @type {(id: string, title: string, members: Partial<CaseData>) => AttackCase} */
const between = (id, title, members) => ({
  id,
  row: 'control-between-fragments',
  title,
  section: 'RFC 6455 §5.4',
  ...members,
});

/** @type {(id: string, row: string, title: string, section: string, members: Partial<CaseData>) => AttackCase} */
const forServer = (id, row, title, section, members) => ({
  id,
  row,
  title,
  roles: ['server'],
  section,
  ...members,
});

/** @type {(id: string, row: string, title: string, section: string, members: Partial<CaseData>) => AttackCase} */
const forClient = (id, row, title, section, members) => ({
  id,
  row,
  title,
  roles: ['client'],
  section,
  ...members,
});

/** As a server may write them: what is not masked needs no tester. */
const HELLO_FRAME = ['8105', utf8('Hello')];

/** @type {(parameters: string) => ByteData} */
const grant = (parameters) =>
  answer({ 'Sec-WebSocket-Extensions': `permessage-deflate${parameters}` });

/** @type {DeflateAsk} */
const NOTHING = {};
/** @typedef {NonNullable<CaseData['deflate']>['asks'][number]} DeflateAsk */

/** @type {(id: string, title: string, section: string, ask: DeflateAsk) => AttackCase} */
const asking = (id, title, section, ask) =>
  forServer(id, 'deflate-agreement', title, section, {
    deflate: { asks: [ask] },
    steps: [{ compressed: frame(TEXT, utf8('plain')) }],
    replies: [plain],
  });

/** @type {readonly AttackCase[]} */
export const interoperation = [
  {
    id: 'mask-keys',
    row: 'predictable-masks',
    title: 'A client has a masking key of its own for each of its frames',
    roles: ['client'],
    section: 'RFC 6455 §5.3',
    freshMasks: true,
    steps: [sendOften(16, frame(TEXT, utf8('again')))],
    replies: [{ text: utf8('again'), times: 16 }],
  },
  marked(
    'alone',
    'A byte order mark and nothing else is a text of one character',
    BOM,
    send(frame(TEXT, BOM)),
  ),
  marked(
    'short',
    'A short text that begins with a byte order mark keeps it',
    [BOM, utf8('text')],
    send(frame(TEXT, [BOM, utf8('text')])),
  ),
  marked(
    'long',
    'A long text that begins with a byte order mark keeps it',
    [BOM, LONG_TEXT],
    send(frame(TEXT, [BOM, LONG_TEXT])),
  ),
  marked(
    'in-fragments',
    'A text in fragments keeps the byte order mark at its beginning, which is cut in two',
    [BOM, LONG_TEXT],
    send(begun(TEXT, 'efbb'), begun(0, 'bf'), frame(0, LONG_TEXT)),
  ),
  marked(
    'in-each-fragment',
    'A text keeps a byte order mark at the beginning of each fragment',
    [BOM, utf8('a'), BOM, utf8('b'), BOM],
    send(begun(TEXT, [BOM, utf8('a')]), begun(0, [BOM, utf8('b')]), frame(0, BOM)),
  ),
  marked(
    'compressed',
    'A compressed text that begins with a byte order mark keeps it',
    [BOM, LONG_TEXT],
    { compressed: frame(TEXT, [BOM, LONG_TEXT]) },
    { deflate: { asks: [NOTHING] } },
  ),
  between('ping-inside-character', 'A ping in the middle of a character leaves it whole', {
    steps: [send(begun(TEXT, 'c3'), frame(PING, '70'), frame(0, 'a9'))],
    replies: [{ pong: '70' }, { text: 'c3a9' }],
  }),
  between(
    'ping-inside-broken-character',
    'A ping in the middle of a character that is never finished does not hide the fault',
    {
      steps: [send(begun(TEXT, 'c3'), frame(PING, '70'), frame(0, '28'))],
      replies: [{ pong: '70' }],
      alsoAllowed: [],
      end: refused(1007),
    },
  ),
  between(
    'pong-inside-broken-character',
    'Nor does a pong, even if the message does not end there',
    {
      steps: [send(begun(TEXT, 'c3'), frame(PONG, '70'), begun(0, '28'))],
      end: refused(1007),
    },
  ),
  between('ping-inside-long-message', 'A ping does not give a message its limit once more', {
    section: 'RFC 6455 §10.4',
    maxMessageBytes: 1000,
    steps: [send(begun(BINARY, filled('61', 600)), frame(PING, '70'), frame(0, filled('61', 500)))],
    replies: [{ pong: '70' }],
    alsoAllowed: [],
    end: refused(1009),
  }),
  .../** @type {const} */ ([
    ['1012', '03f4'],
    ['1013', '03f5'],
    ['1014', '03f6'],
  ]).map(
    ([code, bytes]) =>
      /** @type {AttackCase} */ ({
        id: `close-code-${code}`,
        row: 'close-codes',
        title: `A Close with ${code}, which was registered after the RFC, is answered`,
        section: 'RFC 6455 §11.7',
        steps: [send(frame(CLOSE, bytes))],
        end: {
          by: 'tester',
          codes: [1000, Number(code)],
          strictCodes: [Number(code)],
          clean: true,
        },
      }),
  ),
  {
    id: 'close-code-1015',
    row: 'close-codes',
    title: 'A Close with 1015, which only ever reports, is refused',
    section: 'RFC 6455 §7.4.1',
    steps: [send(frame(CLOSE, '03f7'))],
    end: closeRefused(1002),
  },
  forServer(
    'request-of-http-1-0',
    'wrong-first-line',
    'A request of HTTP/1.0 is refused, whatever its fields say',
    'RFC 6455 §4.2.1',
    { opening: { bytes: requestAs('GET / HTTP/1.0'), status: [400, 426, 501, 505] } },
  ),
  forServer(
    'request-by-post',
    'wrong-first-line',
    'A request with POST is refused, whatever its fields say',
    'RFC 6455 §4.2.1',
    { opening: { bytes: requestAs('POST / HTTP/1.1'), status: [400, 405, 426, 501] } },
  ),
  forClient(
    'answer-with-200',
    'wrong-first-line',
    'An answer with the status 200 opens nothing, whatever its fields say',
    'RFC 6455 §4.1',
    { opening: { bytes: answerAs('HTTP/1.1 200 OK'), accepted: false } },
  ),
  forClient(
    'answer-of-http-1-0',
    'wrong-first-line',
    'A 101 of HTTP/1.0 opens nothing',
    'RFC 9110 §15.2',
    { opening: { bytes: answerAs('HTTP/1.0 101 Switching Protocols'), accepted: false } },
  ),
  asking(
    'server-takeover-asked',
    'An offer with server_no_context_takeover is granted or declined',
    'RFC 7692 §7.1.1.1',
    { noContextTakeover: true },
  ),
  asking(
    'server-window-asked',
    'An offer with server_max_window_bits=10 is granted or declined',
    'RFC 7692 §7.1.2.1',
    { maxWindowBits: 10 },
  ),
  forServer(
    'client-window-not-asked',
    'deflate-agreement',
    'An offer without client_max_window_bits gets an answer without it',
    'RFC 7692 §7.1.2.2',
    {
      opening: {
        bytes: request({ 'Sec-WebSocket-Extensions': 'permessage-deflate' }),
        status: [101],
      },
      deflate: { asks: [NOTHING] },
      steps: [{ compressed: frame(TEXT, utf8('plain')) }],
      replies: [plain],
    },
  ),
  .../** @type {const} */ (['client', 'server']).map((side) =>
    forClient(
      `answer-${side}-bits-no-value`,
      'deflate-agreement',
      `An answer with ${side}_max_window_bits and no value fails the connection`,
      'RFC 7692 §7.1.2',
      {
        opening: { bytes: grant(`; ${side}_max_window_bits`), accepted: false },
        deflate: { asks: [NOTHING] },
      },
    ),
  ),
  forClient(
    'client-window-not-offered',
    'deflate-agreement',
    'An answer with client_max_window_bits, which was not offered, fails the connection',
    'RFC 7692 §7.1.2.2',
    {
      opening: {
        bytes: grant('; client_max_window_bits=10'),
        accepted: false,
        unoffered: 'client_max_window_bits',
      },
      deflate: { asks: [NOTHING] },
    },
  ),
  forClient(
    'frame-behind-answer',
    'joined-bytes',
    'A message in one piece with the answer to the opening handshake is echoed',
    'RFC 6455 §4.1',
    {
      opening: { bytes: [answer(), ...HELLO_FRAME], accepted: true },
      replies: [{ text: utf8('Hello') }],
    },
  ),
  forClient(
    'frames-behind-answer',
    'joined-bytes',
    'A message and the beginning of another in one piece with the answer, and the rest behind it',
    'RFC 6455 §4.1',
    {
      opening: { bytes: [answer(), ...HELLO_FRAME, '8105', utf8('ag')], accepted: true },
      steps: [{ bytes: utf8('ain') }],
      replies: [{ text: utf8('Hello') }, { text: utf8('again') }],
    },
  ),
];
