/**
 * Where other implementations may do something else with the same stream, and the clause by which we do what we do. A
 * difference that is not listed here is a finding.
 *
 * No entry says who does otherwise: the clause either demands what we do, or leaves both free. Whether an entry applies
 * is asked of the bytes, as the second reading has them, and not of what we have made of them.
 */

import { closeCodes } from '../references/header.js';

/** @typedef {import('../peers/streams.js').Verdict} Verdict */
/** @typedef {import('../references/session.js').Session} Session */

/**
 * @typedef {object} Difference
 * @property {string} id
 * @property {string} ours what we do
 * @property {string} clause
 * @property {boolean} isDemanded whether the clause demands it; otherwise it leaves both free
 * @property {(session: Session) => boolean} belongs whether the bytes are such
 * @property {(ours: Verdict, theirs: Verdict, session: Session) => boolean} recognises whether this is what they make of
 *   such bytes
 */

const isControl = (/** @type {string} */ event) => /^p[io]ng /.test(event);

const startsAlike = (/** @type {Verdict} */ ours, /** @type {Verdict} */ theirs) =>
  ours.events.every((event, index) => event === theirs.events[index]);

const sameEvents = (/** @type {Verdict} */ ours, /** @type {Verdict} */ theirs) =>
  startsAlike(ours, theirs) && ours.events.length === theirs.events.length;

/** Whether they give what we give and then, at most, control frames: no message that we refuse. */
const onlyControlsMore = (/** @type {Verdict} */ ours, /** @type {Verdict} */ theirs) =>
  startsAlike(ours, theirs) && theirs.events.slice(ours.events.length).every(isControl);

