import { request as httpRequest } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import {
  encodeRejection,
  type Rejection,
  type RejectionOptions,
} from '../../src/handshake/encode-rejection.js';
import { parseHandshake } from '../../src/handshake/parse-handshake.js';
import { errorOf, latin1Text, requestWith } from './heads.js';

const FORBIDDEN: Rejection = { httpStatus: 403, message: 'this origin may not connect' };

describe('the bytes', () => {
  test('are a whole response that ends the connection', () => {
    expect(latin1Text(encodeRejection(FORBIDDEN))).toBe(
      [
        'HTTP/1.1 403 Forbidden',
        'Connection: close',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Length: 28',
        '',
        'this origin may not connect\n',
      ].join('\r\n'),
    );
  });

  test('of a wrong method say which one is allowed', () => {
    const error = errorOf(parseHandshake(requestWith('POST / HTTP/1.1')));
    expect(latin1Text(encodeRejection(error))).toMatch(
      /^HTTP\/1\.1 405 Method Not Allowed\r\n(?:.+\r\n)*Allow: GET\r\n/,
    );
  });

  test.each(['Upgrade: h2c', '-Connection', 'Sec-WebSocket-Version: 8'])(
    'of a 426 (%s) say what would have worked',
    (change) => {
      const text = latin1Text(encodeRejection(errorOf(parseHandshake(requestWith(change)))));
      expect(text).toContain('HTTP/1.1 426 Upgrade Required\r\n');
      expect(text).toContain('\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n');
      expect(text).toContain('\r\nSec-WebSocket-Version: 13\r\n');
      expect(text.match(/connection:/gi)).toHaveLength(1);
    },
  );

  test('have no phrase where the status has none', () => {
    const text = latin1Text(encodeRejection({ ...FORBIDDEN, httpStatus: 418 }));
    expect(text).toMatch(/^HTTP\/1\.1 418 \r\n/);
  });

  test('hold no body for HEAD, and say how long it would be', () => {
    const error = errorOf(parseHandshake(requestWith('HEAD / HTTP/1.1')));
    const text = latin1Text(encodeRejection(error));
    expect(text).toMatch(/\r\n\r\n$/);
    expect(text).toContain(`Content-Length: ${error.message.length + 1}\r\n`);
  });

  test('hold no body for 304', () => {
    const bytes = encodeRejection({ ...FORBIDDEN, httpStatus: 304 }, { body: 'not sent' });
    expect(latin1Text(bytes)).toMatch(/\r\n\r\n$/);
  });

  test.each<[RejectionOptions, string, number[]]>([
    [{ body: '' }, 'text/plain; charset=utf-8', []],
    [{ body: 'é' }, 'text/plain; charset=utf-8', [0xc3, 0xa9]],
    [{ body: '\ud800' }, 'text/plain; charset=utf-8', [0xef, 0xbf, 0xbd]],
    [{ body: Uint8Array.of(0, 13, 10, 255) }, 'application/octet-stream', [0, 13, 10, 255]],
    [{ body: Buffer.from('xy') }, 'application/octet-stream', [0x78, 0x79]],
  ])('of %o count the bytes of the body', (options, type, body) => {
    const text = latin1Text(encodeRejection(FORBIDDEN, options));
    expect(text).toContain(`Content-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n`);
    expect(text.endsWith(`\r\n\r\n${String.fromCharCode(...body)}`)).toBe(true);
  });

  test("replace a field of the rejection by the caller's, whatever its case", () => {
    const rejection = {
      ...FORBIDDEN,
      headers: [
        ['X-Reason', 'a'],
        ['X-Keep', 'b'],
      ] as const,
    };
    const headers = [
      ['x-reason', 'c'],
      ['X-REASON', 'd'],
      ['content-type', 'text/html'],
      ['CONNECTION', 'keep-alive'],
    ] as const;
    expect(latin1Text(encodeRejection(rejection, { headers, body: '' }))).toBe(
      [
        'HTTP/1.1 403 Forbidden',
        'X-Keep: b',
        'x-reason: c',
        'X-REASON: d',
        'content-type: text/html',
        'CONNECTION: keep-alive',
        'Content-Length: 0',
        '\r\n',
      ].join('\r\n'),
    );
  });
});

