/**
 * The table of differences of requests: each entry is asked of the head, and takes no more than it says.
 */

import { describe, expect, test } from 'vitest';
import {
  acceptedRequests,
  explainHead,
  explainRequest,
  refusedRequests,
} from '../../fuzz/differences/requests.js';
import { fromHex } from '../../fuzz/engine/corpus.js';
import { RequestReading } from '../../fuzz/references/request.js';
import { faultsOfRequest, requestFaults } from '../../fuzz/references/request-faults.js';

const start = 'GET / HTTP/1.1\r\n';
const fields = {
  host: 'Host: a\r\n',
  upgrade: 'Upgrade: websocket\r\n',
  connection: 'Connection: Upgrade\r\n',
  key: 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n',
  version: 'Sec-WebSocket-Version: 13\r\n',
};
const headOf = (startLine: string, changes: Partial<typeof fields>, more = '') =>
  new RequestReading(
    Uint8Array.from(
      Buffer.from(
        `${startLine}${Object.values({ ...fields, ...changes }).join('')}${more}\r\n`,
        'latin1',
      ),
    ),
  );
const good = headOf(start, {});

// Heads that belong; none of the entries takes the good one.
const refused: Record<string, RequestReading[]> = {
  incomplete: [new RequestReading(Uint8Array.from(Buffer.from(`${start}Host: a\n\n`)))],
  'start-line-malformed': [headOf('GET  / HTTP/1.1\r\n', {}), headOf('GET / HTTP/11\r\n', {})],
  'header-malformed': [headOf(start, {}, 'a : b\r\n'), headOf(start, {}, ' folded\r\n')],
  'http-version-unsupported': [headOf('GET / HTTP/2.0\r\n', {}), headOf('GET / HTTP/1.0\r\n', {})],
  'upgrade-missing': [
    headOf('GET / HTTP/1.0\r\n', {}),
    headOf(start, { upgrade: 'Upgrade: websocket/13\r\n' }),
    headOf(start, { upgrade: '' }),
  ],
  'target-invalid': [headOf('GET /#a HTTP/1.1\r\n', {}), headOf('GET http:// HTTP/1.1\r\n', {})],
  'connection-upgrade-missing': [
    headOf(start, { connection: 'Connection: close\r\n' }),
    headOf(start, { connection: 'Connection: :, Upgrade\r\n' }),
  ],
  'host-missing': [headOf(start, { host: '' })],
  'host-duplicate': [headOf(start, {}, 'host: b\r\n')],
  'host-invalid': [
    headOf(start, { host: 'Host: a b\r\n' }),
    headOf(start, { host: 'Host: [::g]\r\n' }),
    headOf(start, { host: 'Host: a:65536\r\n' }),
  ],
  'body-unexpected': [
    headOf(start, {}, 'Content-Length: 1\r\n'),
    headOf(start, {}, 'Transfer-Encoding: identity\r\n'),
  ],
  'field-not-ascii': [headOf(start, {}, 'Sec-WebSocket-Protocol: \xe9\r\n')],
  'version-unsupported': [
    headOf(start, { version: '' }),
    headOf(start, { version: 'Sec-WebSocket-Version: 8\r\n' }),
  ],
  'key-invalid': [headOf(start, { key: 'Sec-WebSocket-Key: AAAA\r\n' })],
  'key-duplicate': [headOf(start, {}, fields.key)],
  'origin-duplicate': [headOf(start, {}, 'Origin: a\r\nOrigin: a\r\n')],
  'protocol-malformed': [
    headOf(start, {}, 'Sec-WebSocket-Protocol: a b\r\n'),
    headOf(start, {}, 'Sec-WebSocket-Protocol: ,\r\n'),
  ],
  'protocol-duplicate': [headOf(start, {}, 'Sec-WebSocket-Protocol: a, a\r\n')],
  'extensions-malformed': [headOf(start, {}, 'Sec-WebSocket-Extensions: a=b\r\n')],
};

