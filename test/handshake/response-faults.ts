/**
 * Every fault of a server's answer in the eyes of a client, with responses that show it, and what that
 * client has offered. Those of the bare head come first.
 */

import type { Extension, ExtensionOffer } from '../../src/handshake/extension.js';
import type { HandshakeExpectation } from '../../src/handshake/parse-handshake-response.js';
import { Rsv } from '../../src/vocabulary/rsv.js';
import { ACCEPT, head, KEY, latin1, responseWith } from './heads.js';

/** An extension that accepts the answers for which `fits` says so. */
function extension(
  name: string,
  rsv: number,
  fits: (answer: ExtensionOffer) => boolean,
): Extension {
  return {
    name,
    offer: { name, parameters: [] },
    negotiate: () => null,
    accept: (answer) => (fits(answer) ? { ...answer, rsv } : null),
  };
}

export const OFFERED: HandshakeExpectation = {
  key: KEY,
  protocols: ['chat', 'superchat'],
  extensions: [
    { name: 'foo', parameters: [] },
    { name: 'bar', parameters: [['baz', null]] },
    extension('strict', Rsv.Rsv1, (answer) => answer.parameters.length === 0),
    extension('rival', Rsv.Rsv1, () => true),
  ],
};

const manyFields = Array.from({ length: 129 }, (_, i) => `+X-${i}: a`);

/** One interim response more than the sixteen that are skipped. */
const interims = latin1('HTTP/1.1 100 Continue\r\n\r\n'.repeat(17));

export const responseFaults: readonly [code: string, responses: Uint8Array[]][] = [
  ['head-too-large', [responseWith(`+A: ${'a'.repeat(8100)}`, `+B: ${'b'.repeat(8180)}`)]],
  ['line-too-long', [responseWith(`+A: ${'a'.repeat(8190)}`), latin1('x'.repeat(8193))]],
  ['too-many-headers', [responseWith(...manyFields)]],
  ['start-line-malformed', [latin1('\r\n'), head(['HTTP/1.1 101']), head(['SSH-2.0-x'])]],
  ['header-malformed', [responseWith('+A : b'), responseWith('+A: b\x7f'), responseWith('+ fold')]],
  ['too-many-interim-responses', [interims]],
  [
    'http-version-unsupported',
    ['HTTP/1.0 101 OK', 'HTTP/2.0 101 OK'].map((line) => responseWith(line)),
  ],
  [
    'status-not-101',
    [
      ...['200', '204', '302', '401', '426', '500', '999'].map((s) => `HTTP/1.1 ${s} x`),
      'HTTP/1.0 403 x',
      'HTTP/1.0 100 x', // interim responses came with HTTP/1.1
    ].map((line) => responseWith(line)),
  ],
  [
    'upgrade-missing',
    [
      responseWith('-Upgrade'),
      responseWith('+Upgrade: websocket'),
      ...['h2c', 'websocket, foo', 'websocket/13', 'websockets', ''].map((value) =>
        responseWith(`Upgrade: ${value}`),
      ),
    ],
  ],
  [
    'connection-upgrade-missing',
    [
      responseWith('-Connection'),
      ...['close', 'notupgrade', 'Upgrade, \xff'].map((v) => responseWith(`Connection: ${v}`)),
    ],
  ],
  [
    'body-unexpected',
    [responseWith('Content-Length: 1'), responseWith('Transfer-Encoding: chunked')],
  ],
  ['field-not-ascii', [responseWith('Sec-WebSocket-Protocol: ch\xe9t')]],
  ['accept-missing', [responseWith('-Sec-WebSocket-Accept')]],
  [
    'accept-duplicate',
    [responseWith(`+Sec-WebSocket-Accept: ${ACCEPT}`), responseWith('+Sec-WebSocket-Accept: x')],
  ],
  [
    'accept-mismatch',
    [
      '',
      KEY,
      ACCEPT.toLowerCase(),
      ACCEPT.replace('=', ''),
      `${ACCEPT}=`,
      `"${ACCEPT}"`,
      `${ACCEPT}, ${ACCEPT}`,
      // The same twenty bytes with a spare bit set.
      's3pPLMBiTxaQ9kYGzzhZRbK+xOp=',
    ].map((accept) => responseWith(`Sec-WebSocket-Accept: ${accept}`)),
  ],
  [
    'protocol-duplicate',
    [responseWith('Sec-WebSocket-Protocol: chat', '+Sec-WebSocket-Protocol: chat')],
  ],
  [
    'protocol-not-offered',
    ['', 'Chat', 'other', 'chat, superchat', 'constructor'].map((protocol) =>
      responseWith(`Sec-WebSocket-Protocol: ${protocol}`),
    ),
  ],
  [
    'extensions-duplicate',
    [
      responseWith('Sec-WebSocket-Extensions: foo', '+Sec-WebSocket-Extensions: bar'),
      responseWith('Sec-WebSocket-Extensions: foo, foo'),
      responseWith('Sec-WebSocket-Extensions: foo; a, foo; b'),
    ],
  ],
  [
    'extensions-malformed',
    ['', ';', 'foo;', 'bar; baz=""', 'foo bar', 'foo; a="b'].map((value) =>
      responseWith(`Sec-WebSocket-Extensions: ${value}`),
    ),
  ],
  [
    'extension-not-offered',
    ['mux', 'foo, mux', 'FOO', 'constructor', '__proto__'].map((value) =>
      responseWith(`Sec-WebSocket-Extensions: ${value}`),
    ),
  ],
  [
    'extension-parameters-invalid',
    ['strict; a', 'foo, strict; a=1'].map((value) =>
      responseWith(`Sec-WebSocket-Extensions: ${value}`),
    ),
  ],
  [
    'extension-bit-conflict',
    ['strict, rival', 'rival, foo, strict'].map((value) =>
      responseWith(`Sec-WebSocket-Extensions: ${value}`),
    ),
  ],
];
