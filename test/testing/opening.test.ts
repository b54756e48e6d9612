import { describe, expect, test } from 'vitest';
import { encodeHandshakeRequest, parseHandshake } from '../../src/index.js';
import { acceptValue } from '../../src/testing/accept-value.js';
import { encodeUtf8, toLatin1 } from '../../src/testing/byte-data.js';
import type { CaseData } from '../../src/testing/case-data.js';
import { parseExtensions } from '../../src/testing/extension-field.js';
import { Opening } from '../../src/testing/opening.js';
import {
  HeadCollector,
  readRequest,
  readSwitch,
  requestText,
  statusOf,
} from '../../src/testing/opening-head.js';
import { SeededBytes } from '../../src/testing/seeded-bytes.js';

const plain: CaseData = { id: 'x', title: 'x' };
const opening = (role: 'client' | 'server', members: Partial<CaseData> = {}) =>
  new Opening({ ...plain, ...members }, role, new SeededBytes(1));

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const ACCEPT = acceptValue(KEY);
const switchWith = (...fields: string[]) => ['HTTP/1.1 101 Yes', ...fields].join('\r\n');
const right = [
  'Upgrade: WebSocket',
  'Connection: keep-alive, upgrade',
  `Sec-WebSocket-Accept: ${ACCEPT}`,
];

test('a head is found wherever the chunks are cut', () => {
  const bytes = encodeUtf8('GET / HTTP/1.1\r\nA: b\r\n\r\nrest');
  for (let cut = 0; cut <= bytes.length; cut++) {
    const collector = new HeadCollector();
    const first = collector.push(bytes.subarray(0, cut));
    const found = first ?? collector.push(bytes.subarray(cut));
    if (found === null || found === false) throw new Error(`nothing found, cut at ${cut}`);
    expect(found.head).toBe('GET / HTTP/1.1\r\nA: b');
    expect('rest'.startsWith(toLatin1(found.rest))).toBe(true);
  }
});

test('a head without an end is given up', () => {
  const collector = new HeadCollector();
  const line = encodeUtf8('x'.repeat(1000));
  const results = Array.from({ length: 70 }, () => collector.push(line));
  expect(results[0]).toBe(null);
  expect(results.at(-1)).toBe(false);
});

test.each([
  ['HTTP/1.1 101 Switching Protocols', 101],
  ['HTTP/1.1 400', 400],
  ['HTTP/1.0 101 No', null],
  ['HTTP/1.0 505 No', 505],
  ['HTTP/1.2 505 No', null],
  ['HTTP/1.1 1010 No', null],
  ['GET / HTTP/1.1', null],
])('the status of %j is %s', (head, status) => {
  expect(statusOf(head)).toBe(status);
});

test('a switch names its extensions', () => {
  const head = switchWith(...right, 'Sec-WebSocket-Extensions: a; b=1; c="2", d');
  expect(readSwitch(head, ACCEPT)).toEqual([
    {
      name: 'a',
      parameters: [
        ['b', '1'],
        ['c', '2'],
      ],
    },
    { name: 'd', parameters: [] },
  ]);
});

test.each([
  ['a 101 without Upgrade: websocket', right.slice(1)],
  ['a 101 without Upgrade: websocket', ['Upgrade: websocket, h2c', ...right.slice(1)]],
  ['a 101 without Connection: Upgrade', [right[0], 'Connection: notupgrade', right[2]]],
  ['a 101 with Sec-WebSocket-Accept 0 times', right.slice(0, 2)],
  ['a 101 with Sec-WebSocket-Accept 2 times', [...right, right[2]]],
  ['the accept x in place of', [right[0], right[1], 'Sec-WebSocket-Accept: x']],
  ['a subprotocol, which nobody offered', [...right, 'Sec-WebSocket-Protocol: chat']],
  ['a head with a line that is no field', [...right, ' folded']],
])('%s is refused', (what, fields) => {
  expect(readSwitch(switchWith(...fields.map(String)), ACCEPT)).toContain(what);
});

describe('the request of a client', () => {
  const request = toLatin1(encodeHandshakeRequest({ host: 'a', target: '/', key: KEY }));

  test('of the codec is right', () => {
    expect(readRequest(request.slice(0, -4))).toEqual([]);
  });

  test.each([
    ['a request that is no GET of HTTP/1.1', 'GET', 'POST'],
    ['a request without one Host', 'Host: a', 'Hast: a'],
    ['a request without one Host', 'Host: a', 'Host: a\r\nHost: a'],
    ['no Upgrade: websocket', 'Upgrade: websocket', 'Upgrade: h2c'],
    ['no Connection: Upgrade', 'Connection: Upgrade', 'Connection: close'],
    ['no Sec-WebSocket-Version: 13', 'Version: 13', 'Version: 8'],
    ['no Sec-WebSocket-Key of 16 bytes', KEY, 'AAAA'],
    ['no Sec-WebSocket-Key of 16 bytes', 'Sec-WebSocket-Key', 'X-Key'],
    ['no Sec-WebSocket-Key of 16 bytes', KEY, `${KEY}\r\nSec-WebSocket-Key: ${KEY}`],
    ['a head with a line that is no field', 'Host: a', 'Host : a'],
  ])('%s is refused', (what, from, to) => {
    expect(request).toContain(from);
    expect(readRequest(request.replace(from, to).slice(0, -4))).toBe(what);
  });
});

