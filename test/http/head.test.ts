import { describe, expect, test } from 'vitest';
import { type ReadHead, readRequestHead, readResponseHead } from '../../src/http/head.js';
import { resolveHeadLimits } from '../../src/http/head-lines.js';
import type { DecodeResult } from '../../src/vocabulary/result.js';
import { completeValue, latin1, verdict } from '../handshake/heads.js';

const limits = resolveHeadLimits({});
const readRequest = (text: string) => headOf(readRequestHead(latin1(text), limits));
const readResponse = (text: string, start = 0) =>
  headOf(readResponseHead(latin1(text), start, limits));

/** The result with the head alone for its value. */
function headOf<T>(result: DecodeResult<ReadHead<T>, string>): DecodeResult<T, string> {
  return result.status === 'complete' ? { ...result, value: result.value.head } : result;
}

describe('request lines', () => {
  test.each([
    ['GET / HTTP/1.1', 'GET', '/', '1.1'],
    ['get /a?b=c HTTP/1.0', 'get', '/a?b=c', '1.0'],
    ['OPTIONS * HTTP/1.1', 'OPTIONS', '*', '1.1'],
    ['CONNECT a:1 HTTP/1.1', 'CONNECT', 'a:1', '1.1'],
    ['PRI * HTTP/2.0', 'PRI', '*', '2.0'],
    ['M-SEARCH http://a/ HTTP/9.9', 'M-SEARCH', 'http://a/', '9.9'],
  ])('%j is method, target and version', (line, method, target, version) => {
    expect(completeValue(readRequest(`${line}\r\n\r\n`))).toEqual({
      method,
      target,
      version,
      headers: [],
    });
  });

  test.each([
    '',
    ' ',
    'GET',
    'GET ',
    'GET /',
    'GET / ',
    'GET  HTTP/1.1',
    'GET HTTP/1.1',
    ' GET / HTTP/1.1',
    'GET  / HTTP/1.1',
    'GET /  HTTP/1.1',
    'GET / HTTP/1.1 ',
    'GET\t/ HTTP/1.1',
    'GET /\tHTTP/1.1',
    'GET / a HTTP/1.1',
    'GET / http/1.1',
    'GET / HTTP/1',
    'GET / HTTP/1.',
    'GET / HTTP/11',
    'GET / HTTP/1.10',
    'GET / HTTP/a.1',
    'GET / HTTP/1.a',
    'GET / HTTP/1,1',
    'GET / HTTPS/1.1',
    'GET / HTTP 1.1',
    'G(T / HTTP/1.1',
    'G\0T / HTTP/1.1',
    '/ HTTP/1.1',
    'GET /é HTTP/1.1',
    'GET /\x7f HTTP/1.1',
    'GET / HTTP/1.1\r',
    'GET / HTTP/1.1\nHost: a',
    '\x16\x03\x01\x02',
    'HTTP/1.1 200 OK',
  ])('%j is malformed', (line) => {
    expect(verdict(readRequest(`${line}\r\n\r\n`))).toBe('start-line-malformed');
  });

  test('an empty line in front of the request line is not passed over', () => {
    expect(verdict(readRequest('\r\nGET / HTTP/1.1\r\n\r\n'))).toBe('start-line-malformed');
  });
});

