import { describe, expect, test } from 'vitest';
import type { Offered } from '../../src/handshake/extension.js';
import type { OfferedTerms } from '../../src/handshake/read-answer.js';
import { readConnectResponse } from '../../src/handshake/read-connect-response.js';
import type { HeaderList } from '../../src/http/header-list.js';
import { connectFailures } from '../../src/vocabulary/connect-failure.js';
import { adding, having, OK } from './connect-sections.js';

const deflate: Offered = {
  name: 'permessage-deflate',
  negotiate: () => null,
  accept: ({ name, parameters }) => (parameters.length > 0 ? null : { name, parameters, rsv: 4 }),
};
const other: Offered = {
  name: 'x-other',
  negotiate: () => null,
  accept: (answer) => ({ ...answer, rsv: 4 }),
};
const offered: OfferedTerms = { protocols: ['chat', 'superchat'], extensions: [deflate, other] };
const extensions = (value: string): HeaderList => adding(OK, ['sec-websocket-extensions', value]);

describe('the answer to an extended CONNECT', () => {
  test('is read as RFC 8441 §5.1 gives it', () => {
    expect(readConnectResponse(OK, offered)).toStrictEqual({
      status: 'complete',
      value: { status: 200, headers: OK.slice(1), protocol: 'chat', extensions: [] },
      bytesRead: 0,
    });
  });

  test('may have any status of success', () => {
    for (const status of ['200', '204', '299']) {
      const result = readConnectResponse([[':status', status]]);
      expect(result).toMatchObject({ status: 'complete', value: { protocol: null } });
    }
  });

  test('accepts what an extension accepts', () => {
    const result = readConnectResponse(extensions('permessage-deflate'), offered);
    expect(result).toMatchObject({
      value: { extensions: [{ name: 'permessage-deflate', rsv: 4 }] },
    });
  });

  test.each(['100', '103', '199'])('is still to come behind a %s', (status) => {
    expect(readConnectResponse([[':status', status]], offered)).toStrictEqual({
      status: 'incomplete',
      bytesNeeded: 1,
    });
  });
});

const faults: readonly [code: keyof typeof connectFailures, ...HeaderList[]][] = [
  ['header-malformed', adding(OK, ['Server', 'x']), adding(OK, ['x', 'a\nb'])],
  ['connection-field-present', adding(OK, ['upgrade', 'websocket'])],
  ['pseudo-header-unknown', [[':path', '/'], ...OK]],
  ['pseudo-header-misplaced', [['server', 'x'], ...OK]],
  ['pseudo-header-duplicate', [[':status', '200'], ...OK]],
  ['status-missing', OK.slice(1), []],
  [
    'status-invalid',
    having(OK, ':status', '099'),
    having(OK, ':status', '20'),
    having(OK, ':status', '2000'),
    having(OK, ':status', '1200'),
    having(OK, ':status', '2e2'),
    having(OK, ':status', ''),
  ],
  ['status-101', having(OK, ':status', '101')],
  ['status-not-2xx', having(OK, ':status', '300'), having(OK, ':status', '403')],
  ['field-not-ascii', having(OK, 'sec-websocket-protocol', 'ch\xe4t')],
  ['protocol-duplicate', adding(OK, ['sec-websocket-protocol', 'chat'])],
  ['protocol-not-offered', having(OK, 'sec-websocket-protocol', 'constructor')],
  ['extensions-duplicate', extensions('permessage-deflate, permessage-deflate')],
  ['extensions-malformed', extensions('a; b=')],
  ['extension-not-offered', extensions('__proto__')],
  ['extension-parameters-invalid', extensions('permessage-deflate; a')],
  ['extension-bit-conflict', extensions('permessage-deflate, x-other')],
];

describe('an answer that opens no WebSocket', () => {
  test.each(faults)('is %s', (code, ...lists) => {
    for (const headers of lists) {
      const result = readConnectResponse(headers, offered);
      const { section, message } = connectFailures[code];
      expect(result).toMatchObject({ status: 'invalid', error: { code, section, message } });
    }
  });

  test('is each of the failures in the table', () => {
    expect(faults.map(([code]) => code).sort()).toStrictEqual(Object.keys(connectFailures).sort());
  });

  test('tells what the server said, where it has said anything', () => {
    const refusal = readConnectResponse(adding([[':status', '429']], ['retry-after', '5']));
    expect(refusal).toMatchObject({
      error: {
        response: { status: 429, headers: [['retry-after', '5']] },
        isMalformed: false,
      },
    });
    const malformed = readConnectResponse(adding(OK, ['upgrade', 'websocket']));
    expect(malformed).toMatchObject({ error: { response: null, isMalformed: true } });
  });

  test('is frozen data', () => {
    const result = readConnectResponse(adding([[':status', '429']], ['retry-after', '5']));
    if (result.status !== 'invalid' || result.error.response === null) throw new Error('no answer');
    const { response } = result.error;
    expect([result.error, response, response.headers].every(Object.isFrozen)).toBe(true);
  });
});

describe('the arguments', () => {
  test.each<[string, unknown]>([
    ['null', null],
    ['a name alone', [['a']]],
    ['a string', 'x'],
  ])('are a list of pairs, not %s', (_, value) => {
    expect(() => readConnectResponse(value as never)).toThrow(
      new TypeError('headers must be an array of [name, value] pairs of strings'),
    );
  });

  test.each([null, 'chat', 1])('are lists of what was offered, not %j', (value) => {
    expect(() => readConnectResponse(OK, { protocols: value as never })).toThrow(TypeError);
    expect(() => readConnectResponse(OK, { extensions: value as never })).toThrow(TypeError);
  });
});