describe('towards a server', () => {
  test('the request is one that the codec takes', () => {
    const request = opening('server', { deflate: { asks: [{}] } }).begin() ?? new Uint8Array(0);
    const parsed = parseHandshake(request);
    expect(parsed).toMatchObject({ status: 'complete', bytesRead: request.length });
  });

  const answer = (text: string, members: Partial<CaseData> = {}) => {
    const one = opening('server', members);
    one.begin();
    return one.receive(encodeUtf8(text));
  };
  const refusal = 'HTTP/1.1 400 Bad Request\r\n\r\n';
  const demand = { bytes: { utf8: 'GET / HTTP/1.1\r\n\r\n' }, status: [400, 426] };

  test('a refusal fails, unless the case demands it', () => {
    expect(answer(refusal)).toEqual({
      type: 'failed',
      reason: 'expected an answer with status 101, got 400',
    });
    expect(answer(refusal, { opening: demand })).toEqual({ type: 'refused' });
    expect(answer('HTTP/1.1 403 No\r\n\r\n', { opening: demand })).toMatchObject({
      type: 'failed',
    });
    expect(answer('220 smtp\r\n\r\n')).toMatchObject({ type: 'failed' });
  });

  test('to hang up is to refuse, unless an answer has begun', () => {
    const one = opening('server', { opening: demand });
    one.begin();
    expect(one.receiveEnd()).toEqual({ type: 'refused' });
    expect(one.receive(encodeUtf8('HTTP'))).toBe(null);
    expect(one.receiveEnd()).toMatchObject({ type: 'failed' });
    const usual = opening('server');
    usual.begin();
    expect(usual.receiveEnd()).toEqual({
      type: 'failed',
      reason: 'expected an answer with status 101, got the end of the connection',
    });
    const either = opening('server', { opening: { ...demand, status: [101, 400] } });
    either.begin();
    expect(either.receiveEnd()).toEqual({ type: 'refused' });
  });

  test('a 200 is an answer, and no interim one', () => {
    expect(answer('HTTP/1.1 200 OK\r\n\r\n')).toEqual({
      type: 'failed',
      reason: 'expected an answer with status 101, got 200',
    });
    expect(answer('HTTP/1.1 199 Wait\r\n\r\n')).toBe(null);
  });

  test('interim answers are passed over', () => {
    const request = { bytes: { utf8: `GET / HTTP/1.1\r\nSec-WebSocket-Key: ${KEY}\r\n\r\n` } };
    const text = `HTTP/1.1 103 Hints\r\n\r\n${switchWith(...right)}\r\n\r\n`;
    expect(answer(text, { opening: request })).toMatchObject({ type: 'open', accept: ACCEPT });
  });

  test('sixteen interim answers are passed over, and the next fails', () => {
    const interim = 'HTTP/1.1 100 Continue\r\n\r\n';
    expect(answer(interim.repeat(16) + refusal, { opening: demand })).toEqual({ type: 'refused' });
    expect(answer(interim.repeat(17) + refusal, { opening: demand })).toEqual({
      type: 'failed',
      reason: 'expected an answer with status 400 or 426, got more than 16 before it',
    });
    // However many there are: none of them is a call inside the last.
    expect(answer(interim.repeat(20_000))).toMatchObject({ type: 'failed' });
  });

  test('what is no answer is shown', () => {
    expect(answer('220 smtp\r\n\r\n')).toMatchObject({
      reason: "expected an answer with status 101, got '220 smtp'",
    });
    const endless = answer(`HTTP/1.1 101 ${'x'.repeat(70_000)}`);
    expect(endless?.type === 'failed' && endless.reason).toMatch(
      /^expected the end of a head, got 64 KiB without it: 'HTTP\/1\.1 101 x+'/,
    );
  });

  test('an answer must fit one of the offers', () => {
    const request = {
      utf8:
        `GET / HTTP/1.1\r\nSec-WebSocket-Key: ${KEY}\r\n` +
        'Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n\r\n',
    };
    const agreed = (parameters: string) => {
      const field = `Sec-WebSocket-Extensions: permessage-deflate${parameters}`;
      const head = `${switchWith(...right, field)}\r\n\r\n`;
      return answer(head, { opening: { bytes: request } });
    };
    expect(agreed('; server_no_context_takeover')).toMatchObject({ type: 'open' });
    expect(agreed('')).toEqual({
      type: 'failed',
      reason:
        'expected an answer with status 101, got permessage-deflate, which is an answer to no offer',
    });
  });

  test('a wrong switch fails', () => {
    expect(answer(`${switchWith(...right)}\r\n\r\n`)).toMatchObject({
      type: 'failed',
      reason: expect.stringContaining('expected an answer with status 101, got the accept'),
    });
  });
});

