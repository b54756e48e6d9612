/**
 * What the properties of the handshake draw from: well-formed requests and answers, what is nearly one,
 * texts of callers, and cuts.
 */

import fc from 'fast-check';
import {
  brokenHandshakeRequest,
  brokenHandshakeResponse,
  handshakeRequest,
  handshakeResponse,
} from '../../src/adapters/fast-check.js';
import type { HandshakeRequestInit } from '../../src/handshake/encode-handshake-request.js';
import { encodeHandshakeRequest } from '../../src/handshake/encode-handshake-request.js';
import type { ExtensionOffer } from '../../src/handshake/extension.js';
import { head, KEY, latin1, RESPONSE } from '../handshake/heads.js';
import { CHROME_REQUEST, FIREFOX_REQUEST, RFC_REQUEST } from '../handshake/real-requests.js';

const from = (characters: string, maxLength: number, minLength = 0): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });

const TCHAR = "!#$%&'*+-.^_`|~0123456789ABCXYZabcxyz";

export const token = fc.oneof(
  { weight: 5, arbitrary: from(TCHAR, 8, 1) },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'permessage-deflate') },
);

export const key = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => btoa(String.fromCharCode(...bytes)));

export const host = fc
  .tuple(
    fc.oneof(
      from('abcxyz0189-.', 12, 1),
      fc.ipV4(),
      fc.ipV6().map((address) => `[${address}]`),
    ),
    fc.option(fc.nat(0xffff), { nil: null }),
  )
  .map(([name, port]) => (port === null ? name : `${name}:${port}`));

const visible = Array.from({ length: 0x5e }, (_, i) => String.fromCharCode(0x21 + i)).join('');
export const target = from(visible.replace('#', ''), 30).map((rest) => `/${rest}`);

/** A field value as a recipient sees it: nothing blank at its edges (RFC 9110 §5.5). */
export const fieldValue = fc
  .string({
    unit: fc.constantFrom(...visible, ' ', '\t', '\x80', '\x85', '\xa0', 'é', 'ÿ'),
    maxLength: 20,
  })
  .map((text) => text.replace(/^[ \t]+|[ \t]+$/g, ''));

const written =
  /^(?:host|upgrade|connection|origin|content-length|transfer-encoding)$|^sec-websocket-/i;

/** Fields that are not of the handshake itself. */
export const extraHeaders = fc.array(
  fc.tuple(
    token.filter((name) => !written.test(name)),
    fieldValue,
  ),
  { maxLength: 5 },
);

export const protocols = fc.uniqueArray(token, { maxLength: 4 });

export const extension: fc.Arbitrary<ExtensionOffer> = fc.record({
  name: token,
  parameters: fc.array(fc.tuple(token, fc.option(token, { nil: null })), { maxLength: 4 }),
});

/** Offers of a client, the same name more than once included. */
export const offers = fc.array(extension, { maxLength: 4 });

export const requestInit: fc.Arbitrary<Required<HandshakeRequestInit>> = fc.record({
  host,
  target,
  key,
  origin: fc.option(fieldValue, { nil: null }),
  protocols,
  extensions: offers,
  headers: extraHeaders,
});

/** Any text that a caller might pass on, often one that tries to end a line. */
export const callerText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  from('ab:,;="\\ \t\r\n\0é€/[].', 12),
  token,
  fieldValue,
  host,
  target,
  key,
);

const validHead = fc.oneof(
  { weight: 2, arbitrary: requestInit.map(encodeHandshakeRequest) },
  { weight: 2, arbitrary: handshakeRequest().map(({ bytes }) => bytes) },
  { weight: 1, arbitrary: handshakeResponse().map(({ bytes }) => bytes) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(RFC_REQUEST, CHROME_REQUEST, FIREFOX_REQUEST, RESPONSE)
      .map((lines) => head(lines)),
  },
);

const interim = fc
  .array(fc.constantFrom('HTTP/1.1 100 \r\n\r\n', 'HTTP/1.1 103 Hints\r\nLink: </a>\r\n\r\n'), {
    minLength: 1,
    maxLength: 3,
  })
  .map((heads) => Uint8Array.of(...latin1(heads.join('')), ...head(RESPONSE)));

const faultyHead = fc
  .oneof(brokenHandshakeRequest(), brokenHandshakeResponse())
  .map(({ bytes }) => bytes)
  // Those made long on purpose cost too much byte by byte; small limits make others too long.
  .filter((bytes) => bytes.length < 1_000);

const scrap = fc.oneof(
  fc.uint8Array({ maxLength: 3 }),
  fc
    .constantFrom(
      '\r',
      '\n',
      '\r\n',
      '\r\n\r\n',
      ' ',
      '\t',
      ':',
      ',',
      ';',
      '"',
      '\\',
      '\0',
      '\x80',
      'a',
      '/',
    )
    .map(latin1),
);

/** A head with a few bytes cut out and others put in their place. */
const mutatedHead = fc
  .tuple(
    fc.oneof(validHead, faultyHead, interim),
    fc.array(fc.tuple(fc.nat(), fc.nat(3), scrap), { minLength: 1, maxLength: 3 }),
  )
  .map(([bytes, edits]) =>
    edits.reduce((current, [where, cut, put]) => {
      const at = where % (current.length + 1);
      return Uint8Array.of(...current.subarray(0, at), ...put, ...current.subarray(at + cut));
    }, bytes),
  );

/** Bytes that are a head, or nearly one, or nothing of the kind. */
export const anyHead = fc.oneof(
  validHead,
  faultyHead,
  interim,
  mutatedHead,
  fc.uint8Array({ maxLength: 60 }),
);

/** Bytes behind a head: frames, and what looks like the end of another head. */
export const rest = fc.oneof(
  fc.uint8Array({ maxLength: 12 }),
  fc.constantFrom('\r\n\r\n', '\r\n', 'GET / HTTP/1.1\r\n\r\n').map(latin1),
);

/** Limits around the sizes of these heads, or the defaults. */
export const headLimits = fc.oneof(
  fc.constant({}),
  fc.record({
    maxHeadBytes: fc.nat(600),
    maxHeaderCount: fc.nat(16),
    maxLineBytes: fc.nat(150),
  }),
);

/** What a client expects whose key is the one of the fixed responses. */
export const expectation = fc.record({
  key: fc.constant(KEY),
  protocols: fc.constantFrom([], ['chat', 'superchat']),
  extensions: fc.constantFrom([], [{ name: 'foo', parameters: [] }]),
});
