/**
 * Where other clients may judge the answer to an opening handshake otherwise, and the clause by which we judge it as we
 * do. As with requests, no entry says who does otherwise, and whether one applies is asked of the bytes. That we accept
 * what is wrong is explained by nothing: the second reading is asked before.
 */

/** @typedef {import('../peers/responses.js').Answered} Answered */
/** @typedef {import('../references/response.js').ReadResponse} Reading */

/**
 * What a client refuses here that another may pass: for each of our codes the clause. It applies where the head has that
 * fault and, when there is more to say, where the bytes are such. What nobody may pass is not listed, such as
 * another proof.
 *
 * @typedef {{ clause: string, belongs?: (reading: Reading) => boolean }} Refused
 * @type {Readonly<Record<string, Refused>>}
 */
export const refusedResponses = {
  incomplete: {
    clause: 'RFC 9112 §2.2: only CRLF ends a line here; a recipient MAY recognise a single LF',
  },
  'start-line-malformed': {
    clause: 'RFC 9112 §4: a space behind the status code, also where there is no reason phrase',
  },
  'header-malformed': {
    clause: 'RFC 9112 §5, §5.1, §5.2: no white space around the name, no folding; RFC 9110 §5.5',
  },
  'status-not-101': {
    clause:
      'RFC 9110 §15.2: HTTP/1.0 has no interim responses, so the first response is the answer',
    belongs: ({ head }) =>
      isFollowed(head) && /^HTTP\/(?!1\.[1-9])\d\.\d 1\d\d /.test(head.startLine),
  },
  'http-version-unsupported': {
    clause: 'RFC 6455 §4.1 with RFC 9110 §7.8: Upgrade is a matter of HTTP/1.1',
  },
  'too-many-interim-responses': {
    clause: 'RFC 9110 §15.2 names no number; 16 are a limit of ours, so that the cost stays linear',
  },
  'upgrade-missing': {
    clause:
      'RFC 6455 §4.1: the value is websocket; RFC 9110 §5.5: bytes above ASCII stand for nothing; RFC 9110 §15.2.2: a 101 is the answer, and no other is behind it',
    belongs: ({ head }) => isFollowed(head) || /[\x80-\xff]/.test(head.values('upgrade').join()),
  },
  'connection-upgrade-missing': {
    clause: 'RFC 6455 §4.1: Connection contains the token Upgrade, and fits its ABNF',
  },
  'body-unexpected': {
    clause: 'RFC 9110 §8.6, RFC 9112 §6.1: a server MUST NOT send them in a 1xx response',
  },
  'field-not-ascii': { clause: 'RFC 6455 §4.1, §9.1, §11.3: tokens and base64 are ASCII' },
  'accept-duplicate': {
    clause: 'RFC 6455 §11.3.3: MUST NOT appear more than once in a response',
  },
  'protocol-duplicate': {
    clause: 'RFC 6455 §11.3.4: MUST NOT appear more than once in a response',
  },
  'protocol-not-offered': {
    clause: 'RFC 6455 §4.1, §11.3.4: the value is a token that was offered, and nothing is none',
    belongs: ({ head }) => head.values('sec-websocket-protocol')[0] === '',
  },
  'extensions-duplicate': {
    clause: 'RFC 6455 §11.3.2: MUST NOT appear more than once in a response',
  },
  'extensions-malformed': {
    clause: 'RFC 6455 §9.1: a value that does not conform to the ABNF fails the handshake',
  },
  'extension-not-offered': {
    clause: 'RFC 6455 §4.1: an extension that was not asked for fails the handshake',
  },
  'extension-parameters-invalid': {
    clause: 'RFC 7692 §7.1: such a response MUST be declined; §7.1.2.2 for windows',
  },
};

/** Whether what looks like another head is behind it. @type {(head: Reading['head']) => boolean} */
function isFollowed({ rest }) {
  return /HTTP\/\d\.\d /.test(rest);
}

const EXTENSIONS = 'sec-websocket-extensions';

const extensionsOf = (/** @type {Reading['head']} */ head) => head.values(EXTENSIONS).join();

/** Whether a list has an element of which there is nothing. */
const hasEmptyElement = (/** @type {Reading} */ { head }, /** @type {string} */ name) =>
  head.values(name).length > 0 && /(^|,)[ \t]*(,|$)/.test(head.values(name).join());

/** What is put before a client. @typedef {{ text: string, protocols: readonly string[] }} Asked */

/**
 * A text with another value of a field.
 *
 * @type {(text: string, name: string, change: (value: string) => string) => string}
 */
const withField = (text, name, change) =>
  text.replaceAll(
    new RegExp(`(?<=\\r\\n${name}:)[^\\r]*(?=\\r\\n)`, 'gi'),
    (value) => ` ${change(value.trim())}`,
  );

/**
 * What a client takes here that another may refuse, and the same without it: that must be accepted then, so nothing
 * else is excused.
 *
 * @type {readonly { id: string, ours: string, clause: string, belongs: (reading: Reading, protocols: readonly string[]) => boolean, without: (asked: Asked, reading: Reading) => Asked }[]}
 */
