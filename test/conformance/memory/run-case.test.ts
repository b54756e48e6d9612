/**
 * The runner itself: a right peer passes, and each way of being wrong fails in exactly the cases that are
 * there to find it.
 */

import { describe, expect, test, vi } from 'vitest';
import { allCases, familyOf } from '../cases/index.js';
import type { ConformanceCase } from '../cases/notation.js';
import { type Defect, defects } from '../peers/defects.js';
import type { PeerRole } from '../peers/echo-peer.js';
import { FakePeer } from '../peers/fake-peer.js';
import { describeResult, isPassed } from '../report/case-result.js';
import type { Cut } from './pipe.js';
import { runCase } from './run-case.js';

vi.setConfig({ testTimeout: 120_000 });

const SEED = 20_260_101;
const ROLES: readonly PeerRole[] = ['server', 'client'];

/**
 * Every defect runs through these, twice; of family 9 the two that are soon done. Those with compression
 * have a test of their own.
 */
const NINE = ['9.1.1', '9.2.1'];
const quick = allCases.filter(
  ({ id, deflate }) =>
    (!id.startsWith('9.') || NINE.includes(id)) && id !== '7.1.6' && deflate === null,
);
/** The slow ones only run where they are what shows a defect. */
const slowFor: Partial<Record<Defect, string>> = {
  'caps-fragments': '9.3.1 9.3.2 9.3.3 9.4.1 9.4.2 9.4.3',
  'caps-messages': '9.1.5 9.1.6',
  'closes-after-a-message': '9.8.2',
  'echoes-other-octets': '9.7.3 9.8.2',
  'talks-after-close': '7.1.6',
};

type Which = (testCase: ConformanceCase) => boolean;
/** Cases by number; `6.8.*` is a group, `6.*` a family. */
const ids =
  (list: string): Which =>
  ({ id }) =>
    list.split(' ').some((p) => (p.endsWith('*') ? id.startsWith(p.slice(0, -1)) : id === p));
const either =
  (...some: Which[]): Which =>
  (testCase) =>
    some.some((which) => which(testCase));
const except =
  (which: Which, but: Which): Which =>
  (testCase) =>
    which(testCase) && !but(testCase);

const all: Which = () => true;
const none: Which = () => false;
const informs: Which = ({ informational }) => informational;
const isEchoed: Which = ({ ok }) => ok.some(({ type }) => type === 'text' || type === 'binary');
const isEmpty: Which = ({ ok }) =>
  ok.every((event) => 'payload' in event && event.payload.length === 0);
const hasPongs: Which = ({ ok }) => ok.some(({ type }) => type === 'pong');
const peerCloses: Which = ({ close }) => close.by === 'peer';
const endsCleanly: Which = ({ close }) => close.clean;
const refuses = ids('7.3.2 7.3.6 7.5.1 7.9.*');

/** Where each defect shows, and nowhere else. */
const shownBy: Readonly<Record<(typeof defects)[number], Which>> = {
  'answers-close-with-1001': except(endsCleanly, ids('7.7.2')),
  'answers-invalid-close-with-1000': ids('7.3.2 7.5.1 7.9.*'),
  'answers-pongs': ids('2.7 2.8 2.9'),
  'caps-fragments': ids('9.3.1 9.3.2 9.4.1 9.4.2'),
  'caps-messages': ids('9.1.6'),
  'checks-utf8-at-frame-end': ids('6.4.3 6.4.4'),
  'checks-utf8-at-message-end': ids('6.4.*'),
  'checks-utf8-frame-by-frame': ids('6.2.3 6.2.4 6.4.2 6.4.3 6.4.4'),
  'closes-after-a-message': isEchoed,
  'delays-pongs': ids('5.6 5.7 5.8 5.19 5.20'),
  'does-not-check-utf8': (one) => peerCloses(one) && familyOf(one) === 6,
  'echoes-close-codes': ids('7.9.* 7.13.*'),
  'echoes-other-octets': except(isEchoed, isEmpty),
  'echoes-other-type': isEchoed,
  'echoes-too-little': except(isEchoed, isEmpty),
  'empties-pongs': except(hasPongs, ids('2.1')),
  'fails-with-1000': either(peerCloses, refuses),
  // The suite allows it; see the test of the codes that a Close carries.
  'fails-without-close': none,
  'ignores-fragment-order': ids('5.9 5.10 5.11 5.12 5.13 5.14 5.15 5.16 5.17 5.18'),
  'ignores-long-control-frames': ids('2.5 7.3.6'),
  'ignores-reserved-bits': ids('3.*'),
  'ignores-reserved-opcodes': ids('4.*'),
  'ignores-split-control-frames': ids('5.1'),
  'keeps-chunks': ids('1.1.8 1.2.8 2.6 2.11 3.4 4.1.5 4.2.5 5.5 5.8'),
  'keeps-the-connection': except(all, informs),
  'loses-split-headers': ids('2.6 2.11 3.4 4.1.5 4.2.5 5.5 5.8 5.11 5.14'),
  'masks-wrongly': all,
  'never-answers-close': endsCleanly,
  'never-answers-pings': hasPongs,
  'talks-after-close': ids('7.1.3 7.1.4 7.1.5 7.1.6'),
  'throws-at-violations': either(peerCloses, refuses, ids('7.13.*')),
  'writes-long-lengths': all,
};

