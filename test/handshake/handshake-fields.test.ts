import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Field, fieldOf, HandshakeFields, isHttp11 } from '../../src/handshake/handshake-fields.js';
import { type HeaderList, headerValues } from '../../src/http/header-list.js';

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
  expect(new HandshakeFields(headers, false).announcesBody).toBe(expected);
  expect(new HandshakeFields(headers, true).announcesBody).toBe(expected);
});

test.each<[HeaderList, boolean]>([
  [[], false],
  [[['cf-city', 'Montréal']], false],
  [[['Sec-WebSocket', '\x80']], false],
  [[['Sec-WebSocket-Protocol', 'chat']], false],
  [[['Sec-WebSocket-Protocol', '\x80']], true],
  [[['sec-websocket-anything', 'é']], true],
])('%j has an opaque byte in a field of the handshake: %s', (headers, expected) => {
  expect(new HandshakeFields(headers, false).isOpaque).toBe(expected);
  if (!expected) expect(new HandshakeFields(headers, true).isOpaque).toBe(false);
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

const knownNames: Record<keyof typeof Field, string> = {
  Host: 'host',
  Origin: 'origin',
  Upgrade: 'upgrade',
  Connection: 'connection',
  ContentLength: 'content-length',
  TransferEncoding: 'transfer-encoding',
  Key: 'sec-websocket-key',
  Accept: 'sec-websocket-accept',
  Version: 'sec-websocket-version',
  Protocol: 'sec-websocket-protocol',
  Extensions: 'sec-websocket-extensions',
};
const known = Object.entries(knownNames) as [keyof typeof Field, string][];

test.each(known)('%s is the field %s in any spelling', (key, name) => {
  const title = name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
  for (const spelling of [name, title, name.toUpperCase(), title.replace('socket', 'Socket')]) {
    expect(fieldOf(spelling)).toBe(Field[key]);
  }
});

test('no other name is a field', () => {
  const names = known.map(([, name]) => name);
  for (const name of ['', 'cookie', 'pragma', 'user-agent', '__proto__', 'constructor', 'hosts']) {
    expect(fieldOf(name)).toBe(-1);
  }
  // One letter changed: the length stays, and with it the branch that is taken.
  for (const name of names) {
    for (let at = 0; at < name.length; at++) {
      expect(fieldOf(`${name.slice(0, at)}~${name.slice(at + 1)}`)).toBe(-1);
    }
  }
});

test('the sorted fields hold what a look-up by name finds', () => {
  const name = fc.oneof(
    fc.constantFrom(...known.map(([, lower]) => lower), 'Host', 'Sec-WebSocket-Key', 'X-Other'),
    fc.string({ maxLength: 24 }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.string({ maxLength: 3 }))), (headers) => {
      const fields = new HandshakeFields(headers, false);
      for (const [key, lower] of known) {
        const expected = headerValues(headers, lower);
        expect(fields.values(Field[key])).toEqual(expected);
        expect(fields.first(Field[key])).toBe(expected[0] ?? null);
        expect(fields.isRepeated(Field[key])).toBe(expected.length > 1);
      }
    }),
  );
});

test.each([24, 25, 26, 1000])(
  'a name of %i characters that is not known stands for no field',
  (length) => {
    expect(fieldOf('x'.repeat(length))).toBe(-1);
  },
);

test('a field outside the family may be opaque, with a hyphen in the same place as well', () => {
  const opaque = (name: string) => new HandshakeFields([[name, 'caf\u00e9']], false).isOpaque;
  expect(opaque('sec-websocket-key')).toBe(true);
  expect(opaque('Sec-WebSocket-Whatever')).toBe(true);
  expect(opaque('abc-websocket-key')).toBe(false);
  expect(opaque('sec-websocket_key')).toBe(false);
  expect(opaque('sec-websocket')).toBe(false);
});
