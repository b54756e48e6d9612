/**
 * Flaws that opening handshakes of other implementations had, each with the input that showed it. What
 * was slow stands in `handshake-cost`, what an encoder let through in `handshake-injection`.
 */

import { describe, expect, test } from 'vitest';
import { negotiateExtensions } from '../../src/handshake/negotiate-extensions.js';
import { parseHandshake } from '../../src/handshake/parse-handshake.js';
import {
  type HandshakeExpectation,
  parseHandshakeResponse,
} from '../../src/handshake/parse-handshake-response.js';
import { selectProtocol } from '../../src/handshake/select-protocol.js';
import { HeadBuffer } from '../../src/http/head-buffer.js';
import {
  ACCEPT,
  completeValue,
  errorOf,
  KEY,
  latin1,
  requestWith,
  responseWith,
  verdict,
} from '../handshake/heads.js';
import { attack } from './attack.js';

const asServer = (...changes: string[]): string => verdict(parseHandshake(requestWith(...changes)));
const asClient = (...changes: string[]): string =>
  verdict(parseHandshakeResponse(responseWith(...changes), { key: KEY, protocols: ['chat'] }));

describe(attack('prototype-names'), () => {
  const names = ['constructor', '__proto__', 'hasOwnProperty', 'toString', 'prototype'];

  test.each(names)('%s is an ordinary extension, parameter, header and subprotocol', (name) => {
    const request = completeValue(
      parseHandshake(
        requestWith(
          `Sec-WebSocket-Extensions: ${name}, a;${name}, ${name}; hasOwnProperty=1`,
          `Sec-WebSocket-Protocol: ${name}`,
          `+${name}: polluted`,
        ),
      ),
    );
    expect(request.extensions).toEqual([
      { name, parameters: [] },
      { name: 'a', parameters: [[name, null]] },
      { name, parameters: [['hasOwnProperty', '1']] },
    ]);
    expect(request.headers).toContainEqual([name, 'polluted']);
    expect(negotiateExtensions(request.extensions, [])).toEqual([]);
    expect(selectProtocol(request.protocols, ['chat'])).toBeNull();
    expect(selectProtocol(request.protocols, [name])).toBe(name);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test.each(names)('a server that chooses %s unasked is refused', (name) => {
    expect(asClient(`Sec-WebSocket-Protocol: ${name}`)).toBe('protocol-not-offered');
    expect(asClient(`Sec-WebSocket-Extensions: ${name}`)).toBe('extension-not-offered');
  });
});

describe(attack('endless-head'), () => {
  /** Pushes a piece for ever, until a parser gives its verdict or there is too much for any limit. */
  function forever(first: string, piece: string): { code: string; bytes: number } {
    const buffer = new HeadBuffer();
    let bytes = buffer.push(latin1(first));
    let count = first.length;
    for (; bytes === null && count < 100_000; count += piece.length)
      bytes = buffer.push(latin1(piece));
    if (bytes === null) return { code: 'none', bytes: count };
    const code = verdict(parseHandshake(bytes));
    expect(verdict(parseHandshakeResponse(bytes, { key: KEY }))).toBe(code);
    return { code, bytes: count };
  }

  const lines = Array.from({ length: 2000 }, (_, i) => `+X${i}: a`);

  test('2000 headers are 431 on the server and a failure on the client', () => {
    expect(errorOf(parseHandshake(requestWith(...lines)))).toMatchObject({
      code: 'too-many-headers',
      httpStatus: 431,
    });
    expect(asClient(...lines)).toBe('too-many-headers');
  });

  test.each([
    ['a: b for ever', 'GET / HTTP/1.1\r\n', 'a: b\r\n', 'too-many-headers'],
    ['long fields for ever', 'GET / HTTP/1.1\r\n', `a: ${'b'.repeat(1000)}\r\n`, 'head-too-large'],
    ['one line for ever', 'GET / HTTP/1.1\r\na: ', 'b', 'line-too-long'],
    ['a first line for ever', 'GET /', 'a', 'line-too-long'],
    ['nothing but CR', '\r', '\r', 'line-too-long'],
    ['nothing but LF', '\n', '\n', 'line-too-long'],
  ])('%s has an end', (_name, first, piece, code) => {
    const end = forever(first, piece);
    expect(end.code).toBe(code);
    expect(end.bytes).toBeLessThan(16_384 + piece.length);
  });

  test('one line of 1 MB is 431, whole or without its end', () => {
    const line = latin1(`GET / HTTP/1.1\r\nA: ${'a'.repeat(1_000_000)}`);
    for (const bytes of [line, Uint8Array.of(...line.subarray(0, 20_000), 13, 10, 13, 10)]) {
      expect(errorOf(parseHandshake(bytes))).toMatchObject({
        code: 'line-too-long',
        httpStatus: 431,
      });
    }
  });
});

describe(attack('line-end-confusion'), () => {
  const bytes = ['\0', '\n', '\r', '\v', '\f', '\x1c', '\x1d', '\x1e'];

  test.each(bytes)('%j in a value is refused', (byte) => {
    for (const line of [`+A: b${byte}Host: evil`, `+A: ${byte}`, `+A: b${byte}`, `+${byte}A: b`]) {
      expect(asServer(line)).toBe('header-malformed');
      expect(asClient(line)).toBe('header-malformed');
    }
  });

  test.each(bytes)('%j in a first line is refused', (byte) => {
    expect(asServer(`GET /${byte} HTTP/1.1`)).toBe('start-line-malformed');
    expect(asClient(`HTTP/1.1 101 a${byte}b`)).toBe('start-line-malformed');
  });

  test.each(['+A : b', '+A\t: b', '+ A: b', '+A: b\r\n folded', '+A: b\r\n\tfolded', '+A', '+: b'])(
    'the line %j is refused',
    (line) => {
      expect(asServer(line)).toBe('header-malformed');
      expect(asClient(line)).toBe('header-malformed');
    },
  );

  test('lines that end in LF alone are no lines', () => {
    const request = latin1('GET / HTTP/1.1\nHost: a\n\n');
    expect(verdict(parseHandshake(request))).toBe('incomplete');
    expect(verdict(parseHandshake(Uint8Array.of(...request, 13, 10, 13, 10)))).toBe(
      'start-line-malformed',
    );
  });

  test('85 is a byte like others and ends no line', () => {
    const request = completeValue(parseHandshake(requestWith('+A: b\x85Host: evil')));
    expect(request.headers).toContainEqual(['A', 'b\x85Host: evil']);
    expect(request.host).toBe('server.example.com');
  });
});

describe(attack('bytes-above-ascii'), () => {
  test.each([
    ['Sec-WebSocket-Protocol: \x80', 'field-not-ascii'],
    ['Sec-WebSocket-Extensions: a; b=\xe9', 'field-not-ascii'],
    ['Sec-WebSocket-Key: \xff', 'field-not-ascii'],
    ['Upgrade: websocket, \xe9', 'upgrade-missing'],
    ['Connection: Upgrade, \xe9', 'connection-upgrade-missing'],
    ['Host: caf\xe9.example', 'host-invalid'],
    ['Host: [::', 'host-invalid'],
    ['Host: a b', 'host-invalid'],
    ['Host: a, b', 'host-invalid'],
    ['Host: user@a', 'host-invalid'],
    ['Host: a/b', 'host-invalid'],
    ['Host: [fe80::1%25eth0]', 'host-invalid'],
    ['Host:', 'host-invalid'],
  ])('%s in a request is %s', (line, code) => {
    expect(asServer(line)).toBe(code);
  });

  test.each([
    ['Sec-WebSocket-Protocol: chat\x80', 'field-not-ascii'],
    ['Sec-WebSocket-Extensions: a; b=\xe9', 'field-not-ascii'],
    [`Sec-WebSocket-Accept: ${ACCEPT}\xff`, 'field-not-ascii'],
    ['Sec-WebSocket-Version: 13\xa0', 'field-not-ascii'],
    ['Sec-WebSocket-Something: \x80', 'field-not-ascii'],
    ['Upgrade: websocket\xe9', 'upgrade-missing'],
    ['Upgrade: websocket, \xe9', 'upgrade-missing'],
    // U+212A, whose lower case is an ASCII k, in UTF-8.
    ['Upgrade: websoc\xe2\x84\xaaet', 'upgrade-missing'],
    ['Connection: Upgrade, \xe9', 'connection-upgrade-missing'],
    ['Connection: Upgrade\xa0', 'connection-upgrade-missing'],
  ])('%s in a response is %s', (line, code) => {
    expect(asClient(line)).toBe(code);
  });

  test.each([
    'cf-city: Montr\xe9al',
    'cf-city: Montr\xc3\xa9al',
    'Origin: http://\xe9',
    'Cookie: \xff',
    'Set-Cookie: \xff',
    'Server: \x80\x81',
  ])('%s, which real clients, servers and proxies send, is opaque', (line) => {
    const [name = '', value] = line.split(': ');
    const request = completeValue(parseHandshake(requestWith(line)));
    expect(request.headers).toContainEqual([name, value]);
    const response = completeValue(parseHandshakeResponse(responseWith(line), { key: KEY }));
    expect(response.headers).toContainEqual([name, value]);
  });

  test('a Host in a response says nothing, and is opaque too', () => {
    expect(asClient('Host: caf\xe9.example')).toBe('complete');
  });
});

describe(attack('old-version'), () => {
  test.each(['0', '7', '8', '12', '14'])(
    'version %s is 426 with and without an upgrade',
    (version) => {
      for (const changes of [['-Upgrade', '-Connection'], ['-Upgrade'], ['-Connection'], []]) {
        const lines = [`Sec-WebSocket-Version: ${version}`, 'Sec-WebSocket-Origin: http://a'];
        const error = errorOf(parseHandshake(requestWith(...lines, ...changes)));
        expect(error.httpStatus).toBe(426);
        expect(error.headers).toEqual([
          ['Upgrade', 'websocket'],
          ['Connection', 'Upgrade, close'],
          ['Sec-WebSocket-Version', '13'],
        ]);
      }
    },
  );
});

describe(attack('unasked-upgrade'), () => {
  test('a client that sent no key cannot accept a 101', () => {
    for (const expectation of [
      {},
      { key: '' },
      { key: null },
    ] as unknown as HandshakeExpectation[]) {
      expect(() => parseHandshakeResponse(responseWith(), expectation)).toThrow(TypeError);
    }
  });

  test.each([
    'Content-Length: 1',
    'Content-Length: 0, 5',
    'Content-Length: -1',
    'Content-Length: 0x0',
    'content-length: 99999999999999999999',
    'Transfer-Encoding: chunked',
    'Transfer-Encoding: identity',
    'TRANSFER-ENCODING:',
  ])('%s is refused on both sides', (line) => {
    expect(asServer(line)).toBe('body-unexpected');
    expect(asClient(line)).toBe('body-unexpected');
    expect(asServer('Content-Length: 0', `+${line}`)).toBe('body-unexpected');
  });

  test('a second request behind the first belongs to the frame layer, not to HTTP', () => {
    const first = requestWith();
    const result = parseHandshake(
      Uint8Array.of(...first, ...latin1('GET /admin HTTP/1.1\r\n\r\n')),
    );
    expect(result).toMatchObject({ status: 'complete', bytesRead: first.length });
  });

  test('the host of an absolute target takes the place of the Host field (RFC 9112 §3.2.2)', () => {
    const absolute = requestWith('GET http://target.example/chat HTTP/1.1', 'Host: field.example');
    const result = parseHandshake(absolute);
    if (result.status === 'complete') expect(result.value.host).toBe('target.example');
    else expect(errorOf(result).httpStatus).toBe(400);
  });
});

describe(attack('duplicate-fields'), () => {
  test.each([
    [[`+Sec-WebSocket-Key: ${KEY}`], 'key-duplicate'],
    [['+Host: server.example.com'], 'host-duplicate'],
    [['+Sec-WebSocket-Version: 13'], 'version-duplicate'],
    [['+Sec-WebSocket-Version: 8'], 'version-duplicate'],
    [['+Origin: http://a', '+Origin: http://b'], 'origin-duplicate'],
    [['+Sec-WebSocket-Protocol: a', '+Sec-WebSocket-Protocol: b'], 'complete'],
    [['+Sec-WebSocket-Extensions: a', '+Sec-WebSocket-Extensions: a'], 'complete'],
  ])('a request with %j is %s', (changes, code) => {
    expect(asServer(...changes)).toBe(code);
  });

  test('subprotocols and extensions of several lines are joined in order', () => {
    const request = requestWith(
      '+Sec-WebSocket-Protocol: a, b',
      '+Sec-WebSocket-Extensions: x; y, z',
      '+Sec-WebSocket-Protocol: c',
      '+Sec-WebSocket-Extensions: x',
    );
    const { protocols, extensions } = completeValue(parseHandshake(request));
    expect(protocols).toEqual(['a', 'b', 'c']);
    expect(extensions.map(({ name }) => name)).toEqual(['x', 'z', 'x']);
  });

  test.each([
    [[`+Sec-WebSocket-Accept: ${ACCEPT}`], 'accept-duplicate'],
    [['+Sec-WebSocket-Protocol: chat', '+Sec-WebSocket-Protocol: chat'], 'protocol-duplicate'],
    [['+Sec-WebSocket-Extensions: a', '+Sec-WebSocket-Extensions: b'], 'extensions-duplicate'],
  ])('a response with %j is %s', (changes, code) => {
    expect(asClient(...changes)).toBe(code);
  });
});

describe(attack('handshake-key'), () => {
  test.each([
    ['15 bytes', 'AQIDBAUGBwgJCgsMDQ4P', 'key-invalid'],
    ['17 bytes', 'AQIDBAUGBwgJCgsMDQ4PEBE=', 'key-invalid'],
    ['16 bytes and spare bits that are not zero', 'AQIDBAUGBwgJCgsMDQ4PEC==', 'complete'],
    ['16 bytes without padding', 'AQIDBAUGBwgJCgsMDQ4PEA', 'key-invalid'],
  ])('one of %s is %s', (_name, key, code) => {
    expect(asServer(`Sec-WebSocket-Key: ${key}`)).toBe(code);
  });
});

describe(attack('token-lists'), () => {
  test.each([
    ['Connection: keep-alive, Upgrade', 'complete', 'complete'],
    ['Connection: keep-alive,upgrade', 'complete', 'complete'],
    ['Connection: UPGRADE', 'complete', 'complete'],
    ['Connection: notupgrade', 'connection-upgrade-missing', 'connection-upgrade-missing'],
    ['Connection: upgraded', 'connection-upgrade-missing', 'connection-upgrade-missing'],
    ['Connection: keep-alive Upgrade', 'connection-upgrade-missing', 'connection-upgrade-missing'],
    ['Upgrade: WebSocket', 'complete', 'complete'],
    // A server looks for the value among others; a client wants it alone (RFC 6455 §4.2.1, §4.1).
    ['Upgrade: websocket, foo', 'complete', 'upgrade-missing'],
    // RFC 9110 §7.8: a protocol may name its version.
    ['Upgrade: HTTP/2.0, websocket', 'complete', 'upgrade-missing'],
    ['Upgrade: notwebsocket', 'upgrade-missing', 'upgrade-missing'],
  ])('%s is %s to a server and %s to a client', (line, server, client) => {
    expect(asServer(line)).toBe(server);
    expect(asClient(line)).toBe(client);
  });
});

describe(attack('loose-accept'), () => {
  test('every change of case of a single letter is refused', () => {
    for (let at = 0; at < ACCEPT.length; at++) {
      const letter = ACCEPT.charAt(at);
      const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
      if (other === letter) continue;
      const accept = ACCEPT.slice(0, at) + other + ACCEPT.slice(at + 1);
      expect(asClient(`Sec-WebSocket-Accept: ${accept}`)).toBe('accept-mismatch');
    }
    expect(asClient(`Sec-WebSocket-Accept: ${ACCEPT}`)).toBe('complete');
  });
});
