/**
 * Answers of servers with one rule broken, on which a client must not rely (RFC 6455 §4.1).
 */

import fc from 'fast-check';
import type { Extension, ExtensionOffer } from '../../handshake/extension.js';
import type { HandshakeExpectation } from '../../handshake/parse-handshake-response.js';
import type { HandshakeFailureCode } from '../../vocabulary/handshake-failure.js';
import { Rsv } from '../../vocabulary/rsv.js';
import { chosen } from './broken-request.js';
import { type ResponseParts, responseParts, responseText } from './handshake-response.js';
import * as edit from './head-edits.js';
import { latin1, type SpellingOptions } from './head-fields.js';
import { printed } from './printed.js';

/** An answer that a client must not take for an acceptance. */
export interface BrokenResponse {
  readonly bytes: Uint8Array;
  /** The same, one character a byte, to be read. */
  readonly text: string;
  /** What the client has sent: the key, and what it offered. */
  readonly expectation: HandshakeExpectation;
  /** The rule that it breaks. */
  readonly violation: HandshakeFailureCode;
}

export interface BrokenResponseOptions extends SpellingOptions {
  /**
   * The rules to draw from; all of them, when left out. `head-too-large`, `line-too-long` and `too-many-headers` go by
   * the default limits of the package: 16 384 bytes, 8192 bytes of a line, 128 headers.
   */
  readonly violations?: readonly HandshakeFailureCode[];
}

/**
 * Draws a server's answer that breaks one rule, and is right in all others.
 *
 * @throws TypeError or RangeError if an option is not what it must be
 * @see RFC 6455 §4.1
 */
export function brokenHandshakeResponse(
  options: BrokenResponseOptions = {},
): fc.Arbitrary<BrokenResponse> {
  const valid = responseParts(options);
  return fc.oneof(
    { withCrossShrink: true },
    ...chosen(table, options.violations).map((violation) =>
      fc.tuple(valid, table[violation]()).map(([parts, spoil]) => {
        const broken = spoil(parts);
        const text = responseText(broken);
        const { expectation } = broken;
        return printed({ bytes: latin1(text), text, expectation, violation });
      }),
    ),
  );
}

type Spoil = (parts: ResponseParts) => ResponseParts;

const fields = (edits: fc.Arbitrary<edit.FieldEdit>) => (): fc.Arbitrary<Spoil> =>
  edits.map((change) => (parts) => ({ ...parts, fields: change(parts.fields) }));

const line =
  (...changes: readonly Partial<Record<'version' | 'status' | 'reason', unknown>>[]) =>
  (): fc.Arbitrary<Spoil> =>
    fc
      .constantFrom(...changes)
      .map((change) => (parts) => ({ ...parts, ...change }) as ResponseParts);

const either =
  (...ways: readonly (() => fc.Arbitrary<Spoil>)[]) =>
  () =>
    fc.oneof(...ways.map((way) => way()));

/** What the client has offered, in place of what was drawn, and what the server says to that. */
const answering = (
  offers: readonly (ExtensionOffer | Extension)[],
  ...values: readonly string[]
): fc.Arbitrary<Spoil> =>
  edit.instead('Sec-WebSocket-Extensions', ...values).map((change) => (parts) => ({
    ...parts,
    expectation: { ...parts.expectation, extensions: offers },
    fields: change(parts.fields),
  }));

const offer = (name: string): ExtensionOffer => ({ name, parameters: [] });

/** An extension that takes answers without parameters, and uses RSV1. */
const marking = (name: string): Extension => ({
  name,
  offer: offer(name),
  negotiate: () => null,
  accept: (answer) => (answer.parameters.length === 0 ? { ...answer, rsv: Rsv.Rsv1 } : null),
});

const ofKey =
  (...changes: readonly ((accept: string) => string)[]) =>
  (): fc.Arbitrary<Spoil> =>
    fc.constantFrom(...changes).map((change) => (parts) => ({
      ...parts,
      fields: parts.fields.map((field) =>
        field.name.toLowerCase() === 'sec-websocket-accept'
          ? { ...field, value: change(field.value) }
          : field,
      ),
    }));

