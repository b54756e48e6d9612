/**
 * A second reading of the head of an opening handshake (RFC 9112 §3, §5; RFC 6455 §4.2.1), a question at a time.
 */

import { isIPv6 } from 'node:net';
import { readExtensions } from './extensions.js';

const TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
const START_LINE = new RegExp(`^${TOKEN} [!-~]+ HTTP/(\\d)\\.(\\d)$`);
// Bytes of a value: tabs, what is visible, blanks, and opaque ones (RFC 9110 §5.5).
const FIELD = new RegExp(`^(${TOKEN}):([\\t\\x20-\\x7e\\x80-\\xff]*)$`);
const NAME = "(?:[A-Za-z0-9\\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})+";
const AUTHORITY = new RegExp(`^(?:${NAME}|\\[([^\\]]*)\\])(?::(\\d*))?$`);
const FUTURE_ADDRESS = /^v[0-9a-f]+\.[A-Za-z0-9\-._~!$&'()*+,;=:]+$/i;
const ABSOLUTE = /^(?:https?|wss?):\/\/([^/?]*)/i;
// RFC 9110 §7.8.
const PROTOCOL = new RegExp(`^${TOKEN}(/${TOKEN})?$`);
const ONLY_TOKEN = new RegExp(`^${TOKEN}$`);

export class RequestReading {
  /** Whether an empty line ends it. */
  isWhole;
  startLine;
  /** Of field lines, the wrong ones among them. @type {string[]} */
  lines;
  /** Values by name in lower case. @type {Map<string, string[]>} */
  fields = new Map();

  /** @param {Uint8Array} head */
  constructor(head) {
    const text = Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1');
    const end = text.indexOf('\r\n\r\n');
    this.isWhole = end >= 0;
    const [startLine, ...lines] = text.slice(0, this.isWhole ? end : text.length).split('\r\n');
    this.startLine = startLine;
    this.lines = lines;
    for (const line of lines) {
      const match = FIELD.exec(line);
      if (match === null) continue;
      const name = match[1].toLowerCase();
      const values = this.fields.get(name) ?? [];
      values.push(match[2].replace(/^[\t ]+|[\t ]+$/g, ''));
      this.fields.set(name, values);
    }
  }

  get isStartLineFormed() {
    return START_LINE.test(this.startLine);
  }

  get areFieldsFormed() {
    return this.lines.every((line) => FIELD.test(line));
  }

  /** Major and minor version as one number: 11 for HTTP/1.1. */
  get version() {
    const match = START_LINE.exec(this.startLine);
    return match === null ? 0 : Number(match[1] + match[2]);
  }

  /** A path, or an absolute URI with a host, and no fragment. */
  get isTargetValid() {
    const target = this.startLine.split(' ')[1] ?? '';
    if (!/^[!-~]+$/.test(target) || target.includes('#')) return false;
    const absolute = ABSOLUTE.exec(target);
    return absolute === null ? target.startsWith('/') : isAuthority(absolute[1]);
  }

  /** @param {string} name */
  values(name) {
    return this.fields.get(name) ?? [];
  }

  /** The elements of a list that are not empty. @param {string} name */
  elements(name) {
    return this.values(name)
      .flatMap((value) => value.split(','))
      .map((element) => element.replace(/^[\t ]+|[\t ]+$/g, ''))
      .filter((element) => element !== '');
  }

  get asksForWebSocket() {
    return holds(this.elements('upgrade'), PROTOCOL, 'websocket');
  }

  get asksForUpgrade() {
    return holds(this.elements('connection'), ONLY_TOKEN, 'upgrade');
  }

  get isHostValid() {
    return this.values('host').every(isAuthority);
  }

  get hasBody() {
    const isZero = this.values('content-length').every((value) => /^0+$/.test(value));
    return this.fields.has('transfer-encoding') || !isZero;
  }

  /** Whether a field of the handshake holds a byte above ASCII. */
  get isOpaque() {
    return [...this.fields].some(
      ([name, values]) => name.startsWith('sec-websocket-') && /[\x80-\xff]/.test(values.join()),
    );
  }

  get isKeyValid() {
    return this.values('sec-websocket-key').every((key) => /^[A-Za-z0-9+/]{21}[AQgw]==$/.test(key));
  }

  get areProtocolsFormed() {
    if (!this.fields.has('sec-websocket-protocol')) return true;
    const protocols = this.elements('sec-websocket-protocol');
    return protocols.length > 0 && protocols.every((protocol) => ONLY_TOKEN.test(protocol));
  }

  get areProtocolsUnique() {
    const protocols = this.elements('sec-websocket-protocol');
    return new Set(protocols).size === protocols.length;
  }

  /** The offered extensions; null where one line is no list. */
  get extensions() {
    const lists = this.values('sec-websocket-extensions').map(readExtensions);
    return lists.includes(null) ? null : lists.flatMap((list) => list ?? []);
  }
}

/** Whether a list fits its grammar and has this element. @type {(elements: string[], grammar: RegExp, token: string) => boolean} */
function holds(elements, grammar, token) {
  if (!elements.every((element) => grammar.test(element))) return false;
  return elements.some((element) => element.toLowerCase() === token);
}

/** A host and perhaps a port (RFC 3986 §3.2). @param {string} text */
function isAuthority(text) {
  const match = AUTHORITY.exec(text);
  if (match === null || Number(match[2] ?? 0) > 65_535) return false;
  const literal = match[1];
  if (literal === undefined) return true;
  return FUTURE_ADDRESS.test(literal) || (isIPv6(literal) && !literal.includes('%'));
}
