import { describe, expect, test } from 'vitest';
import { allCases } from '../cases/index.js';
import type { ConformanceCase } from '../cases/notation.js';
import { runCase } from '../memory/run-case.js';
import type { Defect } from '../peers/defects.js';
import { FakePeer } from '../peers/fake-peer.js';
import { fewCompressed, shortcomings, silentFailures } from './requirements.js';

const cases = allCases.filter(({ id }) =>
  ['1.1.2', '2.5', '6.6.1', '7.9.1', '7.13.1'].includes(id),
);
const run = (testCase: ConformanceCase, defect: Defect | null) =>
  runCase(testCase, {
    role: 'server',
    cut: 'as written',
    seed: 1,
    makePeer: (role) => new FakePeer(role, defect),
  });
const resultsWith = (defect: Defect | null) => cases.map((testCase) => run(testCase, defect));

describe('what is asked of a subject', () => {
  test('a right peer falls short of nothing', () => {
    expect(shortcomings(cases, resultsWith(null))).toEqual([]);
    expect(silentFailures(cases, resultsWith(null))).toEqual([]);
  });

  test('a case that was not run is a shortcoming', () => {
    expect(shortcomings(cases, resultsWith(null).slice(1))).toEqual(['1.1.2: not run']);
  });

  test('compression that a subject does not know, or does not use, is a shortcoming', () => {
    const [one] = allCases.filter(({ id }) => id === '13.1.4') as [ConformanceCase];
    const twoMessages = [{ ...one, rounds: 2 }];
    const results = (defect: Defect | null) => twoMessages.map((two) => run(two, defect));
    const unknown = shortcomings(twoMessages, results('knows-no-deflate'));
    expect(unknown).toHaveLength(1);
    expect(unknown[0]).toMatch(/^13\.1\.4: UNIMPLEMENTED \/ OK /);
    expect(shortcomings(twoMessages, results('never-compresses'))).toEqual([]);
    expect(fewCompressed(twoMessages, results('never-compresses'), 'some')).toEqual([
      '13.1.4: 0 of 2 replies compressed',
    ]);
    expect(fewCompressed(twoMessages, results(null), 'all')).toEqual([]);
  });

  test('a wrong echo is described with what was recorded', () => {
    const [line] = shortcomings(cases, resultsWith('echoes-other-type'));
    expect(line).toMatch(
      /^1\.1\.2: FAILED \/ .* recorded \[binary\("\*{24}"\.\.\., 125 octets\)\]/,
    );
  });

  test('a connection that fails without a word passes the suite, and not here', () => {
    const results = resultsWith('fails-without-close');
    expect(shortcomings(cases, results)).toEqual([]);
    expect(silentFailures(cases, results)).toEqual([
      '2.5: closed with no code instead of 1002',
      '6.6.1: closed with no code instead of 1007',
      '7.9.1: closed with no code instead of 1002',
    ]);
  });
});
