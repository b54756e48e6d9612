/**
 * Every fault of an opening handshake in the eyes of a server: its code, the status to answer with, and
 * requests that show it. Those of the bare head come first.
 */

import { edited, head, KEY, latin1, REQUEST, requestWith } from './heads.js';

const manyFields = Array.from({ length: 129 }, (_, i) => `+X-${i}: a`);

export const requestFaults: readonly [code: string, httpStatus: number, requests: Uint8Array[]][] =
  [
    ['head-too-large', 431, [requestWith(`+A: ${'a'.repeat(8100)}`, `+B: ${'b'.repeat(8180)}`)]],
    ['line-too-long', 431, [requestWith(`+A: ${'a'.repeat(8190)}`), latin1('x'.repeat(8193))]],
    ['too-many-headers', 431, [requestWith(...manyFields)]],
    [
      'start-line-malformed',
      400,
      [latin1('\r\n'), head(['GET /chat']), head(edited(REQUEST, 'GET /caf\xe9 HTTP/1.1'))],
    ],
    [
      'header-malformed',
      400,
      [requestWith('+A : b'), requestWith('+A: b\0'), requestWith('+ fold')],
    ],
    [
      'upgrade-missing',
      426,
      [
        requestWith('-Upgrade'),
        requestWith('Upgrade: h2c'),
        requestWith('Upgrade: websockets'),
        requestWith('Upgrade: web socket'),
        requestWith('Upgrade: websocket, \x80'),
        requestWith('GET / HTTP/1.0'),
        requestWith('GET / HTTP/0.9'),
      ],
    ],
    [
      'method-not-get',
      405,
      ['POST', 'HEAD', 'get', 'CONNECT'].map((m) => requestWith(`${m} / HTTP/1.1`)),
    ],
    [
      'http-version-unsupported',
      505,
      [requestWith('GET / HTTP/2.0'), requestWith('GET / HTTP/3.1')],
    ],
    [
      'target-invalid',
      400,
      ['*', 'chat', '/#a', 'ftp://a/'].map((t) => requestWith(`GET ${t} HTTP/1.1`)),
    ],
    [
      'connection-upgrade-missing',
      426,
      [
        requestWith('-Connection'),
        requestWith('Connection: keep-alive'),
        requestWith('Connection: notupgrade'),
        requestWith('Connection: Upgrade, \x80'),
      ],
    ],
    [
      'body-unexpected',
      400,
      [requestWith('Content-Length: 5'), requestWith('Transfer-Encoding: chunked')],
    ],
    [
      'field-not-ascii',
      400,
      [requestWith('Sec-WebSocket-Protocol: \x80'), requestWith('Sec-WebSocket-Foo: \xff')],
    ],
    ['host-missing', 400, [requestWith('-Host')]],
    ['host-duplicate', 400, [requestWith('+Host: server.example.com')]],
    [
      'host-invalid',
      400,
      ['', '[::', 'a b', 'a@b', 'caf\xe9', 'a:65536'].map((host) => requestWith(`Host: ${host}`)),
    ],
    [
      'version-unsupported',
      426,
      [
        requestWith('-Sec-WebSocket-Version'),
        ...['8', '', '013', '13, 8', '1e1', '13.0'].map((v) =>
          requestWith(`Sec-WebSocket-Version: ${v}`),
        ),
      ],
    ],
    ['version-duplicate', 400, [requestWith('+Sec-WebSocket-Version: 13')]],
    ['key-missing', 400, [requestWith('-Sec-WebSocket-Key')]],
    ['key-duplicate', 400, [requestWith(`+Sec-WebSocket-Key: ${KEY}`)]],
    [
      'key-invalid',
      400,
      ['', 'short', 'AQIDBAUGBwgJCgsMDQ4P', `${KEY}, ${KEY}`].map((k) =>
        requestWith(`Sec-WebSocket-Key: ${k}`),
      ),
    ],
    ['origin-duplicate', 400, [requestWith('Origin: http://a', '+Origin: http://a')]],
    [
      'protocol-malformed',
      400,
      ['', ',', 'a b', 'a;b', '"a"'].map((p) => requestWith(`Sec-WebSocket-Protocol: ${p}`)),
    ],
    [
      'protocol-duplicate',
      400,
      [
        requestWith('Sec-WebSocket-Protocol: a, b, a'),
        requestWith('Sec-WebSocket-Protocol: a', '+Sec-WebSocket-Protocol: a'),
      ],
    ],
    [
      'extensions-malformed',
      400,
      ['', 'a;', 'a; b=', 'a; b=""', 'a b', 'a; b="x y"'].map((e) =>
        requestWith(`Sec-WebSocket-Extensions: ${e}`),
      ),
    ],
  ];
