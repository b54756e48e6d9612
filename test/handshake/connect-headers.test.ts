import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ConnectRequestInit,
  connectRejectionHeaders,
  connectRequestHeaders,
  connectResponseHeaders,
  SETTINGS_ENABLE_CONNECT_PROTOCOL,
} from '../../src/handshake/connect-headers.js';
import { readConnectRequest } from '../../src/handshake/read-connect-request.js';
import { readConnectResponse } from '../../src/handshake/read-connect-response.js';
import { CONNECT, OK } from './connect-sections.js';

const init = { authority: 'server.example.com', path: '/chat' };
const offers = {
  protocols: ['chat', 'superchat'],
  extensions: [{ name: 'permessage-deflate', parameters: [] }],
};
const token = fc.stringMatching(/^[a-z0-9!#$%&'*+.^_`|~-]{1,12}$/);

/** What no header section of HTTP/2 may hold, and what its frames say already. */
const UNKNOWN = [
  'Connection',
  'Proxy-Connection',
  'Keep-Alive',
  'Transfer-Encoding',
  'Upgrade',
  'TE',
];

test('the setting has the number of RFC 8441 §9.1', () => {
  expect(SETTINGS_ENABLE_CONNECT_PROTOCOL).toBe(8);
});

describe('the request', () => {
  test('is that of RFC 8441 §5.1', () => {
    const headers = connectRequestHeaders({ ...init, ...offers, origin: 'http://www.example.com' });
    expect([...headers].sort()).toStrictEqual([...CONNECT].sort());
  });

  test('goes further with names in lower case', () => {
    const headers = connectRequestHeaders({ ...init, headers: [['Cookie', 'a=b']] });
    expect(headers.at(-1)).toStrictEqual(['cookie', 'a=b']);
  });

  test('holds what was checked, although a list answers otherwise when it is asked again', () => {
    const further: [string, string][] = [['a', 'b']];
    let reads = 0;
    Object.defineProperty(further, 0, { get: () => ['a', ++reads === 1 ? 'b' : 'c\r\nd'] });
    expect(() => connectRequestHeaders({ ...init, headers: further })).toThrow(
      new TypeError(
        'the value of a must be Latin-1 text without control characters, and without blanks at its ends',
      ),
    );
    const protocols = Object.assign(['chat'], { join: () => 'chat\r\nx: y' });
    expect(() => connectRequestHeaders({ ...init, protocols })).toThrow(
      new TypeError(
        'the value of sec-websocket-protocol must be Latin-1 text without control characters, and without blanks at its ends',
      ),
    );
    expect(() =>
      connectResponseHeaders({ ...offers, protocols }, { protocol: 'chat' }),
    ).not.toThrow();
  });

  test('is read as it was written', () => {
    const anyInit = fc.record({
      scheme: fc.constantFrom('http' as const, 'https' as const),
      authority: fc.constantFrom('a', 'a:1', '[::1]:443', '127.0.0.1'),
      path: fc.webPath().map((path) => `/${path.replace(/^\/+/, '')}`),
      origin: fc.option(fc.constant('https://example.com')),
      protocols: fc.uniqueArray(token, { maxLength: 3 }),
      extensions: fc.array(
        fc.record({
          name: token,
          parameters: fc.array(fc.tuple(token, fc.option(token)), { maxLength: 2 }),
        }),
        { maxLength: 2 },
      ),
    });
    fc.assert(
      fc.property(anyInit, (given) => {
        expect(readConnectRequest(connectRequestHeaders(given))).toMatchObject({
          status: 'complete',
          value: given,
        });
      }),
    );
  });

  test('says https where the scheme is left out, and nothing of what is not offered', () => {
    expect(connectRequestHeaders(init)).toStrictEqual([
      [':method', 'CONNECT'],
      [':protocol', 'websocket'],
      [':scheme', 'https'],
      [':path', '/chat'],
      [':authority', 'server.example.com'],
      ['sec-websocket-version', '13'],
    ]);
  });

  test.each<[Partial<Record<keyof ConnectRequestInit, unknown>>, string]>([
    [{ scheme: 'wss' }, `scheme is "wss"; it must be 'http' or 'https'`],
    [{ authority: undefined }, 'authority must be a string, not undefined'],
    [{ authority: 'a b' }, 'authority "a b" is not well-formed'],
    [{ path: 'chat' }, 'path "chat" is not well-formed'],
    [{ path: '/a#b' }, 'path "/a#b" is not well-formed'],
    [{ path: '/a b' }, 'path "/a b" is not well-formed'],
    [{ path: 1 }, 'path must be a string, not number 1'],
    [{ origin: 'a\r\nb' }, 'origin must be Latin-1 text'],
    [{ protocols: 'a' }, 'protocols must be an array, not "a"'],
    [{ protocols: ['a', 'a'] }, 'a subprotocol is offered more than once'],
    [{ extensions: null }, 'extensions must be an array, not null'],
    [{ extensions: 'a' }, 'extensions must be an array, not "a"'],
    [{ extensions: [{ name: 'a b', parameters: [] }] }, 'an extension name must be a token'],
    [{ headers: [['a b', 'c']] }, 'a header name must be a token, not "a b"'],
    [{ headers: [['a', 'b\r\nc']] }, 'the value of a must be Latin-1 text'],
    [{ headers: [[':path', '/']] }, 'a header name must be a token, not ":path"'],
    [{ headers: 'a' }, 'headers must be an array of [name, value] pairs'],
  ])('is not written with %j', (change, message) => {
    expect(() => connectRequestHeaders({ ...init, ...change } as never)).toThrow(TypeError);
    expect(() => connectRequestHeaders({ ...init, ...change } as never)).toThrow(message);
  });

  test.each([
    ...UNKNOWN,
    'Content-Length',
    'Host',
    'Origin',
    'Sec-WebSocket-Key',
    'sec-websocket-version',
  ])('is not written with the further field %s', (name) => {
    expect(() => connectRequestHeaders({ ...init, headers: [[name, 'trailers']] })).toThrow(
      new TypeError(`the header "${name}" is written from the other arguments`),
    );
  });
});

describe('the response', () => {
  test('is that of RFC 8441 §5.1', () => {
    expect(connectResponseHeaders(offers, { protocol: 'chat' })).toStrictEqual(OK);
  });

  test('is read as it was written', () => {
    const headers = connectResponseHeaders(offers, {
      ...offers,
      protocol: 'superchat',
      headers: [['Set-Cookie', 'a=b']],
    });
    expect(headers[0]).toStrictEqual([':status', '200']);
    expect(readConnectResponse(headers, offers)).toMatchObject({
      status: 'complete',
      value: {
        protocol: 'superchat',
        extensions: offers.extensions,
        headers: [{}, {}, ['set-cookie', 'a=b']],
      },
    });
  });

  test.each<[string, object]>([
    ['a subprotocol that was not offered', { protocol: 'other' }],
    ['an extension that was not offered', { extensions: [{ name: 'x', parameters: [] }] }],
    ['an extension twice', { extensions: [...offers.extensions, ...offers.extensions] }],
  ])('is not written with %s', (_, options) => {
    expect(() => connectResponseHeaders(offers, options)).toThrow(TypeError);
  });

  test.each([...UNKNOWN, 'Content-Length', 'sec-websocket-accept', 'Sec-WebSocket-Protocol'])(
    'is not written with the further field %s',
    (name) => {
      expect(() => connectResponseHeaders(offers, { headers: [[name, 'x']] })).toThrow(
        new TypeError(`the header "${name}" is written from the other arguments`),
      );
    },
  );

  test('may carry what belongs to a request alone', () => {
    const headers = [['Host', 'a'] as const];
    expect(connectResponseHeaders(offers, { headers })).toStrictEqual([
      [':status', '200'],
      ['host', 'a'],
    ]);
    expect(connectResponseHeaders(offers)).toStrictEqual([[':status', '200']]);
  });
});

describe('the refusal', () => {
  test('carries what the error says, unless it is said again', () => {
    const result = readConnectRequest(CONNECT.filter(([name]) => name !== 'sec-websocket-version'));
    if (result.status !== 'invalid') throw new Error(result.status);
    expect(connectRejectionHeaders(result.error)).toStrictEqual([
      [':status', '400'],
      ['sec-websocket-version', '13'],
    ]);
    const headers = [['Sec-WebSocket-Version', '13, 14'] as const];
    expect(connectRejectionHeaders(result.error, { headers })).toStrictEqual([
      [':status', '400'],
      ['sec-websocket-version', '13, 14'],
    ]);
  });

  test.each([101, 200, 299, 600, 403.5, Number.NaN])('is never a %d', (httpStatus) => {
    expect(() => connectRejectionHeaders({ httpStatus })).toThrow(RangeError);
    expect(() => connectRejectionHeaders({ httpStatus })).toThrow(
      `httpStatus is ${httpStatus}; it must be an integer from 300 to 599`,
    );
  });

  test.each([300, 403, 599])('may be a %d, with fields of the handshake or none', (httpStatus) => {
    const headers = [['Sec-WebSocket-Version', '13'] as const, ['a', 'b'] as const];
    expect(connectRejectionHeaders({ httpStatus })).toStrictEqual([
      [':status', String(httpStatus)],
    ]);
    expect(
      connectRejectionHeaders({ httpStatus, headers }, { headers: [['c', 'd']] }),
    ).toStrictEqual([
      [':status', String(httpStatus)],
      ['sec-websocket-version', '13'],
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  test('says how long its body is, if it is told', () => {
    const headers = [['Content-Length', '12'] as const];
    expect(connectRejectionHeaders({ httpStatus: 403 }, { headers })).toStrictEqual([
      [':status', '403'],
      ['content-length', '12'],
    ]);
  });

  test.each(UNKNOWN)('is not written with %s', (name) => {
    const headers = [[name, 'close'] as const];
    expect(() => connectRejectionHeaders({ httpStatus: 403, headers })).toThrow(TypeError);
    expect(() => connectRejectionHeaders({ httpStatus: 403 }, { headers })).toThrow(TypeError);
  });
});
