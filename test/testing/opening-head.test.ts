/**
 * Heads to the letter: what is sent, and what is taken for a field, a token, a key and a status.
 */

import { describe, expect, test } from 'vitest';
import { acceptValue } from '../../src/testing/accept-value.js';
import { encodeUtf8 } from '../../src/testing/byte-data.js';
import { parseExtensions } from '../../src/testing/extension-field.js';
import {
  acceptFor,
  extensionsIn,
  HeadCollector,
  readRequest,
  readSwitch,
  requestText,
  responseText,
  statusOf,
} from '../../src/testing/opening-head.js';
import { CaseTester } from '../../src/testing.js';
import { echo, KEY } from './talk.js';

const ACCEPT = acceptValue(KEY);
const request = (...fields: string[]) =>
  [
    'GET /chat?a=b HTTP/1.1',
    'Host: a',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${KEY}`,
    ...fields,
  ].join('\r\n');
const answer = (...fields: string[]) =>
  [
    'HTTP/1.1 101 Yes',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${ACCEPT}`,
    ...fields,
  ].join('\r\n');

describe('what is sent', () => {
  test('names the extensions', () => {
    const terms = parseExtensions('a; b=1, c');
    expect(requestText(KEY, terms)).toBe(
      `GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${KEY}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: a; b=1, c\r\n\r\n`,
    );
    expect(responseText(ACCEPT, terms)).toBe(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${ACCEPT}\r\nSec-WebSocket-Extensions: a; b=1, c\r\n\r\n`,
    );
  });

  test('has no field for extensions that are not there', () => {
    expect(requestText(KEY, [])).toMatch(/Version: 13\r\n\r\n$/);
    expect(responseText(ACCEPT, [])).toMatch(/Accept: \S+\r\n\r\n$/);
  });
});

describe('a head', () => {
  test('may be empty', () => {
    const found = new HeadCollector().push(encodeUtf8('\r\n\r\nrest'));
    expect(found).toEqual({ head: '', rest: encodeUtf8('rest') });
  });

  test('is kept as far as it has come', () => {
    const collector = new HeadCollector();
    expect(collector.isEmpty).toBe(true);
    collector.push(encodeUtf8('x'.repeat(100)));
    expect([collector.start, collector.isEmpty]).toEqual(['x'.repeat(100), false]);
    expect(collector.push(encodeUtf8('\r\n\r\n'))).toMatchObject({ head: 'x'.repeat(100) });
    expect([collector.start, collector.isEmpty]).toEqual(['', true]);
  });

  test('without a key has no accept, and one with a line that is no field has nothing', () => {
    expect(acceptFor('GET / HTTP/1.1\r\nHost: a')).toBe(null);
    expect(acceptFor(request())).toBe(ACCEPT);
    expect(acceptFor(request('no field'))).toBe(null);
    expect(extensionsIn(request('Sec-WebSocket-Extensions: a', 'no field'))).toEqual([]);
  });

  test('may name extensions in several fields', () => {
    const fields = ['Sec-WebSocket-Extensions: a; b', 'Sec-WebSocket-Extensions:c,', 'X: d'];
    expect(extensionsIn(request(...fields))).toEqual(parseExtensions('a; b, c'));
  });

  test.each([' Folded: yes', 'A: b\rc', 'A: b\nc', 'no field', 'A b: c', ': c'])(
    'cannot have the line %j',
    (line) => {
      expect(readSwitch(answer(line), ACCEPT)).toBe('a head with a line that is no field');
      expect(readRequest(request(line))).toBe('a head with a line that is no field');
    },
  );
});

test('a head without an end is shown by its beginning and by how much of it was read', () => {
  const tester = new CaseTester(echo, { role: 'server' });
  tester.next();
  tester.receive(encodeUtf8(`HTTP/1.1 200 ${'x'.repeat(70_000)}`));
  expect(tester.result?.reason).toBe(
    `expected the end of a head, got 64 KiB without it: 'HTTP/1.1 200 ${'x'.repeat(11)}'... (65536 bytes)`,
  );
});

describe('a switch', () => {
  test.each<[string, string, string]>([
    ['blanks around a value', ACCEPT, `\t  ${ACCEPT} \t`],
    ['no blank in front of it', ': websocket', ':websocket'],
    ['empty elements in a list', 'websocket', ', websocket ,'],
    ['a list in two fields', 'Connection: Upgrade', 'Connection: a\r\nConnection: Upgrade'],
    ['a field without a value', 'Upgrade:', 'X:\r\nUpgrade:'],
  ])('may have %s', (_, from, to) => {
    expect(answer()).toContain(from);
    expect(readSwitch(answer().replace(from, to), ACCEPT)).toEqual([]);
  });

  test.each(['x HTTP/1.1 101 Yes', 'HTTP/1.1 101Yes', 'HTTP/1.1 10', 'HTTP/1.1  101 Yes', ''])(
    'has no status in the line %j',
    (line) => {
      expect(statusOf(`${line}\r\nA: HTTP/1.1 101 Yes`)).toBe(null);
    },
  );
});

describe('a request', () => {
  test('may ask for any target', () => {
    expect(readRequest(request())).toEqual([]);
  });

  test.each([
    ['xGET / HTTP/1.1', 'a request that is no GET of HTTP/1.1'],
    ['GET  HTTP/1.1', 'a request that is no GET of HTTP/1.1'],
    ['GET / a HTTP/1.1', 'a request that is no GET of HTTP/1.1'],
    ['GET / HTTP/1.10', 'a request that is no GET of HTTP/1.1'],
  ])('cannot begin with %j', (line, what) => {
    expect(readRequest(request().replace('GET /chat?a=b HTTP/1.1', line))).toBe(what);
  });

  test.each([`A${KEY}`, `${KEY}=`, `${KEY}A`, KEY.slice(1), KEY.replace('d', '-'), ''])(
    'cannot have the key %j',
    (key) => {
      expect(readRequest(request().replace(KEY, key))).toBe('no Sec-WebSocket-Key of 16 bytes');
    },
  );

  test('must say for which host it is', () => {
    expect(readRequest(request().replace('Host: a', 'Host: '))).toBe('a request without one Host');
  });
});