describe.each(Object.keys(refusedRequests))('the refusal %s', (code) => {
  const heads = refused[code] ?? [];

  test('is asked of the head', () => {
    expect(heads.length).toBeGreaterThan(0);
    expect(heads.filter((head) => explainRequest(code, head) !== code)).toStrictEqual([]);
    expect(explainRequest(code, good)).toBeNull();
  });

  test('is no head to be taken', () => {
    const explained = heads.filter((head) => explainRequest('complete', head) !== null);
    expect(explained).toStrictEqual([]);
  });
});

test.each([
  ['an absolute target', headOf('GET http://a:80/b HTTP/1.1\r\n', {}), 'target-invalid'],
  ['an address in brackets', headOf(start, { host: 'Host: [::1]:80\r\n' }), 'host-invalid'],
  ['a body of nothing', headOf(start, {}, 'Content-Length: 0\r\n'), 'body-unexpected'],
  ['bytes that mean nothing', headOf(start, {}, 'X: \xe9\r\n'), 'field-not-ascii'],
  [
    'two protocols',
    headOf(start, {}, 'Sec-WebSocket-Protocol: a\r\nSec-WebSocket-Protocol: b\r\n'),
    'protocol-duplicate',
  ],
])('%s does not belong', (_, head, code) => {
  expect(requestFaults[code]?.(head)).toBe(false);
  expect(faultsOfRequest(head)).toStrictEqual([]);
});

const accepted: Record<string, RequestReading> = {
  'upgrade-is-a-list': headOf(start, { upgrade: 'Upgrade: h2c, websocket\r\n' }),
  'empty-elements': headOf(start, { connection: 'Connection: Upgrade,,\r\n' }),
  'tab-in-connection': headOf(start, { connection: 'Connection: a,\tUpgrade\r\n' }),
  'blanks-around-equals': headOf(start, {}, 'Sec-WebSocket-Extensions: a; b =c\r\n'),
  'offers-are-declined': headOf(start, {}, 'Sec-WebSocket-Extensions: permessage-deflate;x\r\n'),
};

describe.each(acceptedRequests)('the acceptance $id', ({ id }) => {
  test('is asked of the head', () => {
    expect(explainRequest('complete', accepted[id] ?? good)).toBe(id);
  });
});

test('nothing explains that a request is refused that all should take', () => {
  const more = 'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=10\r\n';
  expect(explainRequest('complete', headOf(start, {}, more))).toBeNull();
  expect(explainRequest('complete', good)).toBeNull();
  expect(explainRequest('method-not-get', good)).toBeNull();
  expect(explainHead(good)).toBeNull();
});

// What would explain an acceptance, in a head that must be refused.
test.each([
  [
    'an empty element, and no key',
    headOf(start, { key: '', connection: 'Connection: Upgrade,\r\n' }),
  ],
  [
    'a tab, an old version, and no key',
    headOf(start, {
      key: '',
      connection: 'Connection: a,\tUpgrade\r\n',
      version: 'Sec-WebSocket-Version: 5\r\n',
    }),
  ],
  ['bytes above ASCII, and nothing else', new RequestReading(fromHex('ffffffff0d0a0d0a'))],
  ['such bytes in a head with a fault', headOf(start, { key: '' }, 'X: \xe9\r\n')],
  ['such bytes in a host', headOf(start, { host: 'Host: \xe9\r\n' })],
  ['such bytes in a name', headOf(start, {}, '\xe9: a\r\n')],
  ['such bytes in a key', headOf(start, { key: 'Sec-WebSocket-Key: \xe9\r\n' })],
])('nothing explains that a request is taken with %s', (_, head) => {
  expect(explainRequest('complete', head)).toBeNull();
  expect(explainHead(head)).toBeNull();
});

test('bytes above ASCII explain a refusal where they mean nothing', () => {
  expect(explainHead(headOf(start, {}, 'X: \xe9\r\n'))).toBe('bytes-above-ascii');
});