describe('status lines', () => {
  test.each([
    ['HTTP/1.1 101 Switching Protocols', '1.1', 101, 'Switching Protocols'],
    ['HTTP/1.1 200 ', '1.1', 200, ''],
    ['HTTP/1.0 999  two  spaces ', '1.0', 999, ' two  spaces '],
    ['HTTP/1.1 403 Accès refusé', '1.1', 403, 'Accès refusé'],
    ['HTTP/1.1 302 a\tb', '1.1', 302, 'a\tb'],
  ])('%j is version, status and reason', (line, version, status, reason) => {
    expect(completeValue(readResponse(`${line}\r\n\r\n`))).toEqual({
      version,
      status,
      reason,
      headers: [],
    });
  });

  test.each([
    '',
    'HTTP/1.1',
    'HTTP/1.1 ',
    'HTTP/1.1 101',
    'HTTP/1.1101 OK',
    'HTTP/1.1  101 OK',
    'HTTP/1.1 101OK',
    'HTTP/1.1\t101 OK',
    'HTTP/1.1 101\tOK',
    'HTTP/1.1 1010 OK',
    'HTTP/1.1 10 OK',
    'HTTP/1.1 099 OK',
    'HTTP/1.1 000 OK',
    'HTTP/1.1 -10 OK',
    'HTTP/1.1 1e2 OK',
    'HTTP/1.1 0x9 OK',
    'HTTP/1.1 10. OK',
    'HTTP/1.1 1 1 OK',
    'HTTP/1.1 abc OK',
    'HTTP/1.1 101 O\0K',
    'HTTP/1.1 101 O\rK',
    'HTTP/1.1 101 O\nK',
    'HTTP/1.1 101 O\x7fK',
    'http/1.1 101 OK',
    'HTTP/11 101 OK',
    'ICY 200 OK',
    'GET / HTTP/1.1',
  ])('%j is malformed', (line) => {
    expect(verdict(readResponse(`${line}\r\n\r\n`))).toBe('start-line-malformed');
  });

  test('a head is read where it starts', () => {
    const text = 'HTTP/1.1 100 \r\n\r\nHTTP/1.1 101 Go\r\nA: b\r\n\r\nrest';
    const first = readResponse(text);
    expect(first).toMatchObject({ status: 'complete', bytesRead: 17 });
    expect(readResponse(text, 17)).toEqual({
      status: 'complete',
      value: { version: '1.1', status: 101, reason: 'Go', headers: [['A', 'b']] },
      bytesRead: 42,
    });
  });

  test('an empty line in place of a second head is malformed', () => {
    expect(verdict(readResponse('HTTP/1.1 100 \r\n\r\n\r\n', 17))).toBe('start-line-malformed');
  });
});

describe('header fields', () => {
  const fields = (lines: string) => readRequest(`GET / HTTP/1.1\r\n${lines}\r\n\r\n`);

  test.each<[string, [string, string][]]>([
    ['A: b', [['A', 'b']]],
    ['A:b', [['A', 'b']]],
    ['A:', [['A', '']]],
    ['A: \t ', [['A', '']]],
    ['A:\t b \t c\t ', [['A', 'b \t c']]],
    ['A::', [['A', ':']]],
    ['A: b: c', [['A', 'b: c']]],
    [
      'a: 1\r\nA: 2\r\na: 3',
      [
        ['a', '1'],
        ['A', '2'],
        ['a', '3'],
      ],
    ],
    ['__proto__: x', [['__proto__', 'x']]],
    ["!#$%&'*+-.^_`|~0aZ: x", [["!#$%&'*+-.^_`|~0aZ", 'x']]],
    ['cf-city: Montr\xe9al', [['cf-city', 'Montréal']]],
    // UTF-8 stays bytes; 85 ends no line.
    ['A: \xc3\xa9\x85\xff', [['A', 'Ã©\x85ÿ']]],
    ['A: \xa0b\xa0', [['A', '\xa0b\xa0']]],
  ])('%j gives %j', (lines, expected) => {
    expect(completeValue(fields(lines)).headers).toEqual(expected);
  });

  test.each([
    'A',
    ':',
    ': b',
    'A : b',
    'A\t: b',
    ' A: b',
    '\tA: b',
    'A b: c',
    'A: b\r\n c',
    'A: b\r\n\tc',
    'A(: b',
    '\xe9: b',
    'A\0: b',
    'A: b\0',
    'A: b\rc',
    'A: b\r',
    'A: \r',
    'A: b\nc',
    'A: b\nX: y',
    'A: b\vc',
    'A: b\fc',
    'A: b\x1cc',
    'A: b\x1dc',
    'A: b\x1ec',
    'A: b\x7fc',
    'A: b\bc',
  ])('%j is malformed', (lines) => {
    expect(verdict(fields(lines))).toBe('header-malformed');
  });

  test('the first line is judged before the fields', () => {
    expect(verdict(readRequest('GET\r\nA\r\n\r\n'))).toBe('start-line-malformed');
  });

  test('what lies behind the empty line is not looked at', () => {
    expect(readRequest('GET / HTTP/1.1\r\nA: b\r\n\r\n\0\r\n\r\n')).toEqual({
      status: 'complete',
      value: { method: 'GET', target: '/', version: '1.1', headers: [['A', 'b']] },
      bytesRead: 24,
    });
  });
});

