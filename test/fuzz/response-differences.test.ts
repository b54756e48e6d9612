/**
 * The tables of differences of responses: each entry names a clause and nobody, is asked of the bytes, and excuses
 * nothing that stands beside it.
 */

import { describe, expect, test } from 'vitest';
import {
  acceptedResponses,
  explainResponse,
  refusedResponses,
} from '../../fuzz/differences/responses.js';
import type { Answered, Client } from '../../fuzz/peers/responses.js';
import type { Offered } from '../../fuzz/references/answer-faults.js';
import { readResponse } from '../../fuzz/references/response.js';

// RFC 6455 §1.3.
const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';
const fields = {
  upgrade: 'Upgrade: websocket\r\n',
  connection: 'Connection: Upgrade\r\n',
  accept: `Sec-WebSocket-Accept: ${ACCEPT}\r\n`,
};
const extensions = (value: string) => `Sec-WebSocket-Extensions: ${value}\r\n`;
const start = 'HTTP/1.1 101 Switching Protocols\r\n';
const headOf = (changes: Partial<typeof fields> = {}, more = '', line = start) =>
  Uint8Array.from(
    Buffer.from(`${line}${Object.values({ ...fields, ...changes }).join('')}${more}\r\n`, 'latin1'),
  );
const behind = (text: string, head = headOf()) =>
  Uint8Array.from([...Buffer.from(text, 'latin1'), ...head]);
const deflate: Offered = {
  offer: { name: 'permessage-deflate', parameters: [['client_max_window_bits', null]] },
  rsv: 4,
  takesAny: false,
};
const read = (head: Uint8Array, protocols: readonly string[] = []) =>
  readResponse(head, { key: KEY, protocols, extensions: [deflate] }, {});

const refused: Answered = { isAccepted: false, protocol: '', isCompressed: false };
const accepted: Answered = { ...refused, isAccepted: true };
const protocol = 'Sec-WebSocket-Protocol: chat\r\n';

/** Accepts a plain head alone. */
const strict: Client = {
  name: 'strict',
  offersDeflate: true,
  judge: (head, protocols) =>
    protocols.length === 0 && Buffer.from(head).equals(Buffer.from(headOf())) ? accepted : refused,
};
const never: Client = { ...strict, judge: () => refused };

test('every entry has a clause of an RFC and names no project', () => {
  const clauses = Object.entries(refusedResponses).map(([id, { clause }]) => ({ id, clause }));
  for (const { id, clause } of [...clauses, ...acceptedResponses]) {
    expect(clause, id).toMatch(/^RFC \d{4} §/);
    expect(`${id} ${clause}`).not.toMatch(/\bws\b|websocket-driver|undici|llhttp|http-parser/);
  }
});

// Heads with the fault; none of the entries takes the good one.
const faulty: Record<string, Uint8Array> = {
  incomplete: headOf().subarray(0, -2),
  'start-line-malformed': headOf({}, '', 'HTTP/1.1 101\r\n'),
  'header-malformed': headOf({}, 'a : b\r\n'),
  'http-version-unsupported': headOf({}, '', 'HTTP/2.0 101 Switching Protocols\r\n'),
  'status-not-101': behind('HTTP/1.0 100 Continue\r\n\r\n'),
  'too-many-interim-responses': behind('HTTP/1.1 100 Continue\r\n\r\n'.repeat(17)),
  'upgrade-missing': headOf({ upgrade: 'Upgrade: websoc\xebet\r\n' }),
  'connection-upgrade-missing': headOf({ connection: 'Connection: Upgrade;x\r\n' }),
  'body-unexpected': headOf({}, 'Content-Length: 5\r\n'),
  'field-not-ascii': headOf({}, 'Sec-WebSocket-Protocol: \xe9\r\n'),
  'accept-duplicate': headOf({}, fields.accept),
  'protocol-duplicate': headOf({}, protocol + protocol),
  'protocol-not-offered': headOf({}, 'Sec-WebSocket-Protocol:\r\n'),
  'extensions-duplicate': headOf({}, extensions('permessage-deflate, permessage-deflate')),
  'extensions-malformed': headOf({}, extensions('a=b')),
  'extension-not-offered': headOf({}, extensions('a')),
  'extension-parameters-invalid': headOf({}, extensions('permessage-deflate; x')),
};

