/**
 * A second reading of the answer to an opening handshake (RFC 9112 §4; RFC 6455 §4.1): all faults that the bytes have.
 */

import { readExtensions } from './extensions.js';
import { RequestReading } from './request.js';

const START_LINE = /^HTTP\/(\d)\.(\d) ([1-9]\d\d) [\t\x20-\x7e\x80-\xff]*$/;
/** The limits that the package documents. */
const MAX_INTERIM = 16;
const MAX_HEAD_BYTES = 16_384;
const MAX_LINE_BYTES = 8192;
const MAX_HEADERS = 128;
const EMPTY_LINE = '\r\n\r\n';

const FLAGS = ['server_no_context_takeover', 'client_no_context_takeover'];
const BITS = ['server_max_window_bits', 'client_max_window_bits'];

export class ResponseReading {
  /** By our names. @type {Set<string>} */
  faults = new Set();
  /** The fields of the last head. @type {RequestReading} */
  head;
  /** How many heads stand in front of it. */
  interim = 0;
  /** Where it begins. */
  headAt = 0;
  /** The subprotocol that is chosen, or nothing. */
  protocol = '';
  isCompressed = false;
  /** Whether what looks like another head is behind it. */
  isFollowed = false;
  /** Whether subprotocols were offered. */
  offersProtocols;

  /**
   * @param {Uint8Array} bytes
   * @param {string} accept
   * @param {readonly string[]} protocols
   * @param {boolean} offersDeflate
   */
  constructor(bytes, accept, protocols, offersDeflate) {
    this.offersProtocols = protocols.length > 0;
    this.head = this.#lastHead(bytes);
    const [, ...behind] = Buffer.from(bytes).toString('latin1', this.headAt).split(EMPTY_LINE);
    this.isFollowed = behind.some((text) => /HTTP\/\d\.\d /.test(text));
    this.#switch();
    this.#accept(accept);
    this.#protocol(protocols);
    this.#extensions(offersDeflate);
  }

  /** Behind interim responses (RFC 9110 §15.2). @param {Uint8Array} bytes */
  #lastHead(bytes) {
    for (let rest = bytes; ; this.interim++) {
      const head = new RequestReading(rest);
      const match = START_LINE.exec(head.startLine);
      this.#fault('start-line-malformed', match === null);
      this.#fault('header-malformed', !head.areFieldsFormed);
      this.#fault('incomplete', !head.isWhole);
      const version = match === null ? 0 : Number(match[1] + match[2]);
      const status = match === null ? 0 : Number(match[3]);
      const isInterim = version >= 11 && version <= 19 && status < 200 && status !== 101;
      if (isInterim && this.interim < MAX_INTERIM && this.faults.size === 0) {
        const end = Buffer.from(rest).toString('latin1').indexOf(EMPTY_LINE);
        rest = rest.subarray(end + EMPTY_LINE.length);
        this.headAt = bytes.length - rest.length;
        continue;
      }
      this.#fault('too-many-interim-responses', isInterim);
      this.#fault('status-not-101', status !== 101);
      this.#fault('http-version-unsupported', version < 11 || version > 19);
      const isLong = [head.startLine, ...head.lines].some(({ length }) => length > MAX_LINE_BYTES);
      this.#fault('line-too-long', isLong);
      this.#fault('too-many-headers', head.lines.length > MAX_HEADERS);
      this.#fault('head-too-large', bytes.length > MAX_HEAD_BYTES);
      return head;
    }
  }

  #switch() {
    const { head } = this;
    const upgrade = head.values('upgrade');
    this.#fault(
      'upgrade-missing',
      upgrade.length !== 1 || upgrade[0].toLowerCase() !== 'websocket',
    );
    this.#fault('connection-upgrade-missing', !head.asksForUpgrade);
    this.#fault('body-unexpected', head.hasBody);
    this.#fault('field-not-ascii', head.isOpaque);
  }

  /** @param {string} accept */
  #accept(accept) {
    const values = this.head.values('sec-websocket-accept');
    this.#fault('accept-missing', values.length === 0);
    this.#fault('accept-duplicate', values.length > 1);
    this.#fault('accept-mismatch', values.length > 0 && values[0] !== accept);
  }

  /** @param {readonly string[]} offered */
  #protocol(offered) {
    const values = this.head.values('sec-websocket-protocol');
    this.#fault('protocol-duplicate', values.length > 1);
    this.#fault('protocol-not-offered', values.length > 0 && !offered.includes(values[0]));
    this.protocol = values[0] ?? '';
  }

  /** @param {boolean} isOffered */
  #extensions(isOffered) {
    const values = this.head.values('sec-websocket-extensions');
    const elements = values.length === 0 ? [] : readExtensions(values[0]);
    this.#fault('extensions-malformed', elements === null);
    this.#fault('extensions-duplicate', values.length > 1);
    if (elements === null) return;
    const names = elements.map(({ name }) => name);
    this.#fault('extensions-duplicate', new Set(names).size < names.length);
    const isOther = names.some((name) => name !== 'permessage-deflate' || !isOffered);
    this.#fault('extension-not-offered', isOther);
    this.#fault('extension-parameters-invalid', !elements.every(isValidAnswer));
    this.isCompressed = names.includes('permessage-deflate');
  }

  /** @type {(fault: string, isThere: boolean) => void} */
  #fault(fault, isThere) {
    if (isThere) this.faults.add(fault);
  }
}

/**
 * Whether a client that has offered `client_max_window_bits` may take it (RFC 7692 §7.1).
 *
 * @param {{ parameters: [string, string | null][] }} element
 */
export function isValidAnswer({ parameters }) {
  const names = parameters.map(([name]) => name);
  if (new Set(names).size < names.length) return false;
  return parameters.every(([name, value]) => {
    if (FLAGS.includes(name)) return value === null;
    if (!BITS.includes(name) || value === null) return false;
    return /^([89]|1[0-5])$/.test(value);
  });
}
