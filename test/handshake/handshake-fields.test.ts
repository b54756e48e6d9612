import { expect, test } from 'vitest';
import {
  announcesBody,
  hasOpaqueWebSocketField,
  isHttp11,
} from '../../src/handshake/handshake-fields.js';
import type { HeaderList } from '../../src/http/header-list.js';

test.each<[HeaderList, boolean]>([
  [[], false],
  [[['Content-Length', '0']], false],
  [[['content-length', '000']], false],
  [
    [
      ['Content-Length', '0'],
      ['Content-Length', '0'],
    ],
    false,
  ],
  [[['Content-Length', '1']], true],
  [
    [
      ['Content-Length', '0'],
      ['Content-Length', '5'],
    ],
    true,
  ],
  [[['Content-Length', '0, 0']], true],
  [[['Content-Length', '']], true],
  [[['Content-Length', '+0']], true],
  [[['Content-Length', '-0']], true],
  [[['Content-Length', '0x0']], true],
  [[['Content-Length', '0.0']], true],
  [[['Content-Length', '9'.repeat(400)]], true],
  [[['Transfer-Encoding', 'chunked']], true],
  [[['TRANSFER-ENCODING', 'identity']], true],
  [[['Transfer-Encoding', '']], true],
  [
    [
      ['Trailer', 'x'],
      ['Content-Type', 'text/plain'],
    ],
    false,
  ],
])('%j announces a body: %s', (headers, expected) => {
  expect(announcesBody(headers)).toBe(expected);
});

test.each<[HeaderList, boolean]>([
  [[], false],
  [[['cf-city', 'Montréal']], false],
  [[['Sec-WebSocket', '\x80']], false],
  [[['Sec-WebSocket-Protocol', 'chat']], false],
  [[['Sec-WebSocket-Protocol', '\x80']], true],
  [[['sec-websocket-anything', 'é']], true],
])('%j has an opaque byte in a field of the handshake: %s', (headers, expected) => {
  expect(hasOpaqueWebSocketField(headers)).toBe(expected);
});

test.each([
  ['1.1', true],
  ['1.2', true],
  ['1.9', true],
  ['1.0', false],
  ['0.9', false],
  ['2.0', false],
  ['', false],
  ['11', false],
])('HTTP/%s is 1.1 or a later minor version: %s', (version, expected) => {
  expect(isHttp11(version)).toBe(expected);
});
