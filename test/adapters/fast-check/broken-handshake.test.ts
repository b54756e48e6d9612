import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  brokenHandshakeRequest,
  brokenHandshakeResponse,
} from '../../../src/adapters/fast-check.js';
import { parseHandshake } from '../../../src/handshake/parse-handshake.js';
import { parseHandshakeResponse } from '../../../src/handshake/parse-handshake-response.js';
import { bytesOf } from '../../../src/testing/byte-data.js';
import { attackCases } from '../../../src/testing.js';
import { handshakeFailures } from '../../../src/vocabulary/handshake-failure.js';
import {
  type HandshakeViolationCode,
  handshakeViolations,
} from '../../../src/vocabulary/handshake-violation.js';
import { errorOf, latin1Text } from '../../handshake/heads.js';
import { runs, sample, share, smallest, tally } from './sampling.js';

const many = runs.map((run) => ({ ...run, numRuns: 600 }));
const spellings = fc.constantFrom('usual' as const, 'any' as const);

test.each(many)('a server refuses a broken request for the rule that it breaks (%j)', (run) => {
  const broken = spellings.chain((spelling) => brokenHandshakeRequest({ spelling }));
  fc.assert(
    fc.property(broken, ({ bytes, text, violation, httpStatus, httpStatuses }) => {
      const error = errorOf(parseHandshake(bytes));
      expect(error.code).toBe(violation);
      expect(error.httpStatus).toBe(httpStatus);
      expect(httpStatuses).toContain(httpStatus);
      expect(new Set(httpStatuses).size).toBe(httpStatuses.length);
      expect(latin1Text(bytes)).toBe(text);
    }),
    run,
  );
});

test.each(many)('a client refuses a broken answer for the rule that it breaks (%j)', (run) => {
  const broken = spellings.chain((spelling) => brokenHandshakeResponse({ spelling }));
  fc.assert(
    fc.property(broken, ({ bytes, text, expectation, violation }) => {
      expect(errorOf(parseHandshakeResponse(bytes, expectation)).code).toBe(violation);
      expect(latin1Text(bytes)).toBe(text);
    }),
    run,
  );
});

test('every rule is broken', () => {
  const ofRequests = tally(sample(brokenHandshakeRequest()), ({ violation }) => violation);
  expect([...ofRequests.keys()].sort()).toStrictEqual(Object.keys(handshakeViolations).sort());
  expect(Math.min(...ofRequests.values())).toBeGreaterThan(30);
  const ofAnswers = tally(sample(brokenHandshakeResponse()), ({ violation }) => violation);
  expect([...ofAnswers.keys()].sort()).toStrictEqual(Object.keys(handshakeFailures).sort());
  expect(Math.min(...ofAnswers.values())).toBeGreaterThan(30);
});

test('a report names the rule first, and shows no more of the text than can be read', () => {
  const of = (one: { violation: string; text: string }): string => fc.stringify(one);
  const [short] = sample(brokenHandshakeRequest({ violations: ['key-missing'] }), 1);
  if (short === undefined) throw new Error('nothing was drawn');
  expect(of(short)).toBe(`key-missing: ${JSON.stringify(short.text)}`);
  expect(Object.keys(short).sort()).toEqual([
    'bytes',
    'httpStatus',
    'httpStatuses',
    'text',
    'violation',
  ]);
  const [long] = sample(brokenHandshakeResponse({ violations: ['head-too-large'] }), 1);
  if (long === undefined) throw new Error('nothing was drawn');
  expect(of(long)).toMatch(/^head-too-large: "HTTP\/1\.1 .*"\.\.\. \(\d+ bytes\)$/);
  expect(of(long).length).toBeLessThan(1000);
});

/** What may answer each rule, in whatever way it is broken. */
const statusesOf = new Map<HandshakeViolationCode, Set<number>>();
for (const { violation, httpStatuses } of sample(brokenHandshakeRequest({ spelling: 'usual' }))) {
  const known = statusesOf.get(violation) ?? new Set();
  statusesOf.set(violation, new Set([...known, ...httpStatuses]));
}

test('a server may let pass what no RFC wants refused, and nothing else', () => {
  const requests = sample(brokenHandshakeRequest({ spelling: 'usual' }));
  const passing = requests.filter(({ httpStatuses }) => httpStatuses.includes(101));
  expect(new Set(passing.map(({ violation }) => violation))).toEqual(
    new Set([
      'head-too-large',
      'line-too-long',
      'too-many-headers',
      'start-line-malformed',
      'header-malformed',
      'http-version-unsupported',
      'connection-upgrade-missing',
      'body-unexpected',
      'field-not-ascii',
      'origin-duplicate',
      'protocol-duplicate',
    ]),
  );
  const isRight = {
    'start-line-malformed': / HTTP\/1\.1 \r\n/,
    'header-malformed': /\r\n[ \t]A:|\r\nA: b[\0\r\n\x7f]c\r\n/,
    'connection-upgrade-missing': /\r\nConnection: Upgrade, \x80\r\n/,
    'body-unexpected': /\r\nContent-Length: [19]+\r\n|\r\nTransfer-Encoding: (chunked)?\r\n/,
    'field-not-ascii': /\r\nSec-WebSocket-Other: \xff\r\n/,
  };
  for (const { text, violation, httpStatuses } of requests) {
    if (!(violation in isRight)) continue;
    const shape = isRight[violation as keyof typeof isRight];
    expect(shape.test(text)).toBe(httpStatuses.includes(101));
  }
});

