/**
 * The runner of families 12 and 13 itself: a right peer passes, and each way of being wrong about
 * permessage-deflate fails in exactly the cases that are there to find it.
 */

import { describe, expect, test } from 'vitest';
import { atExtent, type Extent } from '../cases/extent.js';
import { allCases } from '../cases/index.js';
import type { ConformanceCase } from '../cases/notation.js';
import { KiB } from '../cases/payload.js';
import { type Defect, deflateDefects } from '../peers/defects.js';
import type { PeerRole } from '../peers/echo-peer.js';
import { FakePeer } from '../peers/fake-peer.js';
import { type CaseResult, isPassed } from '../report/case-result.js';
import { fewCompressed } from '../report/requirements.js';
import type { Cut } from './pipe.js';
import { runCase } from './run-case.js';

const SEED = 20_260_102;
const ROLES: readonly PeerRole[] = ['server', 'client'];

/** A few messages show what a defect is, so long as the second can refer to the first. */
const FEW: Extent = { rounds: 40, units: 32 * KiB, walks: 0 };
const all = allCases.filter(({ deflate }) => deflate !== null).map((one) => atExtent(one, FEW));
/** Of each group short messages, long ones, and long ones in fragments. */
const some = all.filter(({ id }) => /\.(?:1|4|11)$/.test(id));

type Which = (testCase: ConformanceCase) => boolean;
const everywhere: Which = () => true;
const nowhere: Which = () => false;
const inGroups =
  (...groups: string[]): Which =>
  ({ id }) =>
    groups.some((group) => id.startsWith(`${group}.`));
const isFragmented: Which = ({ deflate }) => deflate?.fragment !== 0;
const isLong: Which = ({ deflate }) => (deflate?.length ?? 0) > 512;

interface Show {
  readonly in: Which;
  /** Both verdicts, if they are the same wherever it shows. */
  readonly as?: string;
}
/** The peer fails the connection; the fuzzer does; there is none. */
const PEER_CLOSES = 'FAILED / FAILED';
const FUZZER_CLOSES = 'FAILED / UNCLEAN';
const NOT_OPENED = 'FAILED / FAILED';
const UNIMPLEMENTED = 'UNIMPLEMENTED / OK';

const without = inGroups('13.2', '13.5', '13.6', '13.7');
const restricted = inGroups('13.3', '13.5', '13.7');

/** Where each defect shows, and nowhere else; by role where that makes a difference. */
const shownBy: Record<(typeof deflateDefects)[number], Show | Record<PeerRole, Show>> = {
  'cuts-compressed-data': { in: everywhere, as: FUZZER_CLOSES },
  'drops-a-message': { in: everywhere, as: 'FAILED / OK' },
  'forgets-the-peers-window': { in: everywhere, as: PEER_CLOSES },
  'ignores-window-bits': { in: (one) => restricted(one) && isLong(one), as: FUZZER_CLOSES },
  'inflates-the-first-fragment': { in: isFragmented, as: PEER_CLOSES },
  'keeps-its-window': { in: without, as: FUZZER_CLOSES },
  'knows-no-deflate': { in: everywhere, as: UNIMPLEMENTED },
  'leaves-the-tail': { in: everywhere, as: FUZZER_CLOSES },
  'marks-continuations': { in: everywhere, as: FUZZER_CLOSES },
  'marks-plain-messages': { in: everywhere, as: FUZZER_CLOSES },
  // The suite does not look; see below.
  'never-compresses': { in: nowhere },
  'never-offers-window-bits': {
    server: { in: nowhere },
    client: { in: inGroups('13.3', '13.4', '13.5', '13.6'), as: UNIMPLEMENTED },
  },
  'says-unknown-parameters': {
    server: { in: everywhere, as: NOT_OPENED },
    client: { in: everywhere, as: UNIMPLEMENTED },
  },
};

const run = (
  one: ConformanceCase,
  role: PeerRole,
  defect: Defect | null,
  cut: Cut = 'as written',
) => runCase(one, { role, cut, makePeer: (as) => new FakePeer(as, defect), seed: SEED });
const verdictOf = ({ behavior, behaviorClose }: CaseResult) => `${behavior} / ${behaviorClose}`;

describe.each(ROLES)('a peer that compresses, in the role of the %s,', (role) => {
  test.each<Cut>(['as written', 'octet by octet', 'at random'])(
    'passes every case when it is right, octets cut %s',
    (cut) => {
      const cases = cut === 'octet by octet' ? some : all;
      const results = cases.map((one) => run(one, role, null, cut));
      expect(results.filter((result, i) => !isPassed(cases[i] as ConformanceCase, result))).toEqual(
        [],
      );
      expect(fewCompressed(cases, results, 'all')).toEqual([]);
    },
  );

  test.each(deflateDefects)('that %s fails where that shows', (defect) => {
    const shown = shownBy[defect];
    const { in: expected, as } = 'in' in shown ? shown : shown[role];
    const failed = some
      .map((one) => ({ one, result: run(one, role, defect) }))
      .filter(({ one, result }) => !isPassed(one, result));
    expect(failed.map(({ one }) => one.id)).toEqual(some.filter(expected).map(({ id }) => id));
    if (as !== undefined) {
      expect([...new Set(failed.map(({ result }) => verdictOf(result)))]).toEqual([as]);
    }
  });

  test.each<[Defect, string]>([
    ['echoes-other-octets', 'FAILED / OK'],
    ['echoes-other-type', 'FAILED / OK'],
    ['echoes-too-little', 'FAILED / OK'],
    ['never-answers-close', 'OK / UNCLEAN'],
    ['closes-after-a-message', PEER_CLOSES],
  ])('that %s is %s as in the other families', (defect, verdict) => {
    const verdicts = some
      .filter(({ deflate }) => deflate?.data.type === 'text')
      .map((one) => verdictOf(run(one, role, defect)));
    expect([...new Set(verdicts)]).toEqual([verdict]);
  });

  test('that never compresses passes the suite, and not here', () => {
    const results = some.map((one) => run(one, role, 'never-compresses'));
    expect(fewCompressed(some, results, 'all')).toHaveLength(some.length);
    expect(fewCompressed(some, results, 'some')).toHaveLength(some.filter(isLong).length);
    expect(fewCompressed(some, results, 'some')[0]).toBe('12.1.4: 0 of 32 replies compressed');
  });
});