describe("the caller's mistakes", () => {
  test.each([101, 100, 200, 204, 299, 600, 0, -400, 400.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'the status %s is a RangeError',
    (httpStatus) => {
      expect(() => encodeRejection({ ...FORBIDDEN, httpStatus })).toThrow(RangeError);
      expect(() => encodeRejection({ ...FORBIDDEN, httpStatus })).toThrow(`is ${httpStatus}`);
    },
  );

  test.each([
    [{ httpStatus: '403' }, {}],
    [{ httpStatus: undefined }, {}],
    [{ message: null }, {}],
    [{ message: 1 }, {}],
    [{ headers: { Allow: 'GET' } }, {}],
    [{ headers: [['Content-Length', '5']] }, {}],
    [{ headers: [['X', 'a\r\n\r\n<script>']] }, {}],
    [{}, { headers: [['content-length', '5']] }],
    [{}, { headers: [['Transfer-Encoding', 'chunked']] }],
    [{}, { headers: [['Location', '/\r\nSet-Cookie: a=1']] }],
    [{}, { headers: [['X Y', '']] }],
    [{}, { headers: 'X: y' }],
    [{}, { body: 1 }],
    [{}, { body: null }],
    [{}, { body: [104, 105] }],
    [{}, { body: new ArrayBuffer(4) }],
    [{}, { body: new Uint16Array(2) }],
  ])('%o with %o is a TypeError', (rejection, options) => {
    const given = { ...FORBIDDEN, ...rejection } as Rejection;
    expect(() => encodeRejection(given, options as RejectionOptions)).toThrow(TypeError);
  });
});

describe('node:http', () => {
  interface Received {
    readonly status: number;
    readonly reason: string;
    readonly headers: string[];
    readonly body: string;
  }

  /** What a real client makes of the bytes. */
  async function received(bytes: Uint8Array, method = 'GET'): Promise<Received> {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.end(bytes));
    });
    try {
      return await new Promise((resolve, reject) => {
        server.on('error', reject).listen(0, '127.0.0.1', () => {
          const { port } = server.address() as AddressInfo;
          const headers = { Connection: 'Upgrade', Upgrade: 'websocket' };
          const client = httpRequest({ host: '127.0.0.1', port, method, headers }, (response) => {
            const chunks: Buffer[] = [];
            response.on('data', (chunk: Buffer) => chunks.push(chunk));
            response.on('end', () =>
              resolve({
                status: response.statusCode ?? 0,
                reason: response.statusMessage ?? '',
                headers: response.rawHeaders,
                body: Buffer.concat(chunks).toString('utf8'),
              }),
            );
          });
          client.on('error', reject).end();
        });
      });
    } finally {
      server.close();
    }
  }

  test.each<[string, Rejection, RejectionOptions]>([
    ['one of our own', FORBIDDEN, {}],
    ['a 405', errorOf(parseHandshake(requestWith('POST / HTTP/1.1'))), {}],
    ['a 426', errorOf(parseHandshake(requestWith('-Upgrade'))), {}],
    ['a 431', errorOf(parseHandshake(requestWith(), { maxHeadBytes: 9 })), {}],
    ['a redirect', { httpStatus: 308, message: 'over there' }, { headers: [['Location', '/x']] }],
    ['a body', FORBIDDEN, { body: '{"é":"\u{1f600}"}', headers: [['Content-Type', 'text/json']] }],
    ['an empty body', { httpStatus: 599, message: '' }, { body: '' }],
  ])('%s is read as it was meant', async (_name, rejection, options) => {
    const bytes = encodeRejection(rejection, options);
    const text = Buffer.from(bytes).toString('utf8');
    const headText = text.slice(0, text.indexOf('\r\n\r\n'));
    const [firstLine = '', ...lines] = headText.split('\r\n');
    const answer = await received(bytes);
    expect(`HTTP/1.1 ${answer.status} ${answer.reason}`).toBe(firstLine);
    expect(answer.headers).toEqual(lines.flatMap((line) => line.split(': ')));
    expect(answer.body).toBe(options.body ?? `${rejection.message}\n`);
  });

  test.each([
    [403, 'Forbidden\n'],
    [599, '599\n'],
  ])('without a message, a %i says what its status says', async (httpStatus, body) => {
    expect((await received(encodeRejection({ httpStatus }))).body).toBe(body);
  });

  test('the answer to HEAD is read to its end', async () => {
    const error = errorOf(parseHandshake(requestWith('HEAD / HTTP/1.1')));
    const answer = await received(encodeRejection(error), 'HEAD');
    expect(answer).toMatchObject({ status: 405, body: '' });
    expect(answer.headers).toContain('Allow');
  });
});

test.each([
  [{ httpStatus: '403' }, {}, 'httpStatus must be a number, not "403"'],
  [{ message: 5 }, {}, 'message must be a string, not number 5'],
  [{}, { body: 5 }, 'body must be a Uint8Array, not number 5'],
])('what is wrong in %j, %j is called by its name', (change, options, message) => {
  const rejection = { ...FORBIDDEN, ...change } as Rejection;
  expect(() => encodeRejection(rejection, options as RejectionOptions)).toThrow(
    new TypeError(message),
  );
});
