import { describe, expect, test } from 'vitest';
import {
  encodeHandshakeRequest,
  type HandshakeRequestInit,
} from '../../src/handshake/encode-handshake-request.js';
import { parseHandshake } from '../../src/handshake/parse-handshake.js';
import { completeValue, KEY, latin1Text } from './heads.js';

const LEAST: HandshakeRequestInit = { host: 'example.com', target: '/', key: KEY };
const encode = (init: object = {}): Uint8Array => encodeHandshakeRequest({ ...LEAST, ...init });

describe('the bytes', () => {
  test('of the least request are its first line and the five fields of RFC 6455 §4.1', () => {
    expect(latin1Text(encode())).toBe(
      [
        'GET / HTTP/1.1',
        'Host: example.com',
        'Upgrade: websocket',
        'Connection: Upgrade',
        `Sec-WebSocket-Key: ${KEY}`,
        'Sec-WebSocket-Version: 13',
        '\r\n',
      ].join('\r\n'),
    );
  });

  test('of a full request say everything once, in order', () => {
    const bytes = encode({
      host: '[::1]:8080',
      target: '/chat?room=1',
      origin: 'http://example.com',
      protocols: ['chat', 'superchat'],
      extensions: [
        { name: 'foo', parameters: [] },
        {
          name: 'bar',
          parameters: [
            ['baz', '2'],
            ['baz', null],
          ],
        },
      ],
      headers: [
        ['Cookie', 'a=1'],
        ['Cookie', 'b=2'],
        ['X-City', 'Montréal'],
      ],
    });
    expect(latin1Text(bytes)).toBe(
      [
        'GET /chat?room=1 HTTP/1.1',
        'Host: [::1]:8080',
        'Upgrade: websocket',
        'Connection: Upgrade',
        `Sec-WebSocket-Key: ${KEY}`,
        'Sec-WebSocket-Version: 13',
        'Origin: http://example.com',
        'Sec-WebSocket-Protocol: chat, superchat',
        'Sec-WebSocket-Extensions: foo, bar; baz=2; baz',
        'Cookie: a=1',
        'Cookie: b=2',
        'X-City: Montréal',
        '\r\n',
      ].join('\r\n'),
    );
    expect(completeValue(parseHandshake(bytes))).toMatchObject({ host: '[::1]:8080' });
  });

  test.each([
    [{ origin: null }, 'Origin'],
    [{ origin: undefined }, 'Origin'],
    [{ protocols: [] }, 'Sec-WebSocket-Protocol'],
    [{ extensions: [] }, 'Sec-WebSocket-Extensions'],
  ])('of %o hold no %s', (init, name) => {
    expect(latin1Text(encode(init))).not.toContain(name);
  });

  test('are fresh at every call', () => {
    const first = encode();
    first.fill(0);
    expect(encode()).not.toEqual(first);
  });

  test('leave what they were made of as it was', () => {
    const init = {
      ...LEAST,
      protocols: Object.freeze(['a']),
      extensions: Object.freeze([Object.freeze({ name: 'b', parameters: Object.freeze([]) })]),
      headers: Object.freeze([Object.freeze(['X', 'y'] as const)]),
    };
    expect(() => encodeHandshakeRequest(Object.freeze(init))).not.toThrow();
  });
});