/** A client is not blamed for leaving the end of the connection to the server. */
const expectedOf = (defect: keyof typeof shownBy, role: PeerRole): Which =>
  defect === 'keeps-the-connection' && role === 'client' ? none : shownBy[defect];

const runFake = (one: ConformanceCase, role: PeerRole, defect: Defect | null, cut: Cut) =>
  runCase(one, { role, cut, makePeer: (as) => new FakePeer(as, defect), seed: SEED });
const failuresOf = (
  which: readonly ConformanceCase[],
  role: PeerRole,
  defect: Defect | null,
  cut: Cut = 'as written',
): string[] =>
  which.flatMap((one) => (isPassed(one, runFake(one, role, defect, cut)) ? [] : [one.id]));

describe.each(ROLES)('a peer in the role of the %s', (role) => {
  test.each<Cut>(['as written', 'octet by octet', 'at random'])(
    'passes every case when it is right, octets cut %s',
    (cut) => {
      expect(failuresOf(quick, role, null, cut)).toEqual([]);
    },
  );

  test.each(defects)('that %s fails where that shows', (defect) => {
    const expected = expectedOf(defect, role);
    const isSlowFinder = ids(slowFor[defect] ?? '');
    const relevant = allCases.filter((one) => quick.includes(one) || isSlowFinder(one));
    expect(failuresOf(relevant, role, defect)).toEqual(
      relevant.filter(expected).map(({ id }) => id),
    );
  });
});

describe('cutting the octets', () => {
  test.each<Defect>(['loses-split-headers', 'keeps-chunks'])(
    'shows in nearly every echo a peer that %s',
    (defect) => {
      const echoes = quick.filter(isEchoed).filter(({ close }) => close.by === 'fuzzer');
      const failed = failuresOf(echoes, 'server', defect, 'octet by octet');
      expect(failed.length).toBeGreaterThan(echoes.length / 2);
    },
  );

  test('repeats itself with the same seed', () => {
    const [one] = allCases.filter(ids('5.20')) as [ConformanceCase];
    const lines = [1, 2].map(() =>
      describeResult({ ...runFake(one, 'server', 'keeps-chunks', 'at random'), milliseconds: 0 }),
    );
    expect(lines[0]).toBe(lines[1]);
  });
});

describe('the verdicts of the suite', () => {
  test.each<[id: string, defect: Defect, role: PeerRole, verdict: string]>([
    ['1.1.2', 'echoes-other-type', 'server', 'FAILED / WRONG CODE'],
    ['1.1.2', 'never-answers-close', 'server', 'OK / UNCLEAN'],
    ['1.1.2', 'never-answers-close', 'client', 'OK / UNCLEAN'],
    ['1.1.2', 'keeps-the-connection', 'server', 'OK / UNCLEAN'],
    ['1.1.2', 'answers-close-with-1001', 'client', 'OK / WRONG CODE'],
    ['2.2', 'never-answers-pings', 'server', 'FAILED / OK'],
    ['2.5', 'ignores-long-control-frames', 'server', 'OK / FAILED'],
    ['3.1', 'keeps-the-connection', 'server', 'OK / FAILED BY CLIENT'],
    ['3.7', 'ignores-reserved-bits', 'server', 'OK / WRONG CODE'],
    ['4.1.1', 'fails-with-1000', 'client', 'OK / WRONG CODE'],
    ['4.1.1', 'fails-without-close', 'server', 'OK / OK'],
    ['6.3.1', 'does-not-check-utf8', 'server', 'FAILED / FAILED'],
    ['6.4.1', 'checks-utf8-at-message-end', 'server', 'NON-STRICT / OK'],
    ['6.4.2', 'checks-utf8-frame-by-frame', 'client', 'FAILED / OK'],
    ['6.4.4', 'checks-utf8-at-frame-end', 'client', 'NON-STRICT / OK'],
    ['7.1.1', 'answers-close-with-1001', 'server', 'FAILED / WRONG CODE'],
    ['7.1.6', 'talks-after-close', 'server', 'INFORMATIONAL / INFORMATIONAL'],
    ['7.9.1', 'echoes-close-codes', 'server', 'FAILED / WRONG CODE'],
    ['9.3.1', 'caps-fragments', 'server', 'FAILED / FAILED'],
  ])('case %s, a peer that %s as %s: %s', (id, defect, role, verdict) => {
    const [one] = allCases.filter(ids(id)) as [ConformanceCase];
    const { behavior, behaviorClose } = runFake(one, role, defect, 'as written');
    expect(`${behavior} / ${behaviorClose}`).toBe(verdict);
  });

  test('a message where only nothing would be strict is NON-STRICT', () => {
    const [one] = allCases.filter(ids('3.2')) as [ConformanceCase];
    const { behavior, complaints } = runFake(one, 'server', 'throws-at-violations', 'as written');
    expect(behavior).toBe('NON-STRICT');
    expect(complaints).toEqual(['threw Error: the peer broke the protocol: 1002']);
  });
});
