import { describe, expect, test } from 'vitest';
import { parseHandshake } from '../../src/handshake/parse-handshake.js';
import { handshakeViolations } from '../../src/vocabulary/handshake-violation.js';
import {
  completeValue,
  errorOf,
  head,
  isDeeplyFrozen,
  KEY,
  REQUEST,
  requestWith,
  verdict,
} from './heads.js';
import { requestFaults } from './request-faults.js';

const UPGRADE_HEADERS = [
  ['Upgrade', 'websocket'],
  ['Connection', 'Upgrade, close'],
  ['Sec-WebSocket-Version', '13'],
];

/** Faults for which nothing is known about the request. */
const headFaults = requestFaults.slice(0, 5).map(([code]) => code);

describe('a fault', () => {
  test('has a row in this table for every code', () => {
    expect(requestFaults.map(([code]) => code).sort()).toEqual(
      Object.keys(handshakeViolations).sort(),
    );
  });

  test.each(requestFaults)('%s is answered with %i', (code, httpStatus, requests) => {
    for (const request of requests) {
      expect(verdict(parseHandshake(request))).toBe(code);
      const error = errorOf(parseHandshake(request));
      expect(error.httpStatus).toBe(httpStatus);
      expect(error.section).toMatch(/^RFC \d+ §/);
      expect(error.message).not.toBe('');
      expect(error.headers).toEqual(
        httpStatus === 426 ? UPGRADE_HEADERS : httpStatus === 405 ? [['Allow', 'GET']] : [],
      );
      expect(error.request === null).toBe(headFaults.includes(code));
    }
  });

  test.each(requestFaults)('%s is frozen data', (_code, _status, requests) => {
    for (const request of requests) {
      const { request: _request, ...own } = errorOf(parseHandshake(request));
      expect(Object.isFrozen(errorOf(parseHandshake(request)))).toBe(true);
      expect(isDeeplyFrozen(Object.freeze(own))).toBe(true);
    }
  });

  test('is frozen with the request that it carries', () => {
    expect(isDeeplyFrozen(errorOf(parseHandshake(requestWith('-Upgrade'))))).toBe(true);
  });
});

describe('a request', () => {
  test('is complete right behind its empty line', () => {
    const bytes = head(REQUEST);
    const result = parseHandshake(Uint8Array.of(...bytes, 0x81, 0x80, 1, 2, 3, 4));
    expect(result).toMatchObject({ status: 'complete', bytesRead: bytes.length });
  });

  test('gives everything that it says', () => {
    const request = requestWith(
      'Origin: http://example.com',
      'Sec-WebSocket-Protocol: chat, superchat',
      '+sec-websocket-protocol: third',
      'Sec-WebSocket-Extensions: foo, bar; baz=2',
      '+Sec-WebSocket-Extensions: foo; "quoted"="no"',
    );
    expect(verdict(parseHandshake(request))).toBe('extensions-malformed');
    const repaired = requestWith(
      'Origin: http://example.com',
      'Sec-WebSocket-Protocol: chat, superchat',
      '+sec-websocket-protocol: third',
      'Sec-WebSocket-Extensions: foo, bar; baz=2',
      '+Sec-WebSocket-Extensions: foo; quoted="yes"',
    );
    expect(completeValue(parseHandshake(repaired))).toMatchObject({
      method: 'GET',
      target: '/chat',
      version: '1.1',
      host: 'server.example.com',
      origin: 'http://example.com',
      key: KEY,
      protocols: ['chat', 'superchat', 'third'],
      extensions: [
        { name: 'foo', parameters: [] },
        { name: 'bar', parameters: [['baz', '2']] },
        { name: 'foo', parameters: [['quoted', 'yes']] },
      ],
    });
  });

  test.each([
    [['Upgrade: WebSocket']],
    [['Upgrade: websocket, foo']],
    [['Upgrade: h2c', '+Upgrade: websocket']],
    [['Connection: keep-alive, Upgrade']],
    [['Connection: keep-alive', '+Connection: UPGRADE']],
    [['Connection:\tupgrade\t,']],
    [['GET / HTTP/1.2']],
    [['GET ws://server.example.com/chat HTTP/1.1']],
    [['Host: [::1]:8080']],
    [['Content-Length: 0']],
    [['Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEC==']],
    [['Origin: null']],
    [['cf-city: Montr\xe9al']],
    [['__proto__: x', 'constructor: y']],
  ])('is accepted with %j', (changes) => {
    expect(verdict(parseHandshake(requestWith(...changes)))).toBe('complete');
  });

  test('may have all header names in any case', () => {
    const shouting = REQUEST.map((line, i) =>
      i === 0 ? line : line.replace(/^[^:]+/, (name) => name.toUpperCase()),
    );
    expect(verdict(parseHandshake(head(shouting)))).toBe('complete');
  });

  test('is incomplete at every prefix, and says truly how much is missing at least', () => {
    const bytes = head(REQUEST);
    for (let length = 0; length < bytes.length; length++) {
      const result = parseHandshake(bytes.subarray(0, length));
      if (result.status !== 'incomplete') throw new Error(`${length} bytes: ${verdict(result)}`);
      expect(result.bytesNeeded).toBeGreaterThan(0);
      expect(length + result.bytesNeeded).toBeLessThanOrEqual(bytes.length);
    }
  });

  test('neither changes nor keeps its bytes', () => {
    const bytes = head(REQUEST);
    const copy = bytes.slice();
    const first = parseHandshake(bytes);
    expect(bytes).toEqual(copy);
    bytes.fill(0);
    expect(first).toEqual(parseHandshake(copy));
  });
});

describe('arguments', () => {
  test.each([
    [null],
    ['GET / HTTP/1.1'],
    [[71]],
    [new ArrayBuffer(8)],
    [new DataView(new ArrayBuffer(8))],
  ])('%o is no Uint8Array', (bytes) => {
    expect(() => parseHandshake(bytes as unknown as Uint8Array)).toThrow(TypeError);
  });

  test('the limits are inclusive', () => {
    const bytes = head(REQUEST);
    const longest = Math.max(...REQUEST.map((line) => line.length));
    const limits = { maxHeadBytes: bytes.length, maxHeaderCount: 5, maxLineBytes: longest };
    expect(verdict(parseHandshake(bytes, limits))).toBe('complete');
    for (const [name, code] of [
      ['maxHeadBytes', 'head-too-large'],
      ['maxHeaderCount', 'too-many-headers'],
      ['maxLineBytes', 'line-too-long'],
    ] as const) {
      expect(verdict(parseHandshake(bytes, { ...limits, [name]: limits[name] - 1 }))).toBe(code);
    }
  });

  test('a limit that is no count is a RangeError, whatever the bytes are', () => {
    expect(() => parseHandshake(new Uint8Array(0), { maxHeadBytes: -1 })).toThrow(RangeError);
  });
});

test('what is no bytes is called by its name', () => {
  expect(() => parseHandshake('GET' as unknown as Uint8Array)).toThrow(
    new TypeError('bytes must be a Uint8Array, not "GET"'),
  );
});
