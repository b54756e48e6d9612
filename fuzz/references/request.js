/**
 * A second reading of a client's opening handshake (RFC 9112 §3; RFC 6455 §4.2.1), a question at a time.
 */

import { isAuthority } from './authority.js';
import { TOKEN } from './fields.js';
import { HeadReading, holds } from './head.js';

const START_LINE = new RegExp(`^(${TOKEN}) ([!-~]+) HTTP/(\\d)\\.(\\d)$`);
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
}
