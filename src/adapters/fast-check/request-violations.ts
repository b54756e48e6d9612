/**
 * How to break each rule of a client's opening handshake, and how a server may answer that (RFC 6455 §4.2).
 */

import fc from 'fast-check';
import type { HandshakeViolationCode } from '../../vocabulary/handshake-violation.js';
import type { RequestParts } from './handshake-request.js';
import * as edit from './head-edits.js';

/** One way to break a rule. */
export interface RequestViolation {
  spoil(parts: RequestParts): RequestParts;
  /** The HTTP statuses that may answer it; 101 among them where no RFC wants it refused. */
  readonly httpStatuses: readonly number[];
}

type Ways = fc.Arbitrary<RequestViolation>;

/** What RFC 6455 §4.2.1 wants is "an appropriate error code (such as 400)"; 426 names the version that would do (§4.4). */
const refused: readonly number[] = /* @__PURE__ */ Object.freeze([400, 426]);

/** No handshake, so a request like others: a server may have a page for it, or none (RFC 9110 §7.8). */
const ordinary: readonly number[] = /* @__PURE__ */ Object.freeze([
  ...[200, 204, 301, 302, 303, 307, 308],
  ...[400, 401, 403, 404, 405, 426, 501, 503],
]);

/** A server that lacks what a request of this version needs says so in either way (RFC 9110 §15.6). */
const ofVersion: readonly number[] = /* @__PURE__ */ Object.freeze([400, 426, 501, 505]);

/** RFC 9112 §3 has 301 for a line that can be mended, and a server may find nothing there (RFC 6455 §4.2.2). */
const ofLine: readonly number[] = /* @__PURE__ */ Object.freeze([
  ...[301, 400, 404, 405, 421, 426, 501, 505],
]);

/** Beyond a limit, of which servers have what they like (RFC 6585 §5, RFC 9110 §15.5). */
const ofSize: readonly number[] = /* @__PURE__ */ Object.freeze([101, 400, 413, 414, 431]);

const fields = (httpStatuses: readonly number[], edits: fc.Arbitrary<edit.FieldEdit>): Ways =>
  edits.map((change) => ({
    httpStatuses,
    spoil: (parts) => ({ ...parts, fields: change(parts.fields) }),
  }));

const line = (
  httpStatuses: readonly number[],
  ...changes: readonly Partial<RequestParts>[]
): Ways =>
  fc
    .constantFrom(...changes)
    .map((change) => ({ httpStatuses, spoil: (parts) => ({ ...parts, ...change }) }));

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

