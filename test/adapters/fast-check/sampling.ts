/**
 * How the tests of arbitraries look at them: many values of one seed, and which classes they reach.
 */

import fc from 'fast-check';

/** Reproducible, so that a statement about shares cannot fail by chance. */
export function sample<T>(
  arbitrary: fc.Arbitrary<T>,
  count: number = 2_000,
  seed: number = 6455,
): T[] {
  return fc.sample(arbitrary, { numRuns: count, seed });
}

/** The share of values with a property, from 0 to 1. */
export function share<T>(values: readonly T[], has: (value: T) => boolean): number {
  return values.filter(has).length / values.length;
}

/** How often each class occurs. */
export function tally<T, C>(values: readonly T[], classOf: (value: T) => C): Map<C, number> {
  const counts = new Map<C, number>();
  for (const value of values) {
    const one = classOf(value);
    counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  return counts;
}

/** What a failing property shrinks to. */
export function smallest<T>(
  arbitrary: fc.Arbitrary<T>,
  fails: (value: T) => boolean,
  seed = 6455,
): T {
  const details = fc.check(
    fc.property(arbitrary, (value) => !fails(value)),
    { seed, numRuns: 5_000 },
  );
  if (details.counterexample === null) throw new Error('nothing fails');
  return details.counterexample[0];
}

/** Runs of every property: a seed of its own each time, and one that is always the same. */
export const runs = [{ numRuns: 150, seed: 7692 }, { numRuns: 150 }] as const;
