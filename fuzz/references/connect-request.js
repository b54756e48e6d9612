/**
 * A second reading of an extended CONNECT (RFC 8441 §4, §5; RFC 9113 §8.3.1, §8.5; RFC 9220 §3), a question at a time,
 * and what a server must find wrong with it.
 */

import { isAuthority } from './authority.js';
import { SectionReading } from './section.js';

const KNOWN = [':method', ':protocol', ':scheme', ':authority', ':path'];
/** A path and perhaps a query in visible ASCII, and no fragment. */
const PATH = /^\/[!"$-~]*$/;
/** RFC 9110 §4.2.1, §4.2.2. */
const USUAL_PORT = /** @type {Record<string, string>} */ ({ http: '80', https: '443' });

export class ConnectRequestReading extends SectionReading {
  /** @param {readonly import('./fields.js').Pair[]} list */
  constructor(list) {
    super(list, KNOWN);
  }

  get scheme() {
    return this.pseudo(':scheme')?.toLowerCase();
  }

  get path() {
    return this.pseudo(':path');
  }

  /** A Host field may stand in its place. */
  get authority() {
    return this.pseudo(':authority') ?? this.values('host')[0];
  }

  get isHostAnother() {
    const here = this.#entity(this.authority ?? '');
    return this.values('host').some((host) => this.#entity(host) !== here);
  }

  /** Without regard to case, and to a port that goes without saying. @param {string} authority */
  #entity(authority) {
    const [, host, port = ''] = /^(.*?)(?::(\d*))?$/s.exec(authority.toLowerCase()) ?? [];
    return port === '' || port === USUAL_PORT[this.scheme ?? ''] ? host : `${host}:${port}`;
  }

  /** Why it asks for no WebSocket at all, or null. */
  get otherPurpose() {
    const method = this.pseudo(':method');
    const protocol = this.pseudo(':protocol');
    if (method === undefined) return 'method-missing';
    if (method === 'CONNECT') {
      if (protocol !== undefined)
        return /^websocket$/i.test(protocol) ? null : 'tunnel-unsupported';
      const isPlain =
        [':scheme', ':path'].every((name) => this.pseudo(name) === undefined) &&
        this.pseudo(':authority') !== undefined;
      return isPlain ? 'tunnel-missing' : 'tunnel-malformed';
    }
    return protocol === undefined ? 'method-not-connect' : 'protocol-misplaced';
  }
}

/**
 * For each of our codes whether the request has that fault, once it asks for a WebSocket.
 *
 * @type {Readonly<Record<string, (head: ConnectRequestReading) => boolean>>}
 */
const requestFaults = {
  'scheme-missing': ({ scheme }) => scheme === undefined,
  'scheme-invalid': ({ scheme }) => scheme !== undefined && !Object.hasOwn(USUAL_PORT, scheme),
  'path-missing': ({ path }) => path === undefined,
  'path-invalid': ({ path }) => path !== undefined && !PATH.test(path),
  'authority-missing': ({ authority }) => authority === undefined,
  'authority-invalid': ({ authority }) => authority !== undefined && !isAuthority(authority),
  'host-mismatch': (head) => head.isHostAnother,
  'body-unexpected': ({ fields }) => fields.has('content-length'),
  'field-not-ascii': (head) => head.isOpaque,
  'version-duplicate': (head) => head.values('sec-websocket-version').length > 1,
  'version-unsupported': (head) => head.values('sec-websocket-version').join() !== '13',
  'origin-duplicate': (head) => head.values('origin').length > 1,
  'protocol-malformed': (head) => !head.areProtocolsFormed,
  'protocol-duplicate': (head) => !head.areProtocolsUnique,
  'extensions-malformed': (head) => head.extensions === null,
};

/**
 * The codes of which a server must give one, and none where it must accept.
 *
 * @param {ConnectRequestReading} head
 * @returns {readonly string[]}
 */
export function faultsOfConnectRequest(head) {
  if (head.faults.length > 0) return head.faults;
  if (head.otherPurpose !== null) return [head.otherPurpose];
  return Object.keys(requestFaults).filter((code) => requestFaults[code](head));
}

/** Those that break HTTP itself, so that the stream is to be reset (RFC 9113 §8.1.1, §8.3.1, §8.5). */
export const malformedRequests = [
  'header-malformed',
  'pseudo-header-misplaced',
  'pseudo-header-unknown',
  'pseudo-header-duplicate',
  'connection-field-present',
  'method-missing',
  'protocol-misplaced',
  'tunnel-malformed',
  'scheme-missing',
  'path-missing',
  'path-invalid',
  'authority-missing',
  'authority-invalid',
  'host-mismatch',
];
