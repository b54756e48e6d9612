/**
 * Where other implementations may do something else with a stream of compressed messages, and the clause by which we do
 * what we do. As with other streams, no entry says who does otherwise, and whether one applies is asked of the bytes.
 */

import { explainStream } from './streams.js';

/** @typedef {import('../peers/receivers.js').Verdict} Verdict */
/** @typedef {import('../references/inflated-session.js').InflatedSession} Reading */

/**
 * @typedef {object} Difference
 * @property {string} id
 * @property {string} ours what we do
 * @property {string} clause
 * @property {boolean} isDemanded whether the clause demands it; otherwise it leaves both free
 * @property {(reading: Reading, place: number) => boolean} belongs whether the bytes are such, at the event where the
 *   two begin to differ
 * @property {(ours: Verdict, theirs: Verdict) => boolean} recognises
 */

const isControl = (/** @type {string} */ event) => /^p[io]ng /.test(event);

/** Whether what they give, and we do not, are control frames at most. */
const onlyControlsMore = (/** @type {Verdict} */ ours, /** @type {Verdict} */ theirs) =>
  theirs.events.length >= ours.events.length &&
  theirs.events.slice(ours.events.length).every(isControl);

/** @type {readonly Difference[]} */
export const inflatedDifferences = [
  {
    id: 'behind-a-last-block',
    ours: 'a block that says that it is the last ends nothing: what follows is read, and the window stays',
    clause:
      'RFC 7692 §7.2.3.4: a block with BFINAL set may be anywhere in the payload; §7.1.1 for the window',
    isDemanded: true,
    belongs: ({ finals }, place) => finals.some((event) => event <= place),
    recognises: () => true,
  },
  {
    id: 'end-inside-a-block',
    ours: 'a message that ends inside a block is refused; a reader may give what has come of it',
    clause:
      'RFC 7692 §7.2.1: the payload ends with an empty block, of which four bytes are left out',
    isDemanded: true,
    belongs: ({ isUnfinished, sure }, place) => isUnfinished && place >= sure,
    recognises: (ours) => ours.end === 'failed',
  },
  {
    id: 'content-before-the-message-is-whole',
    ours: 'content that cannot become right any more fails at once, in front of what follows in its message',
    clause: 'RFC 6455 §7.1.7 says how to fail a connection, not how soon; RFC 7692 §7.2.2',
    isDemanded: false,
    belongs: ({ fault, isFaultWhole, sure }, place) =>
      fault !== '' && !isFaultWhole && place >= sure,
    recognises: (ours, theirs) => ours.end === 'failed' && onlyControlsMore(ours, theirs),
  },
  {
    id: 'code-of-wrong-content',
    ours: 'data that are no DEFLATE are answered with 1007, at once; a reader may name another code, or none',
    clause: 'RFC 7692 §7.2.2 names no code, and RFC 6455 §7.1.7 does not say how soon',
    isDemanded: false,
    belongs: ({ fault, isFaultWhole, sure }, place) =>
      fault === 'compressed-data-invalid' && isFaultWhole && place >= sure,
    recognises: (ours, theirs) =>
      ours.end === 'failed' && theirs.end === 'failed' && onlyControlsMore(ours, theirs),
  },
  {
    id: 'continuation-of-nothing',
    ours: 'a continuation is refused where no message is in progress, whatever kind came before',
    clause:
      'RFC 6455 §5.4: a fragmented message begins with a frame of another opcode, and ends with FIN',
    isDemanded: true,
    belongs: ({ fault, session, events }, place) =>
      fault === '' && session.fault === 'continuation-unexpected' && place >= events.length,
    recognises: (ours, theirs) =>
      ours.end === 'failed' && ours.events.every((event, index) => event === theirs.events[index]),
  },
  {
    id: 'compressed-bit-out-of-place',
    ours: 'RSV1 in a control frame or a continuation is refused',
    clause:
      'RFC 7692 §6.1: "An endpoint receiving such a frame MUST _Fail the WebSocket Connection_"',
    isDemanded: true,
    belongs: ({ fault, session, events }, place) =>
      place >= events.length &&
      fault === '' &&
      session.fault === 'reserved-bit-set' &&
      (session.frame[0] & 0x70) === 0x40,
    recognises: (ours, theirs) =>
      ours.end === 'failed' && ours.events.every((event, index) => event === theirs.events[index]),
  },
  {
    id: 'wrong-text-behind-controls',
    ours: 'text that is none fails at once, in front of the control frames between its fragments',
    clause: 'RFC 6455 §8.1',
    isDemanded: false,
    belongs: ({ fault, isFaultWhole, sure }, place) =>
      fault === 'text-not-utf8' && isFaultWhole && place >= sure,
    recognises: (ours, theirs) =>
      theirs.end === 'failed' && theirs.code === ours.code && onlyControlsMore(ours, theirs),
  },
];

/**
 * The entry that explains a difference, or null.
 *
 * @param {Verdict} ours
 * @param {Verdict} theirs
 * @param {Reading} reading the second reading of the same bytes
 * @returns {{ id: string } | null}
 */
export function explainInflated(ours, theirs, reading) {
  let place = 0;
  while (place < ours.events.length && ours.events[place] === theirs.events[place]) place++;
  const entry = inflatedDifferences.find(
    ({ belongs, recognises }) => belongs(reading, place) && recognises(ours, theirs),
  );
  return entry ?? explainStream(ours, theirs, reading.session);
}
