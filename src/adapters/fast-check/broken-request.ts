/**
 * Opening handshakes of clients with one rule broken, and what a server must answer (RFC 6455 §4.2.1, §4.4).
 */

import fc from 'fast-check';
import {
  type HandshakeViolationCode,
  handshakeViolation,
} from '../../vocabulary/handshake-violation.js';
import { type RequestParts, requestParts, requestText } from './handshake-request.js';
import * as edit from './head-edits.js';
import { latin1, type SpellingOptions } from './head-fields.js';
import { printed } from './printed.js';

/** A request that a server must refuse. */
export interface BrokenRequest {
  readonly bytes: Uint8Array;
  /** The same, one character a byte, to be read. */
  readonly text: string;
  /** The rule that it breaks. */
  readonly violation: HandshakeViolationCode;
  /** The HTTP status that answers it. */
  readonly httpStatus: number;
}

export interface BrokenRequestOptions extends SpellingOptions {
  /**
   * The rules to draw from; all of them, when left out. `head-too-large`, `line-too-long` and `too-many-headers` go by
   * the default limits of the package: 16 384 bytes, 8192 bytes of a line, 128 headers.
   */
  readonly violations?: readonly HandshakeViolationCode[];
}

/**
 * Draws an opening handshake that breaks one rule, and is right in all others.
 *
 * @throws TypeError or RangeError if an option is not what it must be
 * @see RFC 6455 §4.2.1
 */
export function brokenHandshakeRequest(
  options: BrokenRequestOptions = {},
): fc.Arbitrary<BrokenRequest> {
  const valid = requestParts(options);
  return fc.oneof(
    { withCrossShrink: true },
    ...chosen(table, options.violations).map((violation) =>
      fc.tuple(valid, table[violation]()).map(([parts, spoil]) => {
        const text = requestText(spoil(parts));
        const { httpStatus } = handshakeViolation(violation);
        return printed({ bytes: latin1(text), text, violation, httpStatus });
      }),
    ),
  );
}

/** The rows that are asked for, or all. */
export function chosen<Code extends string>(
  rows: Readonly<Record<Code, unknown>>,
  asked: readonly Code[] | undefined,
): Code[] {
  const all = Object.keys(rows) as Code[];
  for (const code of asked ?? []) {
    if (!all.includes(code))
      throw new RangeError(`there is no violation ${String(code)}; there are ${all.join(', ')}`);
  }
  if (asked?.length === 0) throw new RangeError('there must be a violation to draw from');
  return [...(asked ?? all)];
}

type Spoil = (parts: RequestParts) => RequestParts;

const fields = (edits: fc.Arbitrary<edit.FieldEdit>) => (): fc.Arbitrary<Spoil> =>
  edits.map((change) => (parts) => ({ ...parts, fields: change(parts.fields) }));

const line =
  (...changes: readonly Partial<RequestParts>[]) =>
  (): fc.Arbitrary<Spoil> =>
    fc.constantFrom(...changes).map((change) => (parts) => ({ ...parts, ...change }));

const either =
  (...ways: readonly (() => fc.Arbitrary<Spoil>)[]) =>
  () =>
    fc.oneof(...ways.map((way) => way()));

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

/** One row for each rule: how to break it. */
const table: Readonly<Record<HandshakeViolationCode, () => fc.Arbitrary<Spoil>>> =
  /* @__PURE__ */ (() => ({
    'head-too-large': () => fields(edit.tooMuch())(),
    'line-too-long': () =>
      either(fields(edit.tooLong()), line({ target: `/${'a'.repeat(8_190)}` }))(),
    'too-many-headers': () => fields(edit.tooMany())(),
    'start-line-malformed': line(
      { method: 'G T' },
      { method: '' },
      { target: '' },
      { target: '/a b' },
      { target: '/caf\xe9' },
      { version: '1' },
      { version: '1.1 ' },
      { version: '11' },
      { version: 'x.y' },
    ),
    'header-malformed': () => fields(edit.malformedField())(),
    'upgrade-missing': () =>
      either(
        fields(edit.without('Upgrade')),
        fields(edit.instead('Upgrade', '', 'h2c', 'websockets', 'web socket', 'websocket\x80')),
        line({ version: '1.0' }, { version: '0.9' }),
      )(),
    'method-not-get': line(
      { method: 'POST' },
      { method: 'HEAD' },
      { method: 'get' },
      { method: 'CONNECT' },
    ),
    'http-version-unsupported': line({ version: '2.0' }, { version: '3.1' }),
    'target-invalid': line(
      { target: '*' },
      { target: 'chat' },
      { target: '/#a' },
      { target: 'ftp://a/' },
      { target: 'http:///a' },
    ),
    'connection-upgrade-missing': () =>
      either(
        fields(edit.without('Connection')),
        fields(
          edit.instead('Connection', '', 'keep-alive', 'notupgrade', 'Upgrade; x', 'Upgrade, \x80'),
        ),
      )(),
    'body-unexpected': () =>
      either(
        fields(edit.plus('Content-Length', '1', '99999999999999999999', '-1', '', '0x0')),
        fields(edit.plus('Transfer-Encoding', 'chunked', 'identity', '')),
      )(),
    'field-not-ascii': () =>
      either(
        fields(edit.instead('Sec-WebSocket-Protocol', '\x80', 'caf\xe9')),
        fields(edit.plus('Sec-WebSocket-Other', '\xff')),
      )(),
    'host-missing': () => fields(edit.without('Host'))(),
    'host-duplicate': () => fields(edit.twice('Host', 'other.example'))(),
    'host-invalid': () =>
      fields(
        edit.instead(
          'Host',
          '',
          '[::',
          '[::1',
          'a b',
          'a@b',
          'caf\xe9',
          'a:65536',
          'a:b',
          'a/b',
          'a%2',
        ),
      )(),
    'version-unsupported': () =>
      either(
        fields(edit.without('Sec-WebSocket-Version')),
        fields(
          edit.instead('Sec-WebSocket-Version', '', '0', '8', '14', '013', '13, 8', '+13', '13.0'),
        ),
      )(),
    'version-duplicate': () => fields(edit.twice('Sec-WebSocket-Version', '13', '8'))(),
    'key-missing': () => fields(edit.without('Sec-WebSocket-Key'))(),
    'key-duplicate': () => fields(edit.twice('Sec-WebSocket-Key', KEY))(),
    'key-invalid': () =>
      fields(
        edit.instead(
          'Sec-WebSocket-Key',
          '',
          'short',
          'AQIDBAUGBwgJCgsMDQ4P',
          `${KEY}, ${KEY}`,
          KEY.replace('==', ''),
          KEY.replace('d', '!'),
        ),
      )(),
    'origin-duplicate': () => fields(edit.twice('Origin', 'https://a.example', 'null'))(),
    'protocol-malformed': () =>
      fields(edit.instead('Sec-WebSocket-Protocol', '', ',', 'a b', 'a;b', '"a"', 'a/b'))(),
    'protocol-duplicate': () =>
      fields(edit.instead('Sec-WebSocket-Protocol', 'a, a', 'a, b, a', 'a,b,c,d,e,a'))(),
    'extensions-malformed': () =>
      fields(
        edit.instead(
          'Sec-WebSocket-Extensions',
          '',
          ',',
          ';',
          'a;',
          'a; b=',
          'a; b=""',
          'a b',
          'a; b="x y"',
          'a; b="c',
          'a; =c',
        ),
      )(),
  }))();
