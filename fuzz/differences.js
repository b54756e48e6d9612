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
 * @property {(ours: Verdict, theirs: Verdict, fault: string, wire: Uint8Array) => boolean} recognises
 */

const isControl = (/** @type {string} */ event) => /^p[io]ng /.test(event);

/** Whether they give what we give and then, at most, control frames: no message that we refuse. */
const onlyControlsMore = (/** @type {Verdict} */ ours, /** @type {Verdict} */ theirs) =>
  startsAlike(ours, theirs) && theirs.events.slice(ours.events.length).every(isControl);

const startsAlike = (/** @type {Verdict} */ ours, /** @type {Verdict} */ theirs) =>
  ours.events.every((event, index) => event === theirs.events[index]);

const sameEvents = (/** @type {Verdict} */ ours, /** @type {Verdict} */ theirs) =>
  startsAlike(ours, theirs) && ours.events.length === theirs.events.length;

/** Whether a stream ends in a Close of one byte, in front of that byte. */
const endsInCloseOfOneByte = (/** @type {Uint8Array} */ wire) => {
  const { length } = wire;
  if (wire[length - 2] === 0x88 && wire[length - 1] === 0x01) return true;
  // With some or all of a masking key behind it.
  return [2, 3, 4, 5, 6].some(
    (back) => wire[length - back] === 0x88 && wire[length - back + 1] === 0x81,
  );
};

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
    id: 'close-of-one-byte',
    ours: 'a Close that announces one byte is refused when the byte has come; a reader may refuse its header',
    clause: 'RFC 6455 §5.5.1 forbids the body; §7.1.7 does not say how soon',
    isDemanded: false,
    recognises: (ours, theirs, _fault, wire) =>
      ours.end === 'open' &&
      theirs.end === 'failed' &&
      theirs.code === 1002 &&
      sameEvents(ours, theirs) &&
      endsInCloseOfOneByte(wire),
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
 * @param {Uint8Array} wire
 */
export function explainStream(ours, theirs, fault, wire) {
  return streamDifferences.find(({ recognises }) => recognises(ours, theirs, fault, wire)) ?? null;
}

/**
 * What a server refuses here that another server, or the HTTP parser in front of it, may pass: for each of our codes
 * the clause.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const refusedRequests = {
  incomplete: 'RFC 9112 §2.2: only CRLF ends a line here; a recipient MAY recognise a single LF',
  'start-line-malformed':
    'RFC 9112 §3: one space each; a recipient MAY be lenient, at a risk (§3, §11.2)',
  'header-malformed':
    'RFC 9112 §5, §5.1, §5.2: no white space around the name, no folding; RFC 9110 §5.5',
  'http-version-unsupported':
    'RFC 6455 §4.2.1: HTTP/1.1 or higher, and Upgrade is a matter of HTTP/1.1 alone',
  'upgrade-missing': 'RFC 9110 §7.8: Upgrade in an HTTP/1.0 request must be ignored',
  'target-invalid': 'RFC 6455 §3, §4.2.1: a path or an absolute URI without a fragment',
  'connection-upgrade-missing': 'RFC 6455 §4.2.1: Connection includes the token Upgrade',
  'host-missing': 'RFC 9112 §3.2: a request without Host MUST be answered with 400',
  'host-duplicate': 'RFC 9112 §3.2: so must one with more than one',
  'host-invalid': 'RFC 9112 §3.2: and one with an invalid value',
  'body-unexpected':
    'RFC 9110 §9.3.1: content in a GET has no meaning; what follows would be taken for frames',
  'field-not-ascii': 'RFC 6455 §4.1, §9.1, §11.3: tokens and base64 are ASCII',
  'version-unsupported': 'RFC 6455 §4.2.1, §4.4: the value is 13',
  'key-invalid': 'RFC 6455 §4.2.1: the base64 of 16 bytes',
  'key-duplicate': 'RFC 6455 §11.3.1: MUST NOT appear more than once in a request',
  'origin-duplicate': 'RFC 6454 §7.3: at most one Origin field',
  'protocol-malformed': 'RFC 6455 §4.1: one or more tokens',
  'protocol-duplicate': 'RFC 6455 §4.1: the elements MUST all be unique',
  'extensions-malformed':
    'RFC 6455 §9.1: a value that does not conform to the ABNF fails the handshake',
};

/** @typedef {Readonly<Record<string, string>>} Fields names in lower case */

/** Whether a list has an element of which there is nothing. */
const hasEmptyElement = (/** @type {string | undefined} */ list) =>
  list !== undefined && /(^|,)[ \t]*(,|$)/.test(list);

/**
 * What a server takes here that another may refuse.
 *
 * @type {readonly { id: string, ours: string, clause: string, recognises: (fields: Fields) => boolean }[]}
 */
export const acceptedRequests = [
  {
    id: 'upgrade-is-a-list',
    ours: 'websocket may stand among other protocols in Upgrade',
    clause: 'RFC 9110 §7.8: Upgrade is a list, in the order of preference',
    recognises: ({ upgrade }) => upgrade?.toLowerCase() !== 'websocket',
  },
  {
    id: 'empty-elements',
    ours: 'empty elements of a list are passed over',
    clause: 'RFC 9110 §5.6.1.2: a recipient MUST parse and ignore a reasonable number of them',
    recognises: ({ connection, ...fields }) =>
      hasEmptyElement(fields['sec-websocket-extensions']) ||
      hasEmptyElement(fields['sec-websocket-protocol']) ||
      hasEmptyElement(connection),
  },
  {
    id: 'tab-in-connection',
    ours: 'a tab may stand between the elements of Connection',
    clause: 'RFC 9110 §5.6.1, §5.6.3: optional white space is spaces and tabs',
    recognises: ({ connection }) => connection?.includes('\t') ?? false,
  },
  {
    id: 'blanks-around-equals',
    ours: 'white space may stand around the equals sign of a parameter of an extension',
    clause: 'RFC 6455 §9.1 by the ABNF of RFC 2616 §2.1, which implies white space between tokens',
    recognises: (fields) => /[ \t]=|=[ \t]/.test(fields['sec-websocket-extensions'] ?? ''),
  },
  {
    id: 'offers-are-declined',
    ours: 'an offer of permessage-deflate with unknown or wrong parameters is declined, not the handshake',
    clause: 'RFC 7692 §5.1, §7.1: a server MUST decline such an offer',
    recognises: (fields) => /permessage-deflate/.test(fields['sec-websocket-extensions'] ?? ''),
  },
];

/**
 * The entry that explains why a request is judged otherwise, or null.
 *
 * @param {string} outcome `complete`, `incomplete` or our code
 * @param {Fields} fields
 */
export function explainRequest(outcome, fields) {
  if (outcome !== 'complete') return outcome in refusedRequests ? outcome : null;
  return acceptedRequests.find(({ recognises }) => recognises(fields))?.id ?? null;
}

/** What an HTTP parser may refuse that is accepted here. */
export const acceptedHeads = [
  {
    id: 'bytes-above-ascii',
    ours: 'the value of a field that means nothing to the handshake may hold bytes above ASCII',
    clause: 'RFC 9110 §5.5: obs-text is part of a field value, and opaque',
    recognises: (/** @type {Uint8Array} */ head) => head.some((byte) => byte >= 0x80),
  },
];

/**
 * The entry that explains why an HTTP parser refuses a head, or null.
 *
 * @param {Uint8Array} head
 */
export function explainHead(head) {
  return acceptedHeads.find(({ recognises }) => recognises(head))?.id ?? null;
}