const highLimits = { maxHeadBytes: 2_000_000, maxLineBytes: 2_000_000, maxHeaderCount: 20_000 };

/** The rules that each attack on servers breaks first, with the limits of the package and with others. */
const attacks = attackCases.flatMap(({ id, roles = ['server'], opening }) => {
  const { bytes, status } = opening ?? {};
  if (bytes === undefined || status === undefined || !roles.includes('server')) return [];
  const violations = [{}, highLimits].flatMap((limits) => {
    const result = parseHandshake(bytesOf(bytes), limits);
    return result.status === 'invalid' ? [result.error.code] : [];
  });
  return violations.length === 0 ? [] : [{ id, status, violations }];
});

test.each(attacks)(
  'the statuses that may answer the attack $id may answer $violations',
  (attack) => {
    const allowed = new Set(
      attack.violations.flatMap((violation) => [...(statusesOf.get(violation) ?? [])]),
    );
    expect(attack.status.filter((status) => !allowed.has(status))).toEqual([]);
  },
);

test('there are attacks to compare with', () => {
  expect(attacks.length).toBeGreaterThan(50);
});

test('the extensions of a client that is answered wrongly take nothing as a server', () => {
  const violations = ['extension-parameters-invalid', 'extension-bit-conflict'] as const;
  const answers = sample(brokenHandshakeResponse({ violations }), 20);
  const marking = answers
    .flatMap(({ expectation }) => expectation.extensions ?? [])
    .flatMap((one) => ('negotiate' in one ? [one] : []));
  expect(marking.length).toBeGreaterThanOrEqual(20);
  for (const { name, negotiate, offer } of marking) {
    expect(offer).toEqual({ name, parameters: [] });
    expect(negotiate({ name, parameters: [] })).toBe(null);
  }
});

test('a field that is written twice is there twice, in whatever head', () => {
  const linesOf = (text: string, name: string) =>
    text.split('\r\n').filter((line) => line.toLowerCase().startsWith(`${name}:`));
  for (const { text } of sample(
    brokenHandshakeRequest({ violations: ['origin-duplicate'] }),
    200,
  )) {
    expect(linesOf(text, 'origin')).toHaveLength(2);
  }
  const values = sample(brokenHandshakeRequest({ violations: ['version-duplicate'] }), 200).map(
    ({ text }) =>
      linesOf(text, 'sec-websocket-version').map((line) => line.replace(/^.*:|\s/g, '')),
  );
  expect(new Set(values.map((both) => both.sort().join()))).toEqual(new Set(['13,13', '13,8']));
  // Whatever it says, it may say it once more.
  const keys = sample(brokenHandshakeRequest({ violations: ['key-duplicate'] }), 200).map(
    ({ text }) => linesOf(text, 'sec-websocket-key').map((line) => line.replace(/^.*:|\s/g, '')),
  );
  expect(share(keys, ([first, second]) => first === second)).toBeGreaterThan(0.3);
});

test('only the rules that are asked for are broken', () => {
  const codes = tally(
    sample(brokenHandshakeRequest({ violations: ['key-missing', 'host-invalid'] }), 100),
    ({ violation }) => violation,
  );
  expect([...codes.keys()].sort()).toStrictEqual(['host-invalid', 'key-missing']);
  const [answer] = sample(brokenHandshakeResponse({ violations: ['accept-mismatch'] }), 1);
  expect(answer?.violation).toBe('accept-mismatch');
});

test('a caller that asks for nonsense is told', () => {
  expect(() => brokenHandshakeRequest({ violations: [] })).toThrow(RangeError);
  expect(() => brokenHandshakeRequest({ violations: ['x' as 'key-missing'] })).toThrow(
    'no violation x',
  );
  expect(() => brokenHandshakeResponse({ spelling: 'odd' as 'any' })).toThrow(TypeError);
});

test('a broken request shrinks towards the rule alone', () => {
  const broken = brokenHandshakeRequest({ violations: ['key-missing'] });
  expect(smallest(broken, () => true).text.split('\r\n').length).toBeLessThanOrEqual(7);
});
