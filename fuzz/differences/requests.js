/**
 * Where other servers may judge an opening handshake otherwise, and the clause by which we judge it as we do. A
 * difference that is not listed here is a finding. As with streams, no entry says who does otherwise, and whether one
 * applies is asked of the bytes.
 */

import { isValidOffer } from '../references/extensions.js';
import { faultsOfRequest, requestFaults } from '../references/request-faults.js';

/** @typedef {import('../references/request.js').RequestReading} Reading */

/**
 * What a server refuses here that another server, or the HTTP parser in front of it, may pass: the clause for each of
 * our codes. Whether a head has the fault is a question to `requestFaults`.
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
  'connection-upgrade-missing':
    'RFC 6455 §4.2.1: Connection includes the token Upgrade, and fits its ABNF',
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

/** Whether a list has an element of which there is nothing. */
const hasEmptyElement = (/** @type {Reading} */ head, /** @type {string} */ name) =>
  head.values(name).length > 0 && /(^|,)[ \t]*(,|$)/.test(head.values(name).join());

/**
 * What a server takes here that another may refuse.
 *
 * @type {readonly { id: string, ours: string, clause: string, belongs: (head: Reading) => boolean }[]}
 */
export const acceptedRequests = [
  {
    id: 'upgrade-is-a-list',
    ours: 'websocket may stand among other protocols in Upgrade',
    clause: 'RFC 9110 §7.8: Upgrade is a list, in the order of preference',
    belongs: (head) =>
      head.asksForWebSocket && head.values('upgrade').join().toLowerCase() !== 'websocket',
  },
  {
    id: 'empty-elements',
    ours: 'empty elements of a list are passed over',
    clause: 'RFC 9110 §5.6.1.2: a recipient MUST parse and ignore a reasonable number of them',
    belongs: (head) =>
      hasEmptyElement(head, 'sec-websocket-extensions') ||
      hasEmptyElement(head, 'sec-websocket-protocol') ||
      hasEmptyElement(head, 'connection'),
  },
  {
    id: 'tab-in-connection',
    ours: 'a tab may stand between the elements of Connection',
    clause: 'RFC 9110 §5.6.1, §5.6.3: optional white space is spaces and tabs',
    belongs: (head) => head.values('connection').join().includes('\t'),
  },
  {
    id: 'blanks-around-equals',
    ours: 'white space may stand around the equals sign of a parameter of an extension',
    clause: 'RFC 6455 §9.1 by the ABNF of RFC 2616 §2.1, which implies white space between tokens',
    belongs: (head) => /[ \t]=|=[ \t]/.test(head.values('sec-websocket-extensions').join()),
  },
  {
    id: 'offers-are-declined',
    ours: 'an offer of permessage-deflate with unknown or wrong parameters is declined, not the handshake',
    clause: 'RFC 7692 §5.1, §7.1: a server MUST decline such an offer',
    belongs: (head) =>
      head.extensions?.some(
        (offer) => offer.name === 'permessage-deflate' && !isValidOffer(offer),
      ) ?? false,
  },
];

/**
 * The entry that explains why a request is judged otherwise, or null. Nothing explains that a head with a fault was
 * taken.
 *
 * @param {string} outcome `complete`, `incomplete` or our code
 * @param {Reading} head
 */
export function explainRequest(outcome, head) {
  if (outcome === 'complete') {
    if (!isAcceptable(head)) return null;
    return acceptedRequests.find(({ belongs }) => belongs(head))?.id ?? null;
  }
  const isListed = Object.hasOwn(refusedRequests, outcome);
  const belongs = outcome === 'incomplete' ? !head.isWhole : requestFaults[outcome]?.(head);
  return isListed && belongs ? outcome : null;
}

/** What an HTTP parser may refuse that is accepted here. */
export const acceptedHeads = [
  {
    id: 'bytes-above-ascii',
    ours: 'the value of a field that means nothing to the handshake may hold bytes above ASCII',
    clause: 'RFC 9110 §5.5: obs-text is part of a field value, and opaque',
    belongs: (/** @type {Reading} */ head) =>
      head.headers.some(([, value]) => /[\x80-\xff]/.test(value)),
  },
];

/**
 * The entry that explains why an HTTP parser refuses a head that was taken here, or null. As such a head has no fault,
 * a byte above ASCII can only stand in the value of a field of no concern.
 *
 * @param {Reading} head
 */
export function explainHead(head) {
  if (!isAcceptable(head)) return null;
  return acceptedHeads.find(({ belongs }) => belongs(head))?.id ?? null;
}

/** @param {Reading} head */
const isAcceptable = (head) => head.isWhole && faultsOfRequest(head).length === 0;
