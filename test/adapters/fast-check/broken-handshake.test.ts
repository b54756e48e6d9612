import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  brokenHandshakeRequest,
  brokenHandshakeResponse,
} from '../../../src/adapters/fast-check.js';
import { parseHandshake } from '../../../src/handshake/parse-handshake.js';
import { parseHandshakeResponse } from '../../../src/handshake/parse-handshake-response.js';
import { handshakeFailures } from '../../../src/vocabulary/handshake-failure.js';
import { handshakeViolations } from '../../../src/vocabulary/handshake-violation.js';
import { errorOf, latin1Text } from '../../handshake/heads.js';
import { runs, sample, share, smallest, tally } from './sampling.js';

const many = runs.map((run) => ({ ...run, numRuns: 600 }));
const spellings = fc.constantFrom('usual' as const, 'any' as const);

test.each(many)('a server refuses a broken request for the rule that it breaks (%j)', (run) => {
  const broken = spellings.chain((spelling) => brokenHandshakeRequest({ spelling }));
  fc.assert(
    fc.property(broken, ({ bytes, text, violation, httpStatus }) => {
      const error = errorOf(parseHandshake(bytes));
      expect(error.code).toBe(violation);
      expect(error.httpStatus).toBe(httpStatus);
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
  expect(Object.keys(short).sort()).toEqual(['bytes', 'httpStatus', 'text', 'violation']);
  const [long] = sample(brokenHandshakeResponse({ violations: ['head-too-large'] }), 1);
  if (long === undefined) throw new Error('nothing was drawn');
  expect(of(long)).toMatch(/^head-too-large: "HTTP\/1\.1 .*"\.\.\. \(\d+ bytes\)$/);
  expect(of(long).length).toBeLessThan(1000);
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
