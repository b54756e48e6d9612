/**
 * No string that a caller passes on to an encoder can end a line of a head.
 */

import { describe, expect, test } from 'vitest';
import {
  connectRejectionHeaders,
  connectRequestHeaders,
  connectResponseHeaders,
} from '../../src/handshake/connect-headers.js';
import { encodeHandshakeRequest } from '../../src/handshake/encode-handshake-request.js';
import { encodeHandshakeResponse } from '../../src/handshake/encode-handshake-response.js';
import { encodeRejection } from '../../src/handshake/encode-rejection.js';
import { parseHandshake } from '../../src/handshake/parse-handshake.js';
import { parseHandshakeResponse } from '../../src/handshake/parse-handshake-response.js';
import { completeValue, errorOf, KEY, requestWith } from '../handshake/heads.js';
import { attack } from './attack.js';

describe(attack('header-injection'), () => {
  const request = completeValue(parseHandshake(requestWith()));
  const least = { host: 'a', target: '/', key: KEY };
  const refusal = { httpStatus: 403, message: 'no' };
  const parameters = (key: string, value: string | null) => [[key, value] as const];
  const extensions = (name: string, key = 'k', value: string | null = null) => [
    { name, parameters: parameters(key, value) },
  ];

  const places: [string, (text: string) => unknown][] = [
    ['the host', (host) => encodeHandshakeRequest({ ...least, host })],
    ['the target', (text) => encodeHandshakeRequest({ ...least, target: `/${text}` })],
    ['the key', (key) => encodeHandshakeRequest({ ...least, key })],
    ['the origin', (origin) => encodeHandshakeRequest({ ...least, origin })],
    ['a subprotocol', (text) => encodeHandshakeRequest({ ...least, protocols: [text] })],
    ['an extension', (text) => encodeHandshakeRequest({ ...least, extensions: extensions(text) })],
    [
      'a parameter',
      (text) => encodeHandshakeRequest({ ...least, extensions: extensions('x', text) }),
    ],
    [
      'its value',
      (text) => encodeHandshakeRequest({ ...least, extensions: extensions('x', 'k', text) }),
    ],
    ['a header name', (text) => encodeHandshakeRequest({ ...least, headers: [[text, 'a']] })],
    ['a header value', (text) => encodeHandshakeRequest({ ...least, headers: [['A', text]] })],
    [
      'the chosen subprotocol',
      (protocol) => encodeHandshakeResponse({ ...request, protocols: [protocol] }, { protocol }),
    ],
    [
      'an accepted extension',
      (text) =>
        encodeHandshakeResponse(
          { ...request, extensions: extensions(text) },
          { extensions: extensions(text) },
        ),
    ],
    [
      'its parameter',
      (text) =>
        encodeHandshakeResponse(
          { ...request, extensions: extensions('x') },
          { extensions: extensions('x', text) },
        ),
    ],
    [
      'the value of its parameter',
      (text) =>
        encodeHandshakeResponse(
          { ...request, extensions: extensions('x') },
          { extensions: extensions('x', 'k', text) },
        ),
    ],
    ['a name in a 101', (text) => encodeHandshakeResponse(request, { headers: [[text, 'a']] })],
    ['a value in a 101', (text) => encodeHandshakeResponse(request, { headers: [['A', text]] })],
    ['a name of a refusal', (text) => encodeRejection({ ...refusal, headers: [[text, 'a']] })],
    ['a value of a refusal', (text) => encodeRejection({ ...refusal, headers: [['A', text]] })],
    ['a name in a refusal', (text) => encodeRejection(refusal, { headers: [[text, 'a']] })],
    ['a value in a refusal', (text) => encodeRejection(refusal, { headers: [['A', text]] })],
  ];

  const asked = { authority: 'a', path: '/' };
  const offered = { protocols: ['p'], extensions: extensions('x') };

  /** Lists of fields, which HTTP/2 and HTTP/3 carry: there the encoder behind them may let a line end through. */
  const extended: typeof places = [
    ['the scheme', (text) => connectRequestHeaders({ ...asked, scheme: text as 'http' })],
    ['the authority', (authority) => connectRequestHeaders({ ...asked, authority })],
    ['the path', (text) => connectRequestHeaders({ ...asked, path: `/${text}` })],
    ['the origin', (origin) => connectRequestHeaders({ ...asked, origin })],
    ['a subprotocol', (text) => connectRequestHeaders({ ...asked, protocols: [text] })],
    ['an extension', (text) => connectRequestHeaders({ ...asked, extensions: extensions(text) })],
    [
      'a parameter',
      (text) => connectRequestHeaders({ ...asked, extensions: extensions('x', text) }),
    ],
    [
      'its value',
      (text) => connectRequestHeaders({ ...asked, extensions: extensions('x', 'k', text) }),
    ],
    ['a header name', (text) => connectRequestHeaders({ ...asked, headers: [[text, 'a']] })],
    ['a header value', (text) => connectRequestHeaders({ ...asked, headers: [['a', text]] })],
    [
      'the chosen subprotocol',
      (protocol) => connectResponseHeaders({ ...offered, protocols: [protocol] }, { protocol }),
    ],
    [
      'an accepted extension',
      (text) =>
        connectResponseHeaders(
          { ...offered, extensions: extensions(text) },
          { extensions: extensions(text) },
        ),
    ],
    [
      'its parameter',
      (text) => connectResponseHeaders(offered, { extensions: extensions('x', text) }),
    ],
    [
      'the value of its parameter',
      (text) => connectResponseHeaders(offered, { extensions: extensions('x', 'k', text) }),
    ],
    ['a name in a 200', (text) => connectResponseHeaders(offered, { headers: [[text, 'a']] })],
    ['a value in a 200', (text) => connectResponseHeaders(offered, { headers: [['a', text]] })],
    [
      'a name of a refusal',
      (text) => connectRejectionHeaders({ httpStatus: 403, headers: [[text, 'a']] }),
    ],
    [
      'a value of a refusal',
      (text) => connectRejectionHeaders({ httpStatus: 403, headers: [['a', text]] }),
    ],
    ['a name in a refusal', (text) => connectRejectionHeaders(refusal, { headers: [[text, 'a']] })],
    [
      'a value in a refusal',
      (text) => connectRejectionHeaders(refusal, { headers: [['a', text]] }),
    ],
  ];

  const all = [
    ...places,
    ...extended.map(([place, encode]) => [`${place}, of extended CONNECT,`, encode] as const),
  ];

  test.each(all)('%s cannot end a line', (_place, encode) => {
    for (const bad of ['\r\n', '\r', '\n', '\0', '\u010d\u010a', '\u560d\u560a', '\u2028']) {
      expect(() => encode(`a${bad}X: y`)).toThrow(TypeError);
      expect(() => encode(bad)).toThrow(TypeError);
      expect(() => encode(`a${bad}`)).toThrow(TypeError);
    }
  });

  test('a message with line ends stays in the body of a refusal', () => {
    const bytes = encodeRejection({ ...refusal, message: 'a\r\nX: y\r\n\r\n' });
    const error = errorOf(parseHandshakeResponse(bytes, { key: KEY }));
    expect(error.response?.headers.map(([name]) => name)).toEqual([
      'Connection',
      'Content-Type',
      'Content-Length',
    ]);
  });
});
