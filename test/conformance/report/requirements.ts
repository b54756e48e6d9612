/** What a subject has to reach, as text for the failure of a test. */

import type { ConformanceCase } from '../cases/notation.js';
import { type CaseResult, describeResult, isPassed } from './case-result.js';

/** A line for every case that has not got its best verdict; none when all is well. */
export function shortcomings(
  cases: readonly ConformanceCase[],
  results: readonly CaseResult[],
): string[] {
  const lookUp = new Map(results.map((result) => [result.id, result]));
  return cases.flatMap((testCase) => {
    const result = lookUp.get(testCase.id);
    if (result === undefined) return [`${testCase.id}: not run`];
    return isPassed(testCase, result) ? [] : [describeResult(result)];
  });
}

/**
 * Beyond the suite, which lets a peer fail a connection without a word: where a violation is to be
 * answered, the Close must say which. A line for every case without it.
 */
export function silentFailures(
  cases: readonly ConformanceCase[],
  results: readonly CaseResult[],
): string[] {
  const lookUp = new Map(results.map((result) => [result.id, result]));
  return cases.filter(isViolation).flatMap(({ id, close }) => {
    const code = lookUp.get(id)?.remoteCode ?? null;
    if (code !== null && close.codes.includes(code)) return [];
    return [`${id}: closed with ${code ?? 'no code'} instead of ${close.codes.join(' or ')}`];
  });
}

/** From here on every threshold that is a default lets a message through. */
const WORTH_COMPRESSING_UNITS = 1024;

/**
 * Beyond the suite, which does not look: a subject that has agreed to compress does so. A line for every
 * case with too few replies that came compressed: `all` must, or `some` where messages are long.
 */
export function fewCompressed(
  cases: readonly ConformanceCase[],
  results: readonly CaseResult[],
  which: 'all' | 'some',
): string[] {
  const lookUp = new Map(results.map((result) => [result.id, result]));
  return cases.flatMap(({ id, deflate, rounds }) => {
    if (deflate === null) return [];
    const { compressed = 0 } = lookUp.get(id) ?? {};
    const isLong = deflate.length >= WORTH_COMPRESSING_UNITS;
    const least = which === 'all' ? rounds : isLong ? 1 : 0;
    return compressed >= least ? [] : [`${id}: ${compressed} of ${rounds} replies compressed`];
  });
}

/** The peer has to close by itself, or to refuse the fuzzer's Close. */
function isViolation({ close }: ConformanceCase): boolean {
  return close.by === 'peer' || (close.by === 'fuzzer' && !close.clean);
}
