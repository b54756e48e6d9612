/**
 * Cost follows bytes in the opening handshake: measured by its growth, never by a time.
 */

import { describe, expect, test } from 'vitest';
import { parseHandshake } from '../../src/handshake/parse-handshake.js';
import { parseHandshakeResponse } from '../../src/handshake/parse-handshake-response.js';
import { HeadBuffer } from '../../src/http/head-buffer.js';
import { parseParameterizedList } from '../../src/http/parameters.js';
import { parseTokenList } from '../../src/http/token-list.js';
import { KEY, latin1, requestWith, responseWith, verdict } from '../handshake/heads.js';
import { attack } from './attack.js';
import { costGrowth, LINEAR_AT_MOST } from './cost-growth.js';

const NO_LIMITS = { maxHeadBytes: 2 ** 24, maxLineBytes: 2 ** 24, maxHeaderCount: 2 ** 24 };

/** Field lines that made the parsers of others slow, of about `size` bytes. */
const slowLines: [string, (size: number) => string][] = [
  ['Sec-WebSocket-Protocol: b, spaces, x', (n) => `Sec-WebSocket-Protocol: b${' '.repeat(n)}x`],
  ['Sec-WebSocket-Protocol: many tokens', (n) => `Sec-WebSocket-Protocol: ${manyNames(n)}`],
  ['Sec-WebSocket-Protocol: commas', (n) => `Sec-WebSocket-Protocol: a${','.repeat(n)}`],
  [
    'Sec-WebSocket-Protocol: spaced commas',
    (n) => `Sec-WebSocket-Protocol: a${' ,'.repeat(n / 2)}`,
  ],
  [
    'Sec-WebSocket-Extensions: escapes',
    (n) => `Sec-WebSocket-Extensions: a; b="${'\\c'.repeat(n / 2)}`,
  ],
  [
    'Sec-WebSocket-Extensions: closed escapes',
    (n) => `Sec-WebSocket-Extensions: a; b="${'\\c'.repeat(n / 2)}"`,
  ],
  [
    'Sec-WebSocket-Extensions: backslashes',
    (n) => `Sec-WebSocket-Extensions: a; b="${'\\'.repeat(n)}`,
  ],
  [
    'Sec-WebSocket-Extensions: parameters',
    (n) => `Sec-WebSocket-Extensions: a${';b'.repeat(n / 2)}`,
  ],
  [
    'Sec-WebSocket-Extensions: spaces',
    (n) => `Sec-WebSocket-Extensions: a${' '.repeat(n)};b${' '.repeat(n)}=1`,
  ],
  ['Sec-WebSocket-Extensions: one name', (n) => `Sec-WebSocket-Extensions: ${'a,'.repeat(n / 2)}a`],
  ['Connection: tabs, x', (n) => `Connection:${'\t'.repeat(n)}x`],
  ['Connection: x, tabs', (n) => `Connection: x${'\t'.repeat(n)}`],
  ['Upgrade: tokens', (n) => `Upgrade: ${'a,'.repeat(n / 2)}websocket`],
  ['Host: brackets', (n) => `Host: [${':'.repeat(n)}`],
  ['Host: groups', (n) => `Host: [${'1:'.repeat(n / 2)}]`],
  ['Host: digits', (n) => `Host: a:${'0'.repeat(n)}`],
  ['Content-Length: zeros', (n) => `Content-Length: ${'0'.repeat(n)}`],
  ['a field of CR', (n) => `A: ${'\r'.repeat(n)}`],
];

function manyNames(size: number): string {
  return Array.from({ length: size / 8 }, (_, i) => `p${String(i).padStart(6, '0')}`).join();
}

