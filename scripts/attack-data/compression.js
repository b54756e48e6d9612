/**
 * permessage-deflate: data that the tester writes as they are, and windows that it asks for.
 */

import {
  answer,
  BINARY,
  begun,
  CLOSE,
  closeRefused,
  filled,
  frame,
  HELLO,
  HELLO_AGAIN,
  PING,
  PONG,
  RSV1,
  refused,
  repeated,
  request,
  send,
  TEXT,
  utf8,
} from './notation.js';

/** @import { AttackCase } from './notation.js' */
/** @import { ByteData, DeflateData, FrameData } from '../../src/testing/case-data.js' */

const hello = { text: utf8('Hello') };

/** @type {DeflateData} */
const deflate = { asks: [{}] };

/** The tester's window must pass from message to message. @type {DeflateData} */
const keepsContext = { asks: [{}], keepsContext: true };

/** @type {(payload: ByteData, more?: Partial<FrameData>) => FrameData} */
const compressed = (payload, more = {}) => frame(TEXT, payload, { rsv: RSV1, ...more });

/** @type {(id: string, title: string, payload: ByteData) => AttackCase} */
const corrupt = (id, title, payload) => ({
  id: `deflate-${id}`,
  row: 'corrupt-compressed-data',
  title,
  section: 'RFC 7692 §7.2.2',
  deflate,
  steps: [send(frame(BINARY, payload, { rsv: RSV1 }))],
  end: refused(1007, 1002),
});

/** @type {(id: string, title: string, ...frames: FrameData[]) => AttackCase} */
const misplaced = (id, title, ...frames) => ({
  id: `rsv1-${id}`,
  row: 'rsv1-misplaced',
  title,
  section: 'RFC 7692 §6.1',
  deflate,
  steps: [send(...frames)],
  end: refused(1002),
});

const names = /** @type {const} */ ([
  ['server-bits', 'server_max_window_bits'],
  ['client-bits', 'client_max_window_bits'],
]);
const badBits = /** @type {const} */ ([
  ['7', '7'],
  ['16', '16'],
  ['0', '0'],
  ['minus-1', '-1'],
  ['exponent', '1e1'],
  ['leading-zero', '08'],
  ['plus-9', '+9'],
  ['fraction', '15.0'],
  ['huge', '99999999999999999999'],
]);
const noValues = /** @type {const} */ ([
  ['nothing', ''],
  ['empty-quotes', '""'],
]);

/** @type {(value: string) => ByteData} */
const offer = (value) => request({ 'Sec-WebSocket-Extensions': `permessage-deflate; ${value}` });
/** @type {(value: string) => ByteData} */
const grant = (value) => answer({ 'Sec-WebSocket-Extensions': `permessage-deflate; ${value}` });

/** @type {readonly AttackCase[]} */
const windowBits = names.flatMap(([whose, name]) => [
  ...badBits.flatMap(([label, bits]) => [
    /** @type {AttackCase} */ ({
      id: `offer-${whose}-${label}`,
      row: 'window-bits-grammar',
      title: `An offer with ${name}=${bits} is declined, or refused with the request`,
      roles: ['server'],
      section: 'RFC 7692 §7.1',
      opening: { bytes: offer(`${name}=${bits}`), status: [101, 400] },
      steps: [send(frame(TEXT, utf8('plain')))],
      replies: [{ text: utf8('plain') }],
    }),
    /** @type {AttackCase} */ ({
      id: `answer-${whose}-${label}`,
      row: 'window-bits-grammar',
      title: `An answer with ${name}=${bits} fails the connection`,
      roles: ['client'],
      section: 'RFC 7692 §7.1',
      opening: { bytes: grant(`${name}=${bits}`), accepted: false },
    }),
  ]),
  ...noValues.flatMap(([id, value]) => [
    /** @type {AttackCase} */ ({
      id: `offer-${whose}-${id}`,
      row: 'window-bits-grammar',
      title: `An offer with ${name}=${value} is a bad request`,
      roles: ['server'],
      section: 'RFC 6455 §9.1',
      opening: { bytes: offer(`${name}=${value}`), status: [400] },
    }),
    /** @type {AttackCase} */ ({
      id: `answer-${whose}-${id}`,
      row: 'window-bits-grammar',
      title: `An answer with ${name}=${value} fails the connection`,
      roles: ['client'],
      section: 'RFC 6455 §9.1',
      opening: { bytes: grant(`${name}=${value}`), accepted: false },
    }),
  ]),
  /** @type {AttackCase} */ ({
    id: `offer-${whose}-quoted`,
    row: 'window-bits-grammar',
    title: `An offer with ${name}="10" is legal`,
    roles: ['server'],
    section: 'RFC 6455 §9.1',
    opening: { bytes: offer(`${name}="10"`), status: [101] },
    deflate,
    steps: [send(frame(TEXT, utf8('plain')))],
    replies: [{ text: utf8('plain') }],
  }),
]);

