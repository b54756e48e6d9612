/**
 * A second reading of Sec-WebSocket-Extensions (RFC 6455 §9.1) and of the parameters of permessage-deflate
 * (RFC 7692 §7.1), by regular expressions.
 */

/** @typedef {{ name: string, parameters: [string, string | null][] }} Element */

const TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
const BLANK = '[ \\t]*';
const QUOTED = '"(?:[^"\\\\]|\\\\[^])*"';
const PARAMETER = `;${BLANK}(${TOKEN})${BLANK}(?:=${BLANK}(${TOKEN}|${QUOTED})${BLANK})?`;
const ELEMENT = new RegExp(`^(${TOKEN})${BLANK}((?:${PARAMETER})*)$`);
const ONE_PARAMETER = new RegExp(PARAMETER, 'g');
const ONLY_TOKEN = new RegExp(`^${TOKEN}$`);

/**
 * @param {string} value of one field line
 * @returns {Element[] | null} null where it is no list, or an empty one
 */
export function readExtensions(value) {
  /** @type {Element[]} */
  const elements = [];
  for (const text of splitOutsideQuotes(value)) {
    const trimmed = text.replace(/^[ \t]+/, '').replace(/[ \t]+$/, '');
    // Empty elements are passed over (RFC 9110 §5.6.1).
    if (trimmed === '') continue;
    const match = ELEMENT.exec(trimmed);
    if (match === null) return null;
    /** @type {[string, string | null][]} */
    const parameters = [];
    for (const [, name, raw] of match[2].matchAll(ONE_PARAMETER)) {
      const parameter = raw?.startsWith('"')
        ? raw.slice(1, -1).replaceAll(/\\(.)/gs, '$1')
        : (raw ?? null);
      if (parameter !== null && !ONLY_TOKEN.test(parameter)) return null;
      parameters.push([name, parameter]);
    }
    elements.push({ name: match[1], parameters });
  }
  return elements.length > 0 ? elements : null;
}

/** @param {string} value */
function splitOutsideQuotes(value) {
  const pieces = [''];
  let isQuoted = false;
  for (let at = 0; at < value.length; at++) {
    const character = value[at];
    if (isQuoted && character === '\\') {
      pieces[pieces.length - 1] += character + (value[++at] ?? '');
      continue;
    }
    if (character === '"') isQuoted = !isQuoted;
    if (character === ',' && !isQuoted) pieces.push('');
    else pieces[pieces.length - 1] += character;
  }
  return pieces;
}

const FLAGS = ['server_no_context_takeover', 'client_no_context_takeover'];
const BITS = ['server_max_window_bits', 'client_max_window_bits'];

/**
 * Whether an offer of permessage-deflate is one that a server may accept at all (RFC 7692 §7.1).
 *
 * @param {Element} element
 */
export function isValidOffer({ parameters }) {
  const names = parameters.map(([name]) => name);
  if (new Set(names).size < names.length) return false;
  return parameters.every(([name, value]) => {
    if (FLAGS.includes(name)) return value === null;
    if (!BITS.includes(name)) return false;
    if (value === null) return name === 'client_max_window_bits';
    return ['8', '9', '10', '11', '12', '13', '14', '15'].includes(value);
  });
}

/**
 * Whether an answer of permessage-deflate is one to this offer (RFC 7692 §5.1, §7.1.1, §7.1.2).
 *
 * @type {(answer: Element, offer: Element) => boolean}
 */
export function fitsOffer(answer, offer) {
  if (!isValidOffer(answer)) return false;
  const said = new Map(answer.parameters);
  const asked = new Map(offer.parameters);
  // §7.1.1.1, §7.1.2.1: what was asked of the server must be granted; a smaller window is, too.
  if (asked.has('server_no_context_takeover') && !said.has('server_no_context_takeover')) {
    return false;
  }
  const serverBits = Number(said.get('server_max_window_bits') ?? 15);
  const isGranted =
    said.has('server_max_window_bits') &&
    serverBits <= Number(asked.get('server_max_window_bits') ?? 15);
  if (asked.has('server_max_window_bits') && !isGranted) return false;
  // §7.1.2.2: the window of a client is restricted if the client has said how far, and always by a number.
  if (!said.has('client_max_window_bits')) return true;
  const clientBits = said.get('client_max_window_bits') ?? null;
  if (clientBits === null || !asked.has('client_max_window_bits')) return false;
  return Number(clientBits) <= Number(asked.get('client_max_window_bits') ?? 15);
}
