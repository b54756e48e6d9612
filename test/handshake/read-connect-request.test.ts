import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readConnectRequest } from '../../src/handshake/read-connect-request.js';
import type { HeaderList } from '../../src/http/header-list.js';
import { connectViolations } from '../../src/vocabulary/connect-violation.js';
import { adding, CONNECT, having, without } from './connect-sections.js';

const noAuthority = without(CONNECT, ':authority');

const codeOf = (headers: HeaderList): string => {
  const result = readConnectRequest(headers);
  return result.status === 'invalid' ? result.error.code : result.status;
};

describe('an extended CONNECT', () => {
  test('is read as RFC 8441 §5.1 gives it', () => {
    expect(readConnectRequest(CONNECT)).toStrictEqual({
      status: 'complete',
      value: {
        scheme: 'https',
        authority: 'server.example.com',
        path: '/chat',
        origin: 'http://www.example.com',
        protocols: ['chat', 'superchat'],
        extensions: [{ name: 'permessage-deflate', parameters: [] }],
        headers: CONNECT.slice(5),
      },
      bytesRead: 0,
    });
  });

  test.each<[string, HeaderList]>([
    ['no origin', without(CONNECT, 'origin')],
    ['no subprotocol', without(CONNECT, 'sec-websocket-protocol')],
    ['no extension', without(CONNECT, 'sec-websocket-extensions')],
    ['the name of the protocol in another case', having(CONNECT, ':protocol', 'WebSocket')],
    ['http, for ws:', having(CONNECT, ':scheme', 'http')],
    ['the scheme in another case', having(CONNECT, ':scheme', 'HTTPS')],
    ['a path with a query', having(CONNECT, ':path', '/chat?room=1')],
    ['a port', having(CONNECT, ':authority', '[::1]:8443')],
    ['Host that says the same', adding(CONNECT, ['host', 'SERVER.example.com'])],
    ['Host with the port of the scheme', adding(CONNECT, ['host', 'server.example.com:443'])],
    ['Host with an empty port', adding(CONNECT, ['host', 'server.example.com:'])],
    [
      'Host with the port of http',
      adding(having(CONNECT, ':scheme', 'http'), ['host', 'server.example.com:80']),
    ],
    [
      'Host with an empty port, for http',
      adding(having(CONNECT, ':scheme', 'http'), ['host', 'server.example.com:']),
    ],
    ['te: trailers', adding(CONNECT, ['te', 'trailers'])],
    ['a key, which nobody asks for', adding(CONNECT, ['sec-websocket-key', 'no base64'])],
    ['Host in the place of :authority', adding(noAuthority, ['host', 'server.example.com'])],
    ['bytes above ASCII in a field of another', adding(CONNECT, ['cf-city', 'Montr\xe9al'])],
    ['names of Object.prototype', adding(CONNECT, ['__proto__', 'x'], ['constructor', 'y'])],
  ])('may have %s', (_, headers) => {
    expect(codeOf(headers)).toBe('complete');
  });

  test('lists subprotocols and extensions of repeated fields one behind the other', () => {
    const result = readConnectRequest(
      adding(CONNECT, ['sec-websocket-protocol', 'third'], ['sec-websocket-extensions', 'x;y=1']),
    );
    expect(result).toMatchObject({
      value: {
        protocols: ['chat', 'superchat', 'third'],
        extensions: [{ name: 'permessage-deflate' }, { name: 'x', parameters: [['y', '1']] }],
      },
    });
  });
});

