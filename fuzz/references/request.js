/**
 * A second reading of a client's opening handshake (RFC 9112 §3; RFC 6455 §4.2.1), a question at a time.
 */

import { isIPv6 } from 'node:net';
import { readExtensions } from './extensions.js';
import { HeadReading, holds, ONLY_TOKEN, TOKEN } from './head.js';

const START_LINE = new RegExp(`^(${TOKEN}) ([!-~]+) HTTP/(\\d)\\.(\\d)$`);
const NAME = "(?:[A-Za-z0-9\\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})+";
const AUTHORITY = new RegExp(`^(?:${NAME}|\\[([^\\]]*)\\])(?::(\\d*))?$`);
const FUTURE_ADDRESS = /^v[0-9a-f]+\.[A-Za-z0-9\-._~!$&'()*+,;=:]+$/i;
const ABSOLUTE = /^(?:https?|wss?):\/\/([^/?]*)/i;
// RFC 9110 §7.8.
const PROTOCOL = new RegExp(`^${TOKEN}(/${TOKEN})?$`);

export class RequestReading extends HeadReading {
  #startLine;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    super(bytes);
    this.#startLine = START_LINE.exec(this.startLine);
  }

  get isStartLineFormed() {
    return this.#startLine !== null;
  }

  get method() {
    return this.#startLine?.[1] ?? '';
  }

  get target() {
    return this.#startLine?.[2] ?? '';
  }

  /** Major and minor version as one number: 11 for HTTP/1.1. */
  get version() {
    return this.#startLine === null ? 0 : Number(this.#startLine[3] + this.#startLine[4]);
  }

  /** A path, or an absolute URI with a host, and no fragment. */
  get isTargetValid() {
    if (this.target.includes('#')) return false;
    const absolute = ABSOLUTE.exec(this.target);
    return absolute === null ? this.target.startsWith('/') : isAuthority(absolute[1]);
  }

  /** That of an absolute target comes before the field (RFC 9112 §3.2.2). */
  get host() {
    return ABSOLUTE.exec(this.target)?.[1] ?? this.values('host')[0];
  }

  get asksForWebSocket() {
    return holds(this.elements('upgrade'), PROTOCOL, 'websocket');
  }

  get isHostValid() {
    return this.values('host').every(isAuthority);
  }

  /** Of 16 bytes; bits behind the last may be anything (RFC 4648 §3.5). */
  get isKeyValid() {
    return this.values('sec-websocket-key').every((key) => /^[A-Za-z0-9+/]{22}==$/.test(key));
  }

  get protocols() {
    return this.elements('sec-websocket-protocol');
  }

  get areProtocolsFormed() {
    if (!this.fields.has('sec-websocket-protocol')) return true;
    const { protocols } = this;
    return protocols.length > 0 && protocols.every((protocol) => ONLY_TOKEN.test(protocol));
  }

  get areProtocolsUnique() {
    return new Set(this.protocols).size === this.protocols.length;
  }

  /** The offered extensions; null where the lines together are no list. */
  get extensions() {
    const values = this.values('sec-websocket-extensions');
    return values.length === 0 ? [] : readExtensions(values.join());
  }
}

/** A host and perhaps a port (RFC 3986 §3.2). @param {string} text */
function isAuthority(text) {
  const match = AUTHORITY.exec(text);
  if (match === null || Number(match[2] ?? 0) > 65_535) return false;
  const literal = match[1];
  if (literal === undefined) return true;
  return FUTURE_ADDRESS.test(literal) || (isIPv6(literal) && !literal.includes('%'));
}
