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

  test.each<[string, Partial<Record<keyof ConnectRequestInit, unknown>>]>([
    ['a scheme of its own', { scheme: 'wss' }],
    ['no authority', { authority: undefined }],
    ['an authority that names no host', { authority: 'a b' }],
    ['a path that is none', { path: 'chat' }],
    ['a path with a fragment', { path: '/a#b' }],
    ['a path with a blank', { path: '/a b' }],
    ['a path that is no string', { path: 1 }],
    ['a line end in the origin', { origin: 'a\r\nb' }],
    ['a subprotocol twice', { protocols: ['a', 'a'] }],
    ['an extension that is no token', { extensions: [{ name: 'a b', parameters: [] }] }],
    ['a header name that is no token', { headers: [['a b', 'c']] }],
    ['a header value with a line end', { headers: [['a', 'b\r\nc']] }],
    ['a pseudo-header field', { headers: [[':path', '/']] }],
    ['Connection', { headers: [['Connection', 'close']] }],
    ['Content-Length', { headers: [['Content-Length', '0']] }],
    ['TE', { headers: [['TE', 'trailers']] }],
    ['Host', { headers: [['Host', 'a']] }],
    ['Origin among the headers', { headers: [['Origin', 'a']] }],
    ['a key', { headers: [['Sec-WebSocket-Key', 'x']] }],
  ])('is not written with %s', (_, change) => {
    expect(() => connectRequestHeaders({ ...init, ...change } as never)).toThrow(TypeError);
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
    ['Upgrade', { headers: [['upgrade', 'websocket']] }],
    ['an accept value', { headers: [['sec-websocket-accept', 'x']] }],
  ])('is not written with %s', (_, options) => {
    expect(() => connectResponseHeaders(offers, options)).toThrow(TypeError);
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
  });

  test('is not written with a field of HTTP/1.1', () => {
    const headers = [['Connection', 'close'] as const];
    expect(() => connectRejectionHeaders({ httpStatus: 403, headers })).toThrow(TypeError);
    expect(() => connectRejectionHeaders({ httpStatus: 403 }, { headers })).toThrow(TypeError);
  });
});
