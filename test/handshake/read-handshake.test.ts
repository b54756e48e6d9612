import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { parseHandshake } from '../../src/handshake/parse-handshake.js';
import { readHandshake } from '../../src/handshake/read-handshake.js';
import type { RequestHead } from '../../src/http/head.js';
import type { HeaderList } from '../../src/http/header-list.js';
import {
  completeValue,
  edited,
  errorOf,
  head,
  KEY,
  REQUEST,
  requestWith,
  verdict,
} from './heads.js';
import { CHROME_REQUEST, FIREFOX_REQUEST, RFC_REQUEST } from './real-requests.js';

/** A head as another parser would give it. */
function headOf(lines: readonly string[]): RequestHead {
  const [method, target, version] = (lines[0] as string).split(' ') as [string, string, string];
  const headers = lines.slice(1).map((line) => {
    const colon = line.indexOf(': ');
    return [line.slice(0, colon), line.slice(colon + 2)] as const;
  });
  return { method, target, version: version.slice('HTTP/'.length), headers };
}

describe('real requests', () => {
  test.each([
    [
      'RFC 6455 §1.2',
      RFC_REQUEST,
      {
        target: '/chat',
        host: 'server.example.com',
        origin: 'http://example.com',
        key: KEY,
        protocols: ['chat', 'superchat'],
        extensions: [],
      },
    ],
    [
      'Chrome',
      CHROME_REQUEST,
      {
        target: '/chat?room=1',
        host: '127.0.0.1:41637',
        origin: 'http://127.0.0.1:41637',
        key: 'QbJ32nAJRAtXxiqQ5HLn5A==',
        protocols: ['chat', 'superchat'],
        extensions: [
          { name: 'permessage-deflate', parameters: [['client_max_window_bits', null]] },
        ],
      },
    ],
    [
      'Firefox',
      FIREFOX_REQUEST,
      {
        target: '/',
        host: '127.0.0.1:5000',
        origin: 'http://websocket.example:8080',
        key: 'EtZmERSW4zOyYBPtfaKYjA==',
        protocols: [],
        extensions: [{ name: 'permessage-deflate', parameters: [] }],
      },
    ],
  ])('%s is read alike from bytes and from a parsed head', (_name, lines, expected) => {
    const request = { ...headOf(lines), ...expected };
    expect(readHandshake(headOf(lines))).toEqual({
      status: 'complete',
      value: request,
      bytesRead: 0,
    });
    expect(completeValue(parseHandshake(head(lines)))).toEqual(request);
  });
});

describe('the order of judgement', () => {
  // Each request has the fault of its own line and those of all lines below.
  const order: [code: string, change: string[]][] = [
    ['upgrade-missing', ['Upgrade: h2c']],
    ['method-not-get', ['POST * HTTP/2.0']],
    ['http-version-unsupported', ['GET * HTTP/2.0']],
    ['target-invalid', ['GET * HTTP/1.1']],
    ['connection-upgrade-missing', ['-Connection']],
    ['body-unexpected', ['Content-Length: 1']],
    ['field-not-ascii', ['Sec-WebSocket-Foo: é']],
    ['host-missing', ['-Host']],
    ['host-invalid', ['Host: a b']],
    ['version-unsupported', ['Sec-WebSocket-Version: 8']],
    ['key-missing', ['-Sec-WebSocket-Key']],
    ['key-invalid', ['Sec-WebSocket-Key: x']],
    ['origin-duplicate', ['+Origin: a', '+Origin: b']],
    ['protocol-malformed', ['Sec-WebSocket-Protocol: a b']],
    ['protocol-duplicate', ['Sec-WebSocket-Protocol: a, a']],
    ['extensions-malformed', ['Sec-WebSocket-Extensions: ;']],
  ];

  test.each(order.map(([code], i) => [code, i] as const))(
    '%s comes before all below',
    (code, i) => {
      const changes = order
        .slice(i)
        .reverse()
        .flatMap(([, change]) => change);
      expect(verdict(readHandshake(headOf(edited(REQUEST, ...changes))))).toBe(code);
    },
  );

  test.each([
    ['an ordinary request', ['GET / HTTP/1.1', 'Host: a']],
    ['one of HTTP/1.0 without Host', ['GET / HTTP/1.0']],
    ['one of HTTP/1.0 that asks for an upgrade', edited(REQUEST, 'GET / HTTP/1.0')],
    ['a POST with a body', ['POST /form HTTP/1.1', 'Host: a', 'Content-Length: 5']],
    ['two hosts', ['GET / HTTP/1.1', 'Host: a', 'Host: b']],
    ['the preface of HTTP/2', ['PRI * HTTP/2.0']],
  ])('%s is upgrade-missing, and error.request tells what it was', (_name, lines) => {
    const error = errorOf(readHandshake(headOf(lines)));
    expect(error.code).toBe('upgrade-missing');
    expect(error.request).toEqual(headOf(lines));
    expect(errorOf(parseHandshake(head(lines)))).toEqual(error);
  });

  test('error.request is null when the head was malformed', () => {
    expect(errorOf(parseHandshake(requestWith('+A : b'))).request).toBeNull();
  });
});