describe(attack('slow-header-parsing'), () => {
  test.each(slowLines)('%s: as cheap a byte when sixteen times as long', (_name, line) => {
    const growth = costGrowth(4_096, (size) => {
      const bytes = requestWith(line(size));
      return () => parseHandshake(bytes, NO_LIMITS);
    });
    expect(growth).toBeLessThan(LINEAR_AT_MOST);
  });

  test.each([
    ['tokens', parseTokenList, 'b', ' ', 'x'],
    ['parameters', parseParameterizedList, 'a; b="', '\\c', ''],
  ])('lists of %s themselves are linear', (_name, parse, start, middle, end) => {
    const growth = costGrowth(32_768, (size) => {
      const values = [start + middle.repeat(size / middle.length) + end];
      return () => parse(values);
    });
    expect(growth).toBeLessThan(LINEAR_AT_MOST);
  });

  test.each([
    [
      'Sec-WebSocket-Protocol: b, 32 000 spaces, x',
      `Sec-WebSocket-Protocol: b${' '.repeat(32_000)}x`,
    ],
    ['Connection: 50 000 tabs, x', `Connection:${'\t'.repeat(50_000)}x`],
  ])('%s is too long for the defaults', (_name, line) => {
    expect(verdict(parseHandshake(requestWith(line)))).toBe('line-too-long');
  });

  test('forty escapes in an unclosed string are malformed at once', () => {
    const line = `Sec-WebSocket-Extensions: a; b="${'\\c'.repeat(40)}`;
    expect(verdict(parseHandshake(requestWith(line)))).toBe('extensions-malformed');
  });

  test('a response is parsed at linear cost too', () => {
    const growth = costGrowth(4_096, (size) => {
      const bytes = responseWith(`Sec-WebSocket-Extensions: a${' '.repeat(size)}x`);
      return () => parseHandshakeResponse(bytes, { key: KEY }, NO_LIMITS);
    });
    expect(growth).toBeLessThan(LINEAR_AT_MOST);
  });

  test('many short fields cost as much a byte as few', () => {
    const growth = costGrowth(4_096, (size) => {
      const bytes = requestWith(...Array.from({ length: size / 8 }, () => '+abc: d'));
      return () => parseHandshake(bytes, NO_LIMITS);
    });
    expect(growth).toBeLessThan(LINEAR_AT_MOST);
  });
});

describe(`${attack('small-chunks')}: a head`, () => {
  const heads: [string, (size: number) => Uint8Array][] = [
    ['one long line', (size) => requestWith(`+A: ${'a'.repeat(size)}`)],
    [
      'many short lines',
      (size) => requestWith(...Array.from({ length: size / 8 }, () => '+abc: d')),
    ],
    ['all CR', (size) => requestWith(`+A: ${'\r'.repeat(size)}`)],
    ['all LF', (size) => requestWith(`+A: ${'\n'.repeat(size)}`)],
  ];

  test.each([1, 2, 3, 7].flatMap((cut) => heads.map(([name, make]) => [name, cut, make] as const)))(
    '%s, cut into %i: as cheap a byte when sixteen times as long',
    (_name, cut, make) => {
      const growth = costGrowth(
        2 ** 13,
        (size) => {
          const bytes = make(size);
          return () => {
            const buffer = new HeadBuffer(NO_LIMITS);
            let all: Uint8Array | null = null;
            for (let at = 0; at < bytes.length; at += cut)
              all = buffer.push(bytes.subarray(at, at + cut));
            return parseHandshake(all as Uint8Array, NO_LIMITS);
          };
        },
        3,
      );
      expect(growth).toBeLessThan(LINEAR_AT_MOST);
    },
  );

  test('so are interim responses that come one by one', () => {
    const interim = latin1('HTTP/1.1 100 \r\n\r\n');
    const growth = costGrowth(
      512,
      (size) => () => {
        const buffer = new HeadBuffer(NO_LIMITS);
        for (let sent = 0; sent < size; sent += interim.length) {
          const bytes = buffer.push(interim);
          if (bytes === null) continue;
          const result = parseHandshakeResponse(bytes, { key: KEY }, NO_LIMITS);
          if (result.status !== 'incomplete') return result;
        }
        return null;
      },
      3,
    );
    expect(growth).toBeLessThan(LINEAR_AT_MOST);
  });
});