/** @type {readonly AttackCase[]} */
export const compression = [
  {
    id: 'bomb',
    row: 'inflation-bomb',
    title: 'Twenty megabytes of zeros in twenty kilobytes, in one message',
    section: 'RFC 6455 §10.4',
    deflate,
    maxMessageBytes: 1_000_000,
    steps: [{ compressed: frame(BINARY, filled('00', 20_000_000)) }],
    end: refused(1009),
  },
  {
    id: 'bomb-in-fragments',
    row: 'inflation-bomb',
    title: 'Twenty megabytes of zeros in fragments that are each within the limit',
    section: 'RFC 6455 §10.4',
    deflate,
    maxMessageBytes: 1_000_000,
    steps: [{ compressed: frame(BINARY, filled('00', 20_000_000)), bytesEach: 50 }],
    end: refused(1009),
  },
  {
    id: 'bomb-by-one-byte',
    row: 'inflation-bomb',
    title: 'One byte more than the limit, which shows at the end of the data alone',
    section: 'RFC 6455 §10.4',
    deflate,
    maxMessageBytes: 100_000,
    steps: [{ compressed: frame(BINARY, filled('00', 100_001)) }],
    end: refused(1009),
  },
  {
    id: 'bomb-at-the-flush',
    row: 'inflation-bomb',
    title: 'One byte more than the limit, in a stored block behind a flush',
    section: 'RFC 6455 §10.4',
    deflate,
    maxMessageBytes: 1,
    steps: [send(frame(BINARY, '00 0100 feff 61 00 0100 feff 61 00', { rsv: RSV1 }))],
    end: refused(1009),
  },
  {
    id: 'no-bomb',
    row: 'inflation-bomb',
    title: 'Zeros of exactly the limit are echoed',
    deflate,
    maxMessageBytes: 100_000,
    steps: [{ compressed: frame(BINARY, filled('00', 100_000)) }],
    replies: [{ binary: filled('00', 100_000) }],
  },
  {
    id: 'rsv1-without-deflate',
    row: 'rsv1-unnegotiated',
    title: 'A compressed text where no compression was agreed on',
    section: 'RFC 7692 §6',
    steps: [send(compressed(HELLO))],
    end: refused(1002),
  },
  {
    id: 'rsv2-with-deflate',
    row: 'rsv1-unnegotiated',
    title: 'RSV2, which compression gives no meaning',
    section: 'RFC 6455 §5.2',
    deflate,
    steps: [send(frame(TEXT, HELLO, { rsv: RSV1 | 2 }))],
    end: refused(1002),
  },
  misplaced(
    'on-continuation',
    'RSV1 on the last fragment of a compressed message',
    compressed('f248cd', { fin: false }),
    frame(0, 'c9c90700', { rsv: RSV1 }),
  ),
  misplaced(
    'on-continuation-of-plain',
    'RSV1 on a fragment of a message that is not compressed',
    begun(TEXT, '61'),
    frame(0, HELLO, { rsv: RSV1 }),
  ),
  misplaced('on-ping', 'RSV1 on a ping', frame(PING, HELLO, { rsv: RSV1 })),
  misplaced('on-pong', 'RSV1 on a pong', frame(PONG, HELLO, { rsv: RSV1 })),
  {
    ...misplaced('on-close', 'RSV1 on a Close', frame(CLOSE, '03e8', { rsv: RSV1 })),
    end: closeRefused(1002),
  },
  ...windowBits,
  {
    id: 'final-blocks',
    row: 'final-block-restarts',
    title: 'A hundred thousand final blocks in one message, which is echoed soon',
    section: 'RFC 7692 §7.2.3.4',
    deflate,
    steps: [send(compressed([repeated('0300', 100_000), HELLO]))],
    replies: [hello],
  },
  {
    id: 'final-block',
    row: 'final-block-inside',
    title: 'A message whose data have a final block',
    section: 'RFC 7692 §7.2.3.4',
    deflate,
    steps: [send(compressed('f348cdc9c9070000'))],
    replies: [hello],
  },
  {
    id: 'final-block-in-the-middle',
    row: 'final-block-inside',
    title: 'What follows a final block in the same message may refer to what was in front of it',
    section: 'RFC 7692 §7.2.3.4',
    deflate,
    steps: [send(compressed(['f348cdc9c90700', HELLO_AGAIN]))],
    replies: [{ text: utf8('HelloHello') }],
  },
  {
    id: 'final-block-keeps-window',
    row: 'final-block-inside',
    title: 'A message behind one with a final block refers to it: the window is kept',
    section: 'RFC 7692 §7.2.3.4',
    deflate: keepsContext,
    steps: [send(compressed('f348cdc9c9070000'), compressed(HELLO_AGAIN))],
    replies: [hello, hello],
  },
  {
    id: 'ping-inside-compressed',
    row: 'control-inside-compressed',
    title: 'A ping between two fragments of a compressed message',
    section: 'RFC 7692 §6.1',
    deflate,
    steps: [send(compressed('f248cd', { fin: false }), frame(PING, '70'), frame(0, 'c9c90700'))],
    replies: [{ pong: '70' }, hello],
  },
  corrupt('block-type', 'A block of type 3, which does not exist', '06'),
  corrupt('block-type-later', 'A block of type 3 behind sound blocks', 'f248cdc9c907 0000ffff 06'),
  corrupt('distance', 'A distance beyond all that was sent', HELLO_AGAIN),
  corrupt('stored', 'A stored block whose length contradicts itself', '00 0500 0000 48656c6c6f 00'),
  corrupt('cut', 'A block that is cut off', 'f248cd'),
  corrupt('cut-stored', 'A stored block that is cut off', '00 0500 faff 4865'),
  {
    id: 'deflate-not-utf8',
    row: 'corrupt-compressed-data',
    title: 'A compressed text that is not UTF-8',
    section: 'RFC 6455 §8.1',
    deflate,
    steps: [{ compressed: frame(TEXT, '61 ff 61') }],
    end: refused(1007),
  },
  {
    id: 'takeover-behind-plain',
    row: 'takeover-state',
    title: 'A plain message does not touch the window',
    section: 'RFC 7692 §7.2.3.2',
    deflate: keepsContext,
    steps: [send(compressed(HELLO), frame(TEXT, utf8('plain')), compressed(HELLO_AGAIN))],
    replies: [hello, { text: utf8('plain') }, hello],
  },
  {
    id: 'takeover-behind-empty',
    row: 'takeover-state',
    title: 'Empty messages, compressed and plain, do not touch the window',
    section: 'RFC 7692 §7.2.3.6',
    deflate: keepsContext,
    steps: [
      send(compressed(HELLO), compressed('00'), frame(TEXT), compressed('0200')),
      send(compressed(HELLO_AGAIN)),
    ],
    replies: [hello, { text: '', times: 3 }, hello],
  },
  {
    id: 'takeover-behind-control',
    row: 'takeover-state',
    title: 'Control frames do not touch the window',
    section: 'RFC 7692 §6.1',
    deflate: keepsContext,
    steps: [send(compressed(HELLO), frame(PING, '70'), frame(PONG, '70'), compressed(HELLO_AGAIN))],
    replies: [hello, { pong: '70' }, hello],
  },
];
