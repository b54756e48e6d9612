/**
 * fast-check with few runs, and always the same ones, so that a mutant has the same fate each time and a line is
 * reached each time. It stands in for the package in those runs.
 */

import fc from 'fast-check';

const { MUTATION_RUNS = '50' } = process.env;
const RUNS = Number(MUTATION_RUNS);

fc.configureGlobal({ numRuns: RUNS, seed: 6455 });

/** A property that asks for more runs gets no more either. */
const assert = ((property: fc.IRawProperty<unknown>, parameters?: fc.Parameters<unknown>) => {
  const { numRuns = RUNS } = parameters ?? {};
  return fc.assert(property, { ...parameters, numRuns: Math.min(numRuns, RUNS) });
}) as typeof fc.assert;

export * from 'fast-check';
export { assert };
export default { ...fc, assert };