test('a client is answered with the accept for its key, and what follows its request is kept', () => {
  const one = opening('client');
  expect(one.begin()).toBe(null);
  const request = encodeHandshakeRequest({ host: 'a', target: '/', key: KEY });
  const outcome = one.receive(new Uint8Array([...request, 0x81]));
  expect(outcome).toMatchObject({ type: 'open', accept: ACCEPT, rest: Uint8Array.of(0x81) });
  expect(outcome?.type === 'open' && toLatin1(outcome.answer ?? new Uint8Array(0))).toContain(
    `Sec-WebSocket-Accept: ${ACCEPT}\r\n`,
  );
});

test('a client that hangs up before its request fails, whatever a server may do', () => {
  const members = { opening: { bytes: '', status: [400] } };
  expect(opening('client', members).receiveEnd()).toEqual({
    type: 'failed',
    reason: 'expected a request to open, got the end of the connection',
  });
});

test('a client without a right request fails', () => {
  expect(opening('client').receive(encodeUtf8('GET / HTTP/1.1\r\n\r\n'))).toEqual({
    type: 'failed',
    reason: 'expected a request to open, got a request without one Host',
  });
});

describe('a client', () => {
  const asked = (offer: string, members: Partial<CaseData>) => {
    const extensions = offer === '' ? [] : parseExtensions(offer);
    return opening('client', members).receive(encodeUtf8(requestText(KEY, extensions)));
  };
  const grant = {
    utf8: 'HTTP/1.1 101 Yes\r\nSec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9\r\n\r\n\x81\x00',
  };

  test('that offers what the case wants not to be offered is skipped', () => {
    const members = { opening: { bytes: grant, unoffered: 'client_max_window_bits' } };
    expect(asked('permessage-deflate; client_max_window_bits', members)).toEqual({
      type: 'skipped',
      reason: 'it offers client_max_window_bits',
    });
    expect(asked('permessage-deflate', members)).toMatchObject({ type: 'open' });
    const unoffered = { opening: { bytes: grant, unoffered: 'permessage-deflate' } };
    expect(asked('permessage-deflate', unoffered)).toMatchObject({ type: 'skipped' });
  });

  test('agrees to nothing that it has not offered, and to no frame behind the answer', () => {
    const members = { opening: { bytes: grant } };
    expect(asked('', members)).toMatchObject({ type: 'open', terms: null });
    expect(asked('permessage-deflate', members)).toMatchObject({
      terms: { server: { windowBits: 9, keepsContext: true } },
    });
  });

  test('agrees to nothing where it has offered another extension', () => {
    const outcome = asked('x-mine', { opening: { bytes: grant } });
    expect(outcome).toMatchObject({ type: 'open', terms: null });
  });

  test('is given the accept for its key where the case asks for it', () => {
    const bytes = ['01', { accept: 'right' }] as const;
    expect(asked('', { opening: { bytes } })).toMatchObject({
      answer: encodeUtf8(`\x01${ACCEPT}`),
      accept: ACCEPT,
    });
  });

  test('agrees to what a field says, and not to what stands behind an empty head', () => {
    const field = 'Sec-WebSocket-Extensions: permessage-deflate';
    const termsOf = (utf8: string) => {
      const outcome = asked('permessage-deflate', { opening: { bytes: { utf8 } } });
      return outcome?.type === 'open' ? outcome.terms : outcome;
    };
    expect(termsOf(`HTTP/1.1 101 Yes\r\n${field}\r\n\r\n`)).not.toBe(null);
    expect(termsOf(`\r\n\r\n${field}\r\n\r\n`)).toBe(null);
  });

  test('is answered with the wish of the case that fits its offer, and both keep to it', () => {
    const members = { deflate: { asks: [{ maxWindowBits: 9 }] } };
    const outcome = asked('permessage-deflate; client_max_window_bits', members);
    expect(outcome).toMatchObject({
      terms: { client: { windowBits: 9 }, server: { windowBits: 15 } },
    });
    expect(outcome?.type === 'open' && toLatin1(outcome.answer ?? new Uint8Array(0))).toContain(
      'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=9\r\n',
    );
  });

  test('is given an answer without an end as it is, and what it says counts', () => {
    const head = 'HTTP/1.1 101 Yes\r\nSec-WebSocket-Extensions: permessage-deflate; ';
    const bytes = { utf8: `${head}server_max_window_bits=12` };
    expect(asked('permessage-deflate', { opening: { bytes } })).toMatchObject({
      answer: encodeUtf8(bytes.utf8),
      terms: { server: { windowBits: 12, keepsContext: true } },
    });
  });
});
