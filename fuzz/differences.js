/**
 * Where other implementations may do something else with the same bytes, and the clause by which we do what we do. A
 * difference that is not listed here is a finding.
 *
 * No entry says who does otherwise: the clause either demands what we do, or leaves both free.
 */

/** @typedef {import('./peers/streams.js').Verdict} Verdict */

/**
 * @typedef {object} Difference
 * @property {string} id
 * @property {string} ours what we do
 * @property {string} clause
 * @property {boolean} isDemanded whether the clause demands it; otherwise it leaves both free
 * @property {(ours: Verdict, theirs: Verdict, fault: string) => boolean} recognises
 */

const isControl = (/** @type {string} */ event) => /^p[io]ng /.test(event);

/** Whether they give what we give and then, at most, control frames: no message that we refuse. */
const onlyControlsMore = (/** @type {Verdict} */ ours, /** @type {Verdict} */ theirs) =>
  startsAlike(ours, theirs) && theirs.events.slice(ours.events.length).every(isControl);

const startsAlike = (/** @type {Verdict} */ ours, /** @type {Verdict} */ theirs) =>
  ours.events.every((event, index) => event === theirs.events[index]);

const sameEvents = (/** @type {Verdict} */ ours, /** @type {Verdict} */ theirs) =>
  startsAlike(ours, theirs) && ours.events.length === theirs.events.length;

/** @type {readonly Difference[]} */
export const streamDifferences = [
  {
    id: 'fault-before-the-frame-is-whole',
    ours: 'a fault is reported with the byte that makes it certain; a reader may wait for the rest of the frame',
    clause: 'RFC 6455 §7.1.7 says how to fail a connection, not how soon',
    isDemanded: false,
    recognises: (ours, theirs) =>
      ours.end === 'failed' && theirs.end === 'open' && onlyControlsMore(ours, theirs),
  },
  {
    id: 'text-before-the-message-is-whole',
    ours: 'text that cannot become UTF-8 any more fails at once, in front of what follows in its message',
    clause: 'RFC 6455 §8.1',
    isDemanded: false,
    recognises: (ours, theirs, fault) =>
      fault === 'text-not-utf8' && onlyControlsMore(ours, theirs),
  },
  {
    id: 'shortest-length',
    ours: 'a payload length in a longer form than it needs is refused',
    clause: 'RFC 6455 §5.2: "the minimal number of bytes MUST be used to encode the length"',
    isDemanded: true,
    recognises: (ours, theirs, fault) =>
      fault === 'length-not-minimal' && startsAlike(ours, theirs),
  },
  {
    id: 'control-length',
    ours: 'a control frame whose length is not in the 7-bit form is refused, whatever the length',
    clause: 'RFC 6455 §5.5 (at most 125 bytes) with §5.2 (the shortest form)',
    isDemanded: true,
    recognises: (ours, theirs, fault) =>
      fault === 'control-frame-too-long' && startsAlike(ours, theirs),
  },
  {
    id: 'mask-towards-a-client',
    ours: 'a client refuses a masked frame',
    clause: 'RFC 6455 §5.1: "A client MUST close a connection if it detects a masked frame"',
    isDemanded: true,
    recognises: (ours, theirs, fault) => fault === 'mask-unexpected' && startsAlike(ours, theirs),
  },
  {
    id: 'first-fault',
    ours: 'of several faults in one frame the first on the wire is named, with its own close code',
    clause: 'RFC 6455 §7.4.1 leaves the order and, between 1002, 1003 and 1009, the choice',
    isDemanded: false,
    recognises: (ours, theirs) =>
      ours.end === 'failed' && theirs.end === 'failed' && sameEvents(ours, theirs),
  },
  {
    id: 'close-refused-in-the-answer',
    ours: 'a Close with a wrong body is an error; a reader may answer it as a Close, with the code of the fault',
    clause: 'RFC 6455 §5.5.1, §7.1.7: both send a Close with that code',
    isDemanded: false,
    recognises: (ours, theirs, fault) =>
      fault.startsWith('close-') &&
      theirs.end === 'closed' &&
      (theirs.code === 1002 || theirs.code === 1007) &&
      sameEvents(ours, theirs),
  },
  {
    id: 'close-without-a-code',
    ours: 'a Close without a body is reported as 1005',
    clause: 'RFC 6455 §7.1.5: "_The WebSocket Connection Close Code_ is considered to be 1005"',
    isDemanded: true,
    recognises: (ours, theirs) =>
      ours.end === 'closed' &&
      ours.code === 1005 &&
      theirs.end === 'closed' &&
      theirs.code === 1000 &&
      sameEvents(ours, theirs),
  },
  {
    id: 'registered-close-codes',
    ours: 'the codes 1012, 1013 and 1014 may be on the wire',
    clause: 'RFC 6455 §7.4.2 and the registry of IANA, where they stand since',
    isDemanded: true,
    recognises: (ours, theirs) =>
      ours.end === 'closed' &&
      (ours.code === 1012 || ours.code === 1013 || ours.code === 1014) &&
      theirs.code === 1002 &&
      sameEvents(ours, theirs),
  },
];

/**
 * The entry that explains a difference, or null.
 *
 * @param {Verdict} ours
 * @param {Verdict} theirs
 * @param {string} fault
 */
export function explainStream(ours, theirs, fault) {
  return streamDifferences.find(({ recognises }) => recognises(ours, theirs, fault)) ?? null;
}
