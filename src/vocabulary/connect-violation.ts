/**
 * What a client's extended CONNECT can do wrong in the eyes of a server, one row each (RFC 8441, RFC 9220).
 */

import { fieldSectionViolations } from './field-section-violation.js';
import { offerViolations } from './offer-violation.js';

interface Row {
  readonly httpStatus: number;
  readonly section: string;
  readonly message: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly isMalformed?: boolean;
}

export const connectViolations = /* @__PURE__ */ (() =>
  ({
    ...fieldSectionViolations,
    ...offerViolations,
    'method-missing': {
      httpStatus: 400,
      section: 'RFC 9113 §8.3.1',
      message: 'the pseudo-header field :method is missing',
      isMalformed: true,
    },
    'method-not-connect': {
      httpStatus: 405,
      section: 'RFC 8441 §4',
      message: 'the method is not CONNECT',
      headers: [['allow', 'CONNECT']],
    },
    'protocol-misplaced': {
      httpStatus: 400,
      section: 'RFC 9113 §8.3',
      message: 'the pseudo-header field :protocol stands with a method other than CONNECT',
      isMalformed: true,
    },
    'tunnel-missing': {
      httpStatus: 501,
      section: 'RFC 8441 §4',
      message: 'the CONNECT has no :protocol: it asks for a tunnel to another host',
    },
    'tunnel-malformed': {
      httpStatus: 400,
      section: 'RFC 9113 §8.5',
      message: 'the CONNECT has no :protocol, and yet a :scheme or a :path, or no :authority',
      isMalformed: true,
    },
    'tunnel-unsupported': {
      httpStatus: 501,
      section: 'RFC 9220 §3',
      message: 'the :protocol is not websocket',
    },
    'scheme-missing': {
      httpStatus: 400,
      section: 'RFC 8441 §4',
      message: 'the pseudo-header field :scheme is missing',
      isMalformed: true,
    },
    'scheme-invalid': {
      httpStatus: 400,
      section: 'RFC 8441 §5',
      message: 'the :scheme is neither https, for wss, nor http, for ws',
    },
    'path-missing': {
      httpStatus: 400,
      section: 'RFC 8441 §4',
      message: 'the pseudo-header field :path is missing',
      isMalformed: true,
    },
    'path-invalid': {
      httpStatus: 400,
      section: 'RFC 9113 §8.3.1',
      message: 'the :path is not a path with an optional query in visible ASCII',
      isMalformed: true,
    },
    'authority-missing': {
      httpStatus: 400,
      section: 'RFC 9114 §4.3.1',
      message: 'neither the pseudo-header field :authority nor a Host field is there',
      isMalformed: true,
    },
    'authority-invalid': {
      httpStatus: 400,
      section: 'RFC 9113 §8.3.1',
      message: 'the :authority, or the Host field in its place, does not name a host',
      isMalformed: true,
    },
    'host-mismatch': {
      httpStatus: 400,
      section: 'RFC 9113 §8.3.1',
      message:
        'a Host field names another host than :authority, or than the Host field in front of it',
      isMalformed: true,
    },
    'body-unexpected': {
      httpStatus: 400,
      section: 'RFC 9110 §9.3.6',
      message: 'a CONNECT has no content: Content-Length has no place in it',
    },
    'version-unsupported': {
      httpStatus: 400,
      section: 'RFC 6455 §4.4',
      message: 'Sec-WebSocket-Version is missing or not 13',
      // Not a 426 as in HTTP/1.1: that must carry Upgrade, which no response of HTTP/2 may.
      headers: [['sec-websocket-version', '13']],
    },
  }) as const satisfies Record<string, Row>)();

/** Names what is wrong with a client's extended CONNECT; stable across releases. */
export type ConnectViolationCode = keyof typeof connectViolations;

/** The row of a violation, with what is left out made explicit. */
export function connectViolation(code: ConnectViolationCode): Required<Row> {
  return { headers: [], isMalformed: false, ...(connectViolations[code] as Row) };
}
