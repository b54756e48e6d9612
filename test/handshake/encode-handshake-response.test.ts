import { describe, expect, test } from 'vitest';
import {
  encodeHandshakeResponse,
  type HandshakeResponseOptions,
} from '../../src/handshake/encode-handshake-response.js';
import { parseHandshake } from '../../src/handshake/parse-handshake.js';
import { parseHandshakeResponse } from '../../src/handshake/parse-handshake-response.js';
import { ACCEPT, completeValue, head, KEY, latin1Text, requestWith, verdict } from './heads.js';
import { CHROME_REQUEST, RFC_REQUEST } from './real-requests.js';

const request = completeValue(
  parseHandshake(
    requestWith(
      'Sec-WebSocket-Protocol: chat, superchat, __proto__',
      'Sec-WebSocket-Extensions: foo, bar; baz',
    ),
  ),
);
const encode = (options: object = {}): Uint8Array =>
  encodeHandshakeResponse(request, options as HandshakeResponseOptions);

describe('the bytes', () => {
  test('are those of RFC 6455 §1.2', () => {
    const asked = completeValue(parseHandshake(head(RFC_REQUEST)));
    expect(latin1Text(encodeHandshakeResponse(asked, { protocol: 'chat' }))).toBe(
      [
        'HTTP/1.1 101 Switching Protocols',
        'Upgrade: websocket',
        'Connection: Upgrade',
        `Sec-WebSocket-Accept: ${ACCEPT}`,
        'Sec-WebSocket-Protocol: chat',
        '\r\n',
      ].join('\r\n'),
    );
  });

  test('hold neither subprotocol nor extensions unless they are given', () => {
    for (const options of [undefined, {}, { protocol: null, extensions: [] }]) {
      const text = latin1Text(encodeHandshakeResponse(request, options));
      expect(text).not.toContain('Sec-WebSocket-Protocol');
      expect(text).not.toContain('Sec-WebSocket-Extensions');
    }
  });

  test('hold the extensions with their parameters, then the further headers', () => {
    const options = {
      extensions: [
        { name: 'bar', parameters: [['baz', '2']], rsv: 4 },
        { name: 'foo', parameters: [['x', null]], rsv: 0 },
      ],
      headers: [
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
      ],
    };
    expect(latin1Text(encode(options))).toContain(
      'Sec-WebSocket-Extensions: bar; baz=2, foo; x\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n',
    );
  });

  test('are accepted by the client that asked', () => {
    const asked = completeValue(parseHandshake(head(CHROME_REQUEST)));
    const extensions = [
      { name: 'permessage-deflate', parameters: [['client_max_window_bits', '12'] as const] },
    ];
    const bytes = encodeHandshakeResponse(asked, { protocol: 'superchat', extensions });
    expect(completeValue(parseHandshakeResponse(bytes, asked))).toMatchObject({
      protocol: 'superchat',
      extensions,
    });
  });

  test('need no more of the request than its key and its offers', () => {
    const bytes = encodeHandshakeResponse({ key: KEY, protocols: [], extensions: [] });
    expect(verdict(parseHandshakeResponse(bytes, { key: KEY }))).toBe('complete');
  });
});

describe("the caller's mistakes", () => {
  test.each([
    [{ protocol: 'other' }, 'the subprotocol "other" was not offered'],
    [{ protocol: '' }, 'not offered'],
    [{ protocol: 'Chat' }, 'not offered'],
    [{ protocol: 'constructor' }, 'not offered'],
    [{ protocol: 'chat\r\nX: y' }, 'not offered'],
    [{ extensions: [{ name: 'mux', parameters: [] }] }, 'the extension "mux" was not offered'],
    [{ extensions: [{ name: 'foo, mux', parameters: [] }] }, 'an extension name'],
    [{ extensions: [{ name: 'foo', parameters: [['a', '1\r\nX: y']] }] }, 'the value of a'],
    [{ headers: [['X', 'a\nb']] }, 'the value of X'],
    [{ headers: [['X\r\nY', 'a']] }, 'a header name'],
    [{ headers: [['X', null]] }, 'headers'],
    [{ headers: new Map() }, 'headers'],
  ])('%j is a TypeError', (options, message) => {
    expect(() => encode(options)).toThrow(TypeError);
    expect(() => encode(options)).toThrow(message);
  });

  test.each([
    'Upgrade',
    'Connection',
    'SEC-WEBSOCKET-ACCEPT',
    'Sec-WebSocket-Protocol',
    'Sec-WebSocket-Extensions',
    'Sec-WebSocket-Version',
    'Content-Length',
    'Transfer-Encoding',
  ])('the header %s is written by the handshake itself', (name) => {
    expect(() => encode({ headers: [[name, 'a']] })).toThrow(TypeError);
  });

  test('one extension accepted twice, which every client must refuse, is a TypeError', () => {
    const twice = { name: 'foo', parameters: [] };
    expect(() => encode({ extensions: [twice, twice] })).toThrow(TypeError);
  });

  test.each([
    ['no token', ['a, b'], 'a, b'],
    ['above ASCII', ['é'], 'é'],
    ['empty', [''], ''],
  ])(
    'a subprotocol that is %s is one, even if a request made by hand offers it',
    (_name, protocols, protocol) => {
      const asked = { key: KEY, protocols, extensions: [] };
      expect(() => encodeHandshakeResponse(asked, { protocol })).toThrow(TypeError);
    },
  );

  test('a string in place of the list of offers is one', () => {
    const asked = { key: KEY, protocols: 'chat' as unknown as string[], extensions: [] };
    expect(() => encodeHandshakeResponse(asked, { protocol: 'c' })).toThrow(TypeError);
  });

  test('a request without a key is one', () => {
    const asked = { protocols: [], extensions: [] } as unknown as typeof request;
    expect(() => encodeHandshakeResponse(asked)).toThrow(TypeError);
  });
});

test.each([
  ['protocols', 'request.protocols must be an array, not "chat"'],
  ['extensions', 'request.extensions must be an array, not "chat"'],
])('a request whose %s are no list is called by its name', (name, message) => {
  expect(() => encodeHandshakeResponse({ ...request, [name]: 'chat' })).toThrow(
    new TypeError(message),
  );
});

test('what is accepted twice, and what is no token, is said in so many words', () => {
  const twice = { name: 'foo', parameters: [] };
  expect(() => encode({ extensions: [twice, twice] })).toThrow(
    new TypeError('an extension is accepted more than once'),
  );
  const asked = { ...request, protocols: ['a b'] };
  expect(() => encodeHandshakeResponse(asked, { protocol: 'a b' })).toThrow(/^a subprotocol /);
});