describe('the head that is given', () => {
  test('may name its version with or without HTTP/', () => {
    for (const version of ['1.1', 'HTTP/1.1']) {
      const request = completeValue(readHandshake({ ...headOf(REQUEST), version }));
      expect(request.version).toBe('1.1');
    }
  });

  test('is not changed', () => {
    const given = headOf(REQUEST);
    const copy = structuredClone(given);
    readHandshake(given);
    expect(given).toEqual(copy);
    expect(Object.isFrozen(given.headers)).toBe(false);
  });

  test.each([
    { method: 1 },
    { method: undefined },
    { target: null },
    { version: 1.1 },
    { headers: { host: 'a' } },
    { headers: ['Host', 'a'] },
    { headers: [['Host', ['a', 'b']]] },
    { headers: null },
  ])('with %o is a TypeError', (wrong) => {
    const given = { ...headOf(REQUEST), ...wrong } as unknown as RequestHead;
    expect(() => readHandshake(given)).toThrow(TypeError);
  });

  test.each(['', 'HTTP/', 'x', '1', '2', '11'])(
    'with the version %j is not HTTP/1.1',
    (version) => {
      expect(verdict(readHandshake({ ...headOf(REQUEST), version }))).toBe(
        'http-version-unsupported',
      );
    },
  );
});

describe('node:http', () => {
  function pairs(raw: readonly string[]): HeaderList {
    const headers: [string, string][] = [];
    for (let i = 0; i < raw.length; i += 2) headers.push([raw[i] as string, raw[i + 1] as string]);
    return headers;
  }

  /** What a real server makes of a real client's request. */
  async function received(options: RequestOptions): Promise<RequestHead> {
    const server = createServer();
    try {
      return await new Promise((resolve, reject) => {
        const take = (message: IncomingMessage): void => {
          const { method = '', url = '', httpVersion, rawHeaders } = message;
          resolve({ method, target: url, version: httpVersion, headers: pairs(rawHeaders) });
          message.socket.destroy();
        };
        server.on('upgrade', take).on('request', take).on('error', reject);
        server.listen(0, '127.0.0.1', () => {
          const { port } = server.address() as AddressInfo;
          const client = httpRequest({ host: '127.0.0.1', port, ...options });
          client.on('error', () => {}).end();
        });
      });
    } finally {
      server.close();
    }
  }

  const upgrade = {
    Host: 'example.test',
    Connection: 'keep-alive, Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': KEY,
  };

  test('gives a head that is read like its bytes', async () => {
    const given = await received({
      path: '/chat?x=1',
      headers: {
        ...upgrade,
        'Sec-WebSocket-Protocol': ['a, b', 'c'],
        'Sec-WebSocket-Extensions': 'x; y="1"',
        'cf-city': 'Montréal',
      },
    });
    expect(completeValue(readHandshake(given))).toMatchObject({
      target: '/chat?x=1',
      version: '1.1',
      host: 'example.test',
      key: KEY,
      protocols: ['a', 'b', 'c'],
      extensions: [{ name: 'x', parameters: [['y', '1']] }],
    });
    expect(given.headers).toContainEqual(['cf-city', 'Montréal']);
  });

  test('shows duplicates, which its headers object would hide', async () => {
    const given = await received({ headers: { ...upgrade, 'Sec-WebSocket-Key': [KEY, KEY] } });
    expect(verdict(readHandshake(given))).toBe('key-duplicate');
  });

  test('gives an ordinary request that is upgrade-missing', async () => {
    const given = await received({ path: '/page', headers: { Host: 'example.test' } });
    const error = errorOf(readHandshake(given));
    expect(error.code).toBe('upgrade-missing');
    expect(error.request).toMatchObject({ method: 'GET', target: '/page' });
  });
});

test.each([
  ['method', 5, 'method must be a string, not number 5'],
  ['target', 5, 'target must be a string, not number 5'],
  ['version', 5, 'version must be a string, not number 5'],
  ['headers', 5, 'headers must be an array of [name, value] pairs of strings'],
])('a wrong %s is called by its name', (name, value, message) => {
  const given = { ...headOf(RFC_REQUEST), [name]: value } as unknown as RequestHead;
  expect(() => readHandshake(given)).toThrow(new TypeError(message));
});

describe('subprotocols, however many', () => {
  const readWith = (names: readonly string[]) =>
    readHandshake({
      method: 'GET',
      target: '/',
      version: '1.1',
      headers: [
        ['Host', 'a'],
        ['Upgrade', 'websocket'],
        ['Connection', 'Upgrade'],
        ['Sec-WebSocket-Version', '13'],
        ['Sec-WebSocket-Key', KEY],
        ['Sec-WebSocket-Protocol', names.join(', ')],
      ],
    });
  const names = Array.from({ length: 8 }, (_, i) => `p${i}`);

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('%i that differ are taken, in order', (count) => {
    const given = names.slice(0, count);
    expect(completeValue(readWith(given)).protocols).toEqual(given);
  });

  test.each([2, 3, 4, 5, 6, 7, 8])('one of %i that stands there twice is found', (count) => {
    for (let first = 0; first < count; first++) {
      for (let second = first + 1; second < count; second++) {
        const given = names.slice(0, count).with(second, names[first] as string);
        expect(verdict(readWith(given))).toBe('protocol-duplicate');
      }
    }
  });
});

test.each([
  ['Host', 'host-missing', 'host-duplicate'],
  ['Sec-WebSocket-Key', 'key-missing', 'key-duplicate'],
  ['Sec-WebSocket-Version', 'version-unsupported', 'version-duplicate'],
])('a %s must stand there, and once', (name, missing, duplicate) => {
  const given = headOf(RFC_REQUEST);
  const isIt = ([other]: readonly [string, string]) => other === name;
  const without = given.headers.filter((pair) => !isIt(pair));
  const twice = [...given.headers, ...given.headers.filter(isIt)];
  expect(verdict(readHandshake({ ...given, headers: without }))).toBe(missing);
  expect(verdict(readHandshake({ ...given, headers: twice }))).toBe(duplicate);
});