/** One row for each rule. */
export const requestViolations: Readonly<Record<HandshakeViolationCode, () => Ways>> =
  /* @__PURE__ */ (() => ({
    'head-too-large': () => fields(ofSize, edit.tooMuch()),
    'line-too-long': () =>
      fc.oneof(fields(ofSize, edit.tooLong()), line(ofSize, { target: `/${'a'.repeat(8_190)}` })),
    'too-many-headers': () => fields(ofSize, edit.tooMany()),
    'start-line-malformed': () =>
      fc.oneof(
        {
          weight: 8,
          arbitrary: line(
            ofLine,
            { method: 'G T' },
            { method: '' },
            { target: '' },
            { target: '/a b' },
            { target: '/caf\xe9' },
            { version: '1' },
            { version: '11' },
            { version: 'x.y' },
          ),
        },
        { weight: 1, arbitrary: line([101, ...ofLine], { version: '1.1 ' }) },
      ),
    'header-malformed': () =>
      fc.oneof(
        { weight: 2, arbitrary: fields(refused, edit.malformedName()) },
        // With a blank in place of it, a field may mean something else, or the request be no handshake.
        { weight: 1, arbitrary: fields([101, ...ordinary], edit.replaceable()) },
      ),
    'upgrade-missing': () =>
      fc.oneof(
        fields(ordinary, edit.without('Upgrade')),
        fields(
          ordinary,
          edit.instead('Upgrade', '', 'h2c', 'websockets', 'web socket', 'websocket\x80'),
        ),
        line([...ordinary, 505], { version: '1.0' }, { version: '0.9' }),
      ),
    'method-not-get': () =>
      line(
        [400, 405, 426, 501],
        { method: 'POST' },
        { method: 'HEAD' },
        { method: 'get' },
        { method: 'CONNECT' },
      ),
    'http-version-unsupported': () =>
      line([101, ...ofVersion], { version: '2.0' }, { version: '3.1' }),
    'target-invalid': () =>
      line(
        ofLine,
        { target: '*' },
        { target: 'chat' },
        { target: '/#a' },
        { target: 'ftp://a/' },
        { target: 'http:///a' },
      ),
    'connection-upgrade-missing': () =>
      fc.oneof(
        fields(ordinary, edit.without('Connection')),
        fields(ordinary, edit.instead('Connection', '', 'keep-alive', 'notupgrade', 'Upgrade; x')),
        fields([101, ...ordinary], edit.instead('Connection', 'Upgrade, \x80')),
      ),
    'body-unexpected': () =>
      fc.oneof(
        fields([101, 400, 413], edit.plus('Content-Length', '1', '99999999999999999999')),
        fields([400], edit.plus('Content-Length', '-1', '', '0x0')),
        fields([101, 400, 413, 501], edit.plus('Transfer-Encoding', 'chunked', '')),
        fields([400, 501], edit.plus('Transfer-Encoding', 'identity')),
      ),
    'field-not-ascii': () =>
      fc.oneof(
        fields(refused, edit.instead('Sec-WebSocket-Protocol', '\x80', 'caf\xe9')),
        fields([101, ...refused], edit.plus('Sec-WebSocket-Other', '\xff')),
      ),
    'host-missing': () => fields([400], edit.without('Host')),
    'host-duplicate': () => fields(refused, edit.twice('Host', 'other.example')),
    'host-invalid': () =>
      fields(
        [400],
        edit.instead(
          'Host',
          ...['', '[::', '[::1', 'a b', 'a@b', 'caf\xe9', 'a:65536', 'a:b', 'a/b', 'a%2'],
        ),
      ),
    'version-unsupported': () =>
      fc.oneof(
        fields(refused, edit.without('Sec-WebSocket-Version')),
        fields(
          refused,
          edit.instead(
            'Sec-WebSocket-Version',
            ...['', '0', '8', '14', '013', '13, 8', '+13', '13.0'],
          ),
        ),
      ),
    'version-duplicate': () => fields(refused, edit.twice('Sec-WebSocket-Version', '13', '8')),
    'key-missing': () => fields(refused, edit.without('Sec-WebSocket-Key')),
    'key-duplicate': () => fields(refused, edit.twice('Sec-WebSocket-Key', KEY)),
    'key-invalid': () =>
      fields(
        refused,
        edit.instead(
          'Sec-WebSocket-Key',
          '',
          'short',
          'AQIDBAUGBwgJCgsMDQ4P',
          `${KEY}, ${KEY}`,
          KEY.replace('==', ''),
          KEY.replace('d', '!'),
        ),
      ),
    'origin-duplicate': () =>
      fields([101, 400, 403], edit.twice('Origin', 'https://a.example', 'null')),
    'protocol-malformed': () =>
      fields(refused, edit.instead('Sec-WebSocket-Protocol', '', ',', 'a b', 'a;b', '"a"', 'a/b')),
    'protocol-duplicate': () =>
      fields(
        [101, ...refused],
        edit.instead('Sec-WebSocket-Protocol', 'a, a', 'a, b, a', 'a,b,c,d,e,a'),
      ),
    'extensions-malformed': () =>
      fields(
        refused,
        edit.instead(
          'Sec-WebSocket-Extensions',
          ...['', ',', ';', 'a;', 'a; b=', 'a; b=""', 'a b', 'a; b="x y"', 'a; b="c', 'a; =c'],
        ),
      ),
  }))();