describe("the caller's mistakes", () => {
  test.each([
    [{ host: '' }, 'host'],
    [{ host: 'a b' }, 'host'],
    [{ host: 'a\r\nX: y' }, 'host'],
    [{ host: 'http://a' }, 'host'],
    [{ host: '::1' }, 'host'],
    [{ host: 1 }, 'host'],
    [{ host: undefined }, 'host'],
    [{ target: '' }, 'target'],
    [{ target: 'chat' }, 'target'],
    [{ target: '*' }, 'target'],
    [{ target: '/a b' }, 'target'],
    [{ target: '/ HTTP/1.1\r\nX: y\r\n' }, 'target'],
    [{ target: '/#a' }, 'target'],
    [{ target: '/é' }, 'target'],
    [{ target: null }, 'target'],
    [{ key: '' }, 'key'],
    [{ key: 'AQIDBAUGBwgJCgsMDQ4P' }, 'key'],
    [{ key: `${KEY}\n` }, 'key'],
    [{ key: new Uint8Array(16) }, 'key'],
    [{ origin: 'http://a\r\nX: y' }, 'origin'],
    [{ origin: '\0' }, 'origin'],
    [{ origin: '€' }, 'origin'],
    [{ origin: 1 }, 'origin'],
    [{ protocols: [''] }, 'a subprotocol'],
    [{ protocols: ['a, b'] }, 'a subprotocol'],
    [{ protocols: ['a\r\nX: y'] }, 'a subprotocol'],
    [{ protocols: ['a', 'a'] }, 'a subprotocol'],
    [{ extensions: [{ name: 'a;b', parameters: [] }] }, 'an extension name'],
    [{ extensions: [{ name: 'a', parameters: [['b', '']] }] }, 'the value of b'],
    [{ extensions: [{ name: 'a', parameters: [['b', '1\n']] }] }, 'the value of b'],
    [{ headers: [['X Y', 'a']] }, 'a header name'],
    [{ headers: [['X', 'a\r\nY: b']] }, 'the value of X'],
    [{ headers: { X: 'a' } }, 'headers'],
    [{ headers: [['X', 1]] }, 'headers'],
  ])('%o is a TypeError', (init, message) => {
    expect(() => encode(init)).toThrow(TypeError);
    expect(() => encode(init)).toThrow(message);
  });

  test.each([
    'Host',
    'UPGRADE',
    'connection',
    'Origin',
    'Sec-WebSocket-Key',
    'Sec-WebSocket-Version',
    'sec-websocket-protocol',
    'Sec-WebSocket-Extensions',
    'Sec-WebSocket-Accept',
    'Content-Length',
    'Transfer-Encoding',
  ])('the header %s is written by the handshake itself', (name) => {
    expect(() => encode({ headers: [[name, 'a']] })).toThrow(TypeError);
  });

  test.each([' a', 'a ', '\ta', 'a\t', ' '])(
    'the value %j, whose edges no recipient would see, is a TypeError',
    (value) => {
      expect(() => encode({ headers: [['X', value]] })).toThrow(TypeError);
      expect(() => encode({ origin: value })).toThrow(TypeError);
    },
  );
});

describe('extensions that are more than offers', () => {
  const extension = (parameters: [string, string | null][]) => ({
    name: 'x',
    offer: { name: 'x', parameters },
    negotiate: () => null,
  });

  test('are offered by what they have to offer, several of one name in order, bare ones among them', () => {
    const extensions = [
      extension([['a', '1']]),
      { name: 'y', parameters: [] },
      extension([]),
      extension([['a', null]]),
    ];
    expect(latin1Text(encode({ extensions }))).toContain(
      '\r\nSec-WebSocket-Extensions: x; a=1, y, x, x; a\r\n',
    );
  });

  test.each<[string, unknown, string]>([
    ['one for servers only', [{ name: 'x-s', negotiate: () => null }], 'x-s has nothing to offer'],
    ['one whose offer is no token', [extension([['a b', null]])], 'a parameter of x'],
    ['one whose offer would begin a line', [extension([['a', '1\r\nX: y']])], 'the value of a'],
    ['null', null, 'extensions must be an array, not null'],
    ['no list', 'x', 'extensions must be an array'],
    ['no list but one of them', extension([]), 'extensions must be an array'],
    ['null in the list', [null], 'null'],
  ])('are a TypeError: %s', (_, extensions, message) => {
    expect(() => encode({ extensions: extensions as HandshakeRequestInit['extensions'] })).toThrow(
      TypeError,
    );
    expect(() => encode({ extensions: extensions as HandshakeRequestInit['extensions'] })).toThrow(
      message,
    );
  });
});