/** @type {readonly Difference[]} */
export const streamDifferences = [
  {
    id: 'fault-before-the-frame-is-whole',
    ours: 'a fault is reported with the byte that makes it certain; a reader may wait for the rest of the frame',
    clause: 'RFC 6455 §7.1.7 says how to fail a connection, not how soon',
    isDemanded: false,
    belongs: ({ end, isFrameWhole }) => end === 'failed' && !isFrameWhole,
    recognises: (ours, theirs) => theirs.end === 'open' && sameEvents(ours, theirs),
  },
  {
    id: 'text-before-the-message-is-whole',
    ours: 'text that cannot become UTF-8 any more fails at once, in front of what follows in its message',
    clause: 'RFC 6455 §8.1',
    isDemanded: false,
    belongs: ({ fault, isFrameWhole, frame: [first] }) =>
      fault === 'text-not-utf8' && !(isFrameWhole && first >= 0x80),
    recognises: (ours, theirs) => onlyControlsMore(ours, theirs),
  },
  {
    id: 'shortest-length',
    ours: 'a payload length in a longer form than it needs is refused',
    clause: 'RFC 6455 §5.2: "the minimal number of bytes MUST be used to encode the length"',
    isDemanded: true,
    belongs: ({ end, frame }) => end === 'failed' && isLengthTooLong(frame),
    recognises: (ours, theirs) => startsAlike(ours, theirs),
  },
  {
    id: 'control-length',
    ours: 'a control frame whose length is not in the 7-bit form is refused, whatever the length',
    clause: 'RFC 6455 §5.5 (at most 125 bytes) with §5.2 (the shortest form)',
    isDemanded: true,
    belongs: ({ end, frame: [first, second] }) =>
      end === 'failed' && (first & 0x08) !== 0 && (second & 0x7f) > 125,
    recognises: (ours, theirs) => startsAlike(ours, theirs),
  },
  {
    id: 'mask-towards-a-client',
    ours: 'a client refuses a masked frame',
    clause: 'RFC 6455 §5.1: "A client MUST close a connection if it detects a masked frame"',
    isDemanded: true,
    belongs: ({ role, end, frame: [, second] }) =>
      role === 'client' && end === 'failed' && second >= 0x80,
    recognises: (ours, theirs) => startsAlike(ours, theirs),
  },
  {
    id: 'first-fault',
    ours: 'of several faults in one frame the first on the wire is named, with its own close code',
    clause: 'RFC 6455 §7.4.1 leaves the order and, between 1002, 1003 and 1009, the choice',
    isDemanded: false,
    belongs: ({ end }) => end === 'failed',
    recognises: (ours, theirs, session) =>
      theirs.end === 'failed' &&
      sameEvents(ours, theirs) &&
      possibleCodes(session).includes(theirs.code),
  },
  {
    id: 'close-refused-in-the-answer',
    ours: 'a Close with a wrong body is an error; a reader may answer it as a Close, with the code of the fault',
    clause:
      'RFC 6455 §5.5.1, §7.1.7: both send a Close with that code; for a reason that is no UTF-8, §8.1 names none',
    isDemanded: false,
    belongs: ({ fault }) => fault.startsWith('close-'),
    recognises: (ours, theirs, { fault }) =>
      theirs.end === 'closed' &&
      (theirs.code === 1002 || theirs.code === closeCodes[fault]) &&
      sameEvents(ours, theirs),
  },
  {
    id: 'close-of-one-byte',
    ours: 'a Close that announces one byte is refused when the byte has come; a reader may refuse its header',
    clause: 'RFC 6455 §5.5.1 forbids the body; §7.1.7 does not say how soon',
    isDemanded: false,
    belongs: ({ end, isFrameWhole, frame: [first, second] }) =>
      end === 'open' && !isFrameWhole && first === 0x88 && (second & 0x7f) === 1,
    recognises: (ours, theirs) =>
      theirs.end === 'failed' && theirs.code === 1002 && sameEvents(ours, theirs),
  },
  {
    id: 'close-without-a-code',
    ours: 'a Close without a body is reported as 1005',
    clause: 'RFC 6455 §7.1.5: "_The WebSocket Connection Close Code_ is considered to be 1005"',
    isDemanded: true,
    belongs: ({ end, code }) => end === 'closed' && code === 1005,
    recognises: (ours, theirs) =>
      theirs.end === 'closed' && theirs.code === 1000 && sameEvents(ours, theirs),
  },
  {
    id: 'registered-close-codes',
    ours: 'the codes 1012, 1013 and 1014 may be on the wire',
    clause: 'RFC 6455 §7.4.2 and the registry of IANA, where they stand since',
    isDemanded: true,
    belongs: ({ end, code }) => end === 'closed' && code >= 1012 && code <= 1014,
    recognises: (ours, theirs) => theirs.code === 1002 && sameEvents(ours, theirs),
  },
];

/**
 * The entry that explains a difference, or null.
 *
 * @param {Verdict} ours
 * @param {Verdict} theirs
 * @param {Session} session the second reading of the same bytes
 */
export function explainStream(ours, theirs, session) {
  // What we make of it ourselves must be right, whatever others do.
  if (ours.end !== session.end) return null;
  return (
    streamDifferences.find(
      ({ belongs, recognises }) => belongs(session) && recognises(ours, theirs, session),
    ) ?? null
  );
}

/** Whether a length stands in a form longer than it needs. @param {Uint8Array} frame what there is of it */
function isLengthTooLong(frame) {
  const short = frame[1] & 0x7f;
  if (short === 126 && frame.length >= 4) return frame[2] === 0 && frame[3] < 126;
  if (short !== 127 || frame.length < 10) return false;
  return frame.subarray(2, 8).every((byte) => byte === 0);
}

/**
 * The codes of all faults of the frame that is at fault: a reader may name any of them.
 *
 * @param {Session} session
 */
function possibleCodes({ role, fault, frame }) {
  /** @type {(number | null)[]} */
  const codes = [closeCodes[fault]];
  if (frame.length < 2) return codes;
  // RFC 6455 §5.1 has 1002 for it, and as a MAY.
  if (role === 'server' && frame[1] < 0x80) codes.push(1002, 1003);
  // 2^24 bytes and more are too many for all.
  if ((frame[1] & 0x7f) === 127 && frame.subarray(2, 7).some((byte) => byte > 0)) codes.push(1009);
  return codes;
}
