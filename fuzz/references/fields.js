/**
 * A second reading of header fields, whatever version of HTTP has brought them: what both sides of an opening handshake
 * ask of them.
 */

import { readExtensions } from './extensions.js';

/** @typedef {readonly [name: string, value: string]} Pair */

export const TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
export const ONLY_TOKEN = new RegExp(`^${TOKEN}$`);
/** Bytes of a value: tabs, what is visible, blanks, and opaque ones (RFC 9110 §5.5). */
export const VALUE = '[\\t\\x20-\\x7e\\x80-\\xff]*';

export class FieldReading {
  /** In order. @type {readonly Pair[]} */
  headers;
  /** Values by name in lower case. @type {Map<string, string[]>} */
  fields = new Map();

  /** @param {readonly Pair[]} headers */
  constructor(headers) {
    this.headers = headers;
    for (const [name, value] of headers) {
      const values = this.fields.get(name.toLowerCase()) ?? [];
      values.push(value);
      this.fields.set(name.toLowerCase(), values);
    }
  }

  /** @param {string} name in lower case */
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

  /** Whether a field of the handshake holds a byte above ASCII. */
  get isOpaque() {
    return [...this.fields].some(
      ([name, values]) => name.startsWith('sec-websocket-') && /[\x80-\xff]/.test(values.join()),
    );
  }

  /** The offered subprotocols. */
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

  /** The extensions that are offered or accepted; null where the lines together are no list. */
  get extensions() {
    const values = this.values('sec-websocket-extensions');
    return values.length === 0 ? [] : readExtensions(values.join());
  }
}