const faults: readonly [code: keyof typeof connectViolations, ...HeaderList[]][] = [
  [
    'header-malformed',
    adding(CONNECT, ['Upper', 'x']),
    adding(CONNECT, ['a b', 'x']),
    adding(CONNECT, ['', 'x']),
    adding(CONNECT, ['x', 'a\r\nb']),
    adding(CONNECT, ['x', 'a\0b']),
    adding(CONNECT, ['x', ' a']),
    adding(CONNECT, ['x', 'a\t']),
    [[':', 'x'], ...CONNECT],
    having(CONNECT, ':path', '/a\nb'),
  ],
  [
    'connection-field-present',
    adding(CONNECT, ['connection', 'Upgrade']),
    adding(CONNECT, ['upgrade', 'websocket']),
    adding(CONNECT, ['keep-alive', '1']),
    adding(CONNECT, ['proxy-connection', 'close']),
    adding(CONNECT, ['transfer-encoding', 'chunked']),
    adding(CONNECT, ['te', 'gzip']),
  ],
  ['pseudo-header-unknown', [[':status', '200'], ...CONNECT], [[':__proto__', 'x'], ...CONNECT]],
  ['pseudo-header-misplaced', adding(CONNECT, [':method', 'CONNECT'])],
  ['pseudo-header-duplicate', [[':method', 'GET'], ...CONNECT], [[':path', '/chat'], ...CONNECT]],
  ['method-missing', without(CONNECT, ':method'), []],
  [
    'method-not-connect',
    having(without(CONNECT, ':protocol'), ':method', 'GET'),
    having(without(CONNECT, ':protocol'), ':method', 'connect'),
  ],
  ['protocol-misplaced', having(CONNECT, ':method', 'GET'), having(CONNECT, ':method', 'connect')],
  ['tunnel-missing', without(without(without(CONNECT, ':protocol'), ':scheme'), ':path')],
  [
    'tunnel-malformed',
    without(CONNECT, ':protocol'),
    without(without(CONNECT, ':protocol'), ':scheme'),
    without(without(CONNECT, ':protocol'), ':path'),
    without(without(without(noAuthority, ':protocol'), ':scheme'), ':path'),
  ],
  ['tunnel-unsupported', having(CONNECT, ':protocol', 'connect-udp')],
  ['scheme-missing', without(CONNECT, ':scheme')],
  ['scheme-invalid', having(CONNECT, ':scheme', 'wss'), having(CONNECT, ':scheme', '')],
  ['path-missing', without(CONNECT, ':path')],
  [
    'path-invalid',
    having(CONNECT, ':path', ''),
    having(CONNECT, ':path', '*'),
    having(CONNECT, ':path', 'chat'),
    having(CONNECT, ':path', '/chat#room'),
    having(CONNECT, ':path', '/a b'),
    having(CONNECT, ':path', '/\xe9'),
    having(CONNECT, ':path', 'https://server.example.com/chat'),
  ],
  ['authority-missing', noAuthority],
  [
    'authority-invalid',
    having(CONNECT, ':authority', ''),
    having(CONNECT, ':authority', 'a b'),
    having(CONNECT, ':authority', '[::'),
    having(CONNECT, ':authority', 'user@server.example.com'),
    adding(noAuthority, ['host', 'a b']),
  ],
  [
    'host-mismatch',
    adding(CONNECT, ['host', 'other.example.com']),
    adding(CONNECT, ['host', 'server.example.com:80']),
    adding(CONNECT, ['host', 'server.example.com:8443']),
    adding(having(CONNECT, ':scheme', 'http'), ['host', 'server.example.com:443']),
    // A port is left out whole, and not the beginning of a longer one.
    adding(having(CONNECT, ':authority', 'a:4431'), ['host', 'a1']),
    adding(having(having(CONNECT, ':authority', 'a:8081'), ':scheme', 'http'), ['host', 'a81']),
    adding(having(having(CONNECT, ':authority', 'a:801'), ':scheme', 'http'), ['host', 'a1']),
    // One letter, of which upper case would make the two of the authority.
    adding(having(CONNECT, ':authority', 'ss'), ['host', '\xdf']),
    adding(noAuthority, ['host', 'server.example.com'], ['host', 'other.example.com']),
  ],
  [
    'body-unexpected',
    adding(CONNECT, ['content-length', '5']),
    adding(CONNECT, ['content-length', '0']),
  ],
  ['field-not-ascii', having(CONNECT, 'sec-websocket-protocol', '\x80')],
  ['version-duplicate', adding(CONNECT, ['sec-websocket-version', '13'])],
  [
    'version-unsupported',
    without(CONNECT, 'sec-websocket-version'),
    having(CONNECT, 'sec-websocket-version', '8'),
  ],
  ['origin-duplicate', adding(CONNECT, ['origin', 'http://www.example.com'])],
  ['protocol-malformed', having(CONNECT, 'sec-websocket-protocol', 'a b')],
  ['protocol-duplicate', having(CONNECT, 'sec-websocket-protocol', 'chat, chat')],
  ['extensions-malformed', having(CONNECT, 'sec-websocket-extensions', 'a; b=')],
];

describe('a request that is no extended CONNECT for WebSocket', () => {
  test.each(faults)('is %s', (code, ...lists) => {
    for (const headers of lists) {
      const result = readConnectRequest(headers);
      const row = connectViolations[code];
      expect(result).toMatchObject({ status: 'invalid', error: { ...row, code } });
      expect(codeOf(headers)).toBe(code);
    }
  });

  test('is each of the violations in the table', () => {
    expect(faults.map(([code]) => code).sort()).toStrictEqual(
      Object.keys(connectViolations).sort(),
    );
  });

  test('says what would have worked', () => {
    const versions = readConnectRequest(without(CONNECT, 'sec-websocket-version'));
    expect(versions).toMatchObject({
      error: { httpStatus: 400, headers: [['sec-websocket-version', '13']], isMalformed: false },
    });
    const methods = readConnectRequest(having(without(CONNECT, ':protocol'), ':method', 'GET'));
    expect(methods).toMatchObject({ error: { httpStatus: 405, headers: [['allow', 'CONNECT']] } });
  });

  test('is frozen data', () => {
    const result = readConnectRequest([]);
    if (result.status !== 'invalid') throw new Error(result.status);
    expect(Object.isFrozen(result.error)).toBe(true);
    expect(Object.isFrozen(result.error.headers)).toBe(true);
  });

  test('never throws, whatever the peer has sent', () => {
    const name = fc.oneof(
      fc.constantFrom(...CONNECT.map(([known]) => known), 'host', 'te', ':status', 'x'),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    const value = fc.oneof(
      fc.constantFrom(...CONNECT.map(([, known]) => known)),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value), { maxLength: 12 }), (more) => {
        expect(['complete', 'invalid']).toContain(readConnectRequest(more).status);
        expect(['complete', 'invalid']).toContain(readConnectRequest([...CONNECT, ...more]).status);
      }),
    );
  });
});

test.each<[string, unknown]>([
  ['null', null],
  ['a string', 'headers'],
  ['a name alone', [['a']]],
  ['numbers', [[1, 2]]],
  ['an object', {}],
  ['a list with a hole', new Array(1)],
])('a list of pairs is what it takes, not %s', (_, value) => {
  expect(() => readConnectRequest(value as never)).toThrow(
    new TypeError('headers must be an array of [name, value] pairs of strings'),
  );
});