export const acceptedResponses = [
  {
    id: 'no-subprotocol',
    ours: 'a server may choose none of the subprotocols that were offered',
    clause: 'RFC 6455 §4.2.2, §11.3.4: the field is absent when the server agrees to none',
    belongs: ({ head }, protocols) =>
      protocols.length > 0 && head.values('sec-websocket-protocol').length === 0,
    without: ({ text }) => ({ text, protocols: [] }),
  },
  {
    id: 'connection-is-a-list',
    ours: 'the token Upgrade may stand among others in Connection',
    clause: 'RFC 6455 §4.1: the field contains the token; RFC 9110 §7.6.1 makes it a list',
    belongs: ({ head }) => head.values('connection').join().toLowerCase() !== 'upgrade',
    without({ text, protocols }) {
      let count = 0;
      const named = withField(text, 'connection', () => (count++ === 0 ? 'Upgrade' : ''));
      return { text: named.replaceAll(/\r\nconnection: (?=\r\n)/gi, ''), protocols };
    },
  },
  {
    id: 'empty-elements',
    ours: 'empty elements of a list are passed over',
    clause: 'RFC 9110 §5.6.1.2: a recipient MUST parse and ignore a reasonable number of them',
    belongs: (reading) => hasEmptyElement(reading, EXTENSIONS),
    without: ({ text, protocols }) => ({
      text: withField(text, EXTENSIONS, (value) =>
        value.replaceAll(/([ \t]*,)+[ \t]*/g, ',').replaceAll(/^,|,$/g, ''),
      ),
      protocols,
    }),
  },
  {
    id: 'blanks-around-separators',
    ours: 'white space may stand around the semicolon and the equals sign of an extension',
    clause: 'RFC 6455 §9.1 by the ABNF of RFC 2616 §2.1, which implies white space between tokens',
    belongs: ({ head }) => /[ \t][=;]|[=;][ \t]/.test(extensionsOf(head)),
    without: ({ text, protocols }) => ({
      text: withField(text, EXTENSIONS, (value) => value.replaceAll(/[ \t]*([=;])[ \t]*/g, '$1')),
      protocols,
    }),
  },
  {
    id: 'quoted-values',
    ours: 'the value of a parameter may be a quoted string that is a token',
    clause: 'RFC 6455 §9.1: "token | quoted-string"',
    belongs: ({ head }) => extensionsOf(head).includes('"'),
    without: ({ text, protocols }) => ({
      text: withField(text, EXTENSIONS, (value) => value.replaceAll(/["\\]/g, '')),
      protocols,
    }),
  },
  {
    id: 'length-of-nothing',
    ours: 'a Content-Length of zero says that there is no body, once or twice',
    clause: 'RFC 9112 §6.3: a recipient MAY take repeated values that are the same for one',
    belongs: ({ head }) => head.values('content-length').length > 0,
    without: ({ text, protocols }) => ({
      text: text.replaceAll(/(?<=\r\n)content-length:[^\r]*\r\n/gi, ''),
      protocols,
    }),
  },
  {
    id: 'bytes-above-ascii',
    ours: 'the value of a field that means nothing to the handshake may hold bytes above ASCII',
    clause: 'RFC 9110 §5.5: obs-text is part of a field value, and opaque',
    belongs: ({ head }) => [head.startLine, ...head.lines].some((line) => /[\x80-\xff]/.test(line)),
    without: ({ text, protocols }) => ({ text: text.replaceAll(/[\x80-\xff]/g, 'x'), protocols }),
  },
  {
    id: 'later-minor-version',
    ours: 'a later minor version of HTTP/1 is taken for HTTP/1.1',
    clause:
      'RFC 9110 §2.5: a recipient SHOULD process it as the highest version that it conforms to',
    belongs: ({ head }) =>
      head.startLine.startsWith('HTTP/1.') && !head.startLine.startsWith('HTTP/1.1 '),
    without: ({ text, protocols }) => ({
      text: text.replaceAll(/HTTP\/1\.\d(?= \d{3} )/g, 'HTTP/1.1'),
      protocols,
    }),
  },
  {
    id: 'interim-responses',
    ours: 'interim responses are skipped',
    clause: 'RFC 9110 §15.2: a client MUST be able to parse one or more 1xx responses',
    belongs: ({ interim }) => interim > 0,
    without: ({ text, protocols }, { head }) => ({ text: text.slice(head.start), protocols }),
  },
];

/**
 * The entry that explains why an answer is judged otherwise, or null.
 *
 * @param {Answered} ours
 * @param {string} code our code when we refuse it
 * @param {Uint8Array} head
 * @param {Reading} reading the second reading of it
 * @param {import('../peers/responses.js').Client} client who judges otherwise
 * @param {readonly string[]} protocols that were offered
 */
export function explainResponse(ours, code, head, reading, client, protocols) {
  if (!ours.isAccepted) {
    const entry = refusedResponses[code];
    const hasFault = code === 'incomplete' ? !reading.head.isWhole : reading.faults.includes(code);
    if (entry === undefined || !hasFault) return null;
    return entry.belongs === undefined || entry.belongs(reading) ? code : null;
  }
  if (reading.faults.length > 0) return null;
  const entries = acceptedResponses.filter(({ belongs }) => belongs(reading, protocols));
  if (entries.length === 0) return null;
  const whole = { text: Buffer.from(head).toString('latin1'), protocols };
  // The first head last, since places in the text move.
  const { text, protocols: left } = entries.reduceRight(
    (asked, { without }) => without(asked, reading),
    whole,
  );
  const theirs = client.judge(Uint8Array.from(Buffer.from(text, 'latin1')), left);
  const isSame =
    theirs.isAccepted &&
    theirs.protocol === ours.protocol &&
    theirs.isCompressed === ours.isCompressed;
  return isSame ? entries[0].id : null;
}