/** One row for each rule: how to break it. */
const table: Readonly<Record<HandshakeFailureCode, () => fc.Arbitrary<Spoil>>> =
  /* @__PURE__ */ (() => ({
    'head-too-large': () => fields(edit.tooMuch())(),
    'line-too-long': () => either(fields(edit.tooLong()), line({ reason: 'a'.repeat(8_200) }))(),
    'too-many-headers': () => fields(edit.tooMany())(),
    'start-line-malformed': line(
      { version: '1' },
      { version: '1.1 ' },
      { version: '11' },
      { status: '10' },
      { status: '099' },
      { status: '1010' },
      { status: 'abc' },
      { reason: 'a\0b' },
      { reason: 'a\nb' },
    ),
    'header-malformed': () => fields(edit.malformedField())(),
    'too-many-interim-responses': () =>
      fc.integer({ min: 17, max: 30 }).map((count) => (parts: ResponseParts) => ({
        ...parts,
        interim: 'HTTP/1.1 100 \r\n\r\n'.repeat(count),
      })),
    'http-version-unsupported': line({ version: '1.0' }, { version: '2.0' }, { version: '0.9' }),
    'status-not-101': line(
      ...[200, 201, 204, 301, 302, 307, 400, 401, 403, 404, 426, 431, 500, 503, 999].map(
        (status) => ({ status }),
      ),
      { version: '1.0', status: 100 },
    ),
    'upgrade-missing': () =>
      either(
        fields(edit.without('Upgrade')),
        fields(edit.twice('Upgrade', 'websocket')),
        fields(edit.instead('Upgrade', '', 'h2c', 'websocket, h2c', 'websocket/13', 'websockets')),
      )(),
    'connection-upgrade-missing': () =>
      either(
        fields(edit.without('Connection')),
        fields(edit.instead('Connection', '', 'close', 'notupgrade', 'Upgrade, \xff')),
      )(),
    'body-unexpected': () =>
      either(
        fields(edit.plus('Content-Length', '1', '99999999999999999999', '-1', '')),
        fields(edit.plus('Transfer-Encoding', 'chunked', 'identity')),
      )(),
    'field-not-ascii': () =>
      either(
        fields(edit.instead('Sec-WebSocket-Protocol', 'caf\xe9')),
        fields(edit.plus('Sec-WebSocket-Other', '\x80')),
      )(),
    'accept-missing': () => fields(edit.without('Sec-WebSocket-Accept'))(),
    'accept-duplicate': () => fields(edit.twice('Sec-WebSocket-Accept', 'x'))(),
    'accept-mismatch': ofKey(
      () => '',
      (accept) => accept.replace('=', ''),
      (accept) => `${accept}=`,
      (accept) => `"${accept}"`,
      (accept) => `${accept}, ${accept}`,
      (accept) => (accept.startsWith('A') ? 'B' : 'A') + accept.slice(1),
      () => 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
    ),
    'protocol-duplicate': () =>
      fields(edit.twice('Sec-WebSocket-Protocol', 'chat'))().map((spoil) => (parts) => {
        // What is written twice has been offered, so that nothing else is wrong with it.
        const protocols = [...parts.expectation.protocols, 'chat'];
        return spoil({ ...parts, expectation: { ...parts.expectation, protocols } });
      }),
    'protocol-not-offered': () =>
      fields(edit.instead('Sec-WebSocket-Protocol', '', 'not-offered', 'a, b', 'valueOf'))(),
    'extensions-duplicate': () =>
      fc.oneof(
        answering([offer('foo')], 'foo, foo', 'foo; a, foo; b'),
        fc
          .tuple(
            answering([offer('foo'), offer('bar')], 'foo'),
            edit.twice('Sec-WebSocket-Extensions', 'bar'),
          )
          .map(([spoil, more]) => (parts: ResponseParts) => {
            const once = spoil(parts);
            return { ...once, fields: more(once.fields) };
          }),
      ),
    'extensions-malformed': () =>
      answering(
        [offer('foo')],
        '',
        ';',
        ',',
        'foo;',
        'foo; a=',
        'foo; a=""',
        'foo bar',
        'foo; a="b',
      ),
    'extension-not-offered': () =>
      answering([offer('foo')], 'bar', 'foo, bar', 'FOO', 'valueOf', '__proto__'),
    'extension-parameters-invalid': () =>
      answering([offer('foo'), marking('strict')], 'strict; a', 'foo, strict; a=1'),
    'extension-bit-conflict': () =>
      answering([offer('foo'), marking('one'), marking('two')], 'one, two', 'two, foo, one'),
  }))();