describe('a long head', () => {
  // The strings of a short one are cut out of one text, those of a longer one are made one by one.
  test.each([10, 4000, 4040, 4100, 8000])(
    'with a value of %i bytes is read like a short one',
    (length) => {
      for (const letter of ['v', '\xe9']) {
        const lines = `Cookie: ${letter.repeat(length)}\r\nX-${'n'.repeat(40)}: \xff`;
        expect(completeValue(readRequest(`GET /p HTTP/1.1\r\n${lines}\r\n\r\n`))).toEqual({
          method: 'GET',
          target: '/p',
          version: '1.1',
          headers: [
            ['Cookie', letter.repeat(length)],
            [`X-${'n'.repeat(40)}`, '\xff'],
          ],
        });
      }
    },
  );

  test.each([127, 128, 1000])('of %i fields keeps them all', (count) => {
    const fields = Array.from({ length: count }, (_, i) => [`X-${i}`, `${i}`] as const);
    const text = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const many = resolveHeadLimits({ maxHeaderCount: 1000, maxHeadBytes: 100_000 });
    const head = readRequestHead(latin1(`GET / HTTP/1.1\r\n${text}\r\n`), many);
    expect(completeValue(headOf(head)).headers).toEqual(fields);
  });

  test('is not known to be ASCII when it is not', () => {
    for (const value of ['a', 'a\xe9', '\xc3\xa9', `${'a'.repeat(60)}\xc3\xa9`, 'a\x80']) {
      const { isAscii } = completeValue(
        readRequestHead(latin1(`GET / HTTP/1.1\r\nA-Longer-Name: ${value}\r\n\r\n`), limits),
      );
      expect(isAscii).toBe(value === 'a');
    }
  });
});

describe('every letter of a line counts:', () => {
  test.each([
    ' / HTTP/1.1',
    '  / HTTP/1.1',
    'GET  HTTP/1.1',
    'GET / XTTP/1.1',
    'GET / HXTP/1.1',
    'GET / HTXP/1.1',
    'GET / HTTX/1.1',
    'GET / HTTPX1.1',
    'GET / HTTP/x.1',
    'GET / HTTP/1x1',
    'GET / HTTP/1.x',
  ])('%j is no request', (line) => {
    expect(verdict(readRequest(`${line}\r\n\r\n`))).toBe('start-line-malformed');
  });

  test.each(['XTTP/1.1 101 ', 'HXTP/1.1 101 ', 'HTXP/1.1 101 ', 'HTTX/1.1 101 ', 'HTTP/1.1 101'])(
    '%j is no response',
    (line) => {
      expect(verdict(readResponse(`${line}\r\n\r\n`))).toBe('start-line-malformed');
    },
  );
});

describe('a head that is not whole, or has a field that is none,', () => {
  test.each([
    ['GET / HTTP/1.1\r\n', 'incomplete'],
    ['GET / HTTP/1.1\r\nA b\r\n\r\n', 'header-malformed'],
    ['GET / HTTP/1.1\r\nA: b\r\n\r\n', 'complete'],
  ])('of a request: %j is %s', (text, expected) => {
    expect(verdict(readRequest(text))).toBe(expected);
  });

  test.each([
    ['HTTP/1.1 101 \r\n', 'incomplete'],
    ['HTTP/1.1 101 \r\nA b\r\n\r\n', 'header-malformed'],
    ['HTTP/1.1 101 \r\n A: b\r\n\r\n', 'header-malformed'],
    ['HTTP/1.1 101 \r\nA: b\r\n\r\n', 'complete'],
  ])('of a response: %j is %s', (text, expected) => {
    expect(verdict(readResponse(text))).toBe(expected);
  });
});