test('that another head is taken, behind a 101 that says nothing, is a difference', () => {
  const head = behind(`${start}\r\n`);
  expect(explainResponse(refused, 'upgrade-missing', head, read(head), never, [])).toBe(
    'upgrade-missing',
  );
});

describe.each(Object.keys(refusedResponses))('the refusal %s', (code) => {
  test('is asked of the head', () => {
    const head = faulty[code] ?? headOf();
    expect(explainResponse(refused, code, head, read(head), never, [])).toBe(code);
    expect(explainResponse(refused, code, headOf(), read(headOf()), never, [])).toBeNull();
  });
});

test.each([
  ['another proof', 'accept-mismatch', headOf({ accept: 'Sec-WebSocket-Accept: AAAA\r\n' })],
  ['another status', 'status-not-101', headOf({}, '', 'HTTP/1.1 200 OK\r\n')],
  ['another protocol', 'upgrade-missing', headOf({ upgrade: 'Upgrade: h2c\r\n' })],
  ['a subprotocol of its own', 'protocol-not-offered', headOf({}, protocol)],
])('nothing explains that %s is passed, here or there', (_, code, head) => {
  expect(read(head).faults).toContain(code);
  expect(explainResponse(refused, code, head, read(head), never, [])).toBeNull();
  expect(explainResponse(accepted, 'complete', head, read(head), strict, [])).toBeNull();
});

const peculiar: Record<string, { head: Uint8Array; protocols?: string[]; ours?: Answered }> = {
  'no-subprotocol': { head: headOf(), protocols: ['chat'] },
  'connection-is-a-list': { head: headOf({ connection: 'Connection: a, Upgrade\r\n' }) },
  'empty-elements': { head: headOf({}, extensions(',permessage-deflate,,')) },
  'blanks-around-separators': {
    head: headOf({}, extensions('permessage-deflate ; server_max_window_bits = 9')),
  },
  'quoted-values': {
    head: headOf({}, extensions('permessage-deflate;server_max_window_bits="9"')),
  },
  'length-of-nothing': { head: headOf({}, 'Content-Length: 0\r\nContent-Length: 0\r\n') },
  'bytes-above-ascii': { head: headOf({}, 'X: \xe9\r\n') },
  'later-minor-version': { head: headOf({}, '', 'HTTP/1.8 101 Switching Protocols\r\n') },
  'interim-responses': {
    head: behind('HTTP/1.1 100 Continue\r\n\r\n'),
  },
};

describe.each(acceptedResponses)('the acceptance $id', ({ id, belongs, without }) => {
  const { head, protocols = [] } = peculiar[id] ?? { head: headOf() };
  const reading = read(head, protocols);

  test('is asked of the head', () => {
    expect(belongs(reading, protocols)).toBe(true);
    expect(belongs(read(headOf()), [])).toBe(false);
    expect(reading.faults).toStrictEqual([]);
  });

  test('is gone from the head without it', () => {
    const asked = without({ text: Buffer.from(head).toString('latin1'), protocols }, reading);
    const rest = Uint8Array.from(Buffer.from(asked.text, 'latin1'));
    const left = read(rest, asked.protocols);
    expect(belongs(left, asked.protocols)).toBe(false);
    expect(left.faults).toStrictEqual([]);
  });

  test('does not excuse one who refuses the head without it too', () => {
    expect(explainResponse(accepted, 'complete', head, reading, never, protocols)).toBeNull();
  });
});

test('a head is explained when the plain one is accepted', () => {
  const { head } = peculiar['connection-is-a-list'] ?? { head: headOf() };
  expect(explainResponse(accepted, 'complete', head, read(head), strict, [])).toBe(
    'connection-is-a-list',
  );
  expect(explainResponse(accepted, 'complete', headOf(), read(headOf()), strict, [])).toBeNull();
});
