/**
 * fast-check with few runs, and always the same ones, so that a mutant has the same fate each time and a line is
 * reached each time. It stands in for the package in those runs.
 */

import fc from 'fast-check';

fc.configureGlobal({ numRuns: Number(process.env['MUTATION_RUNS'] ?? 50), seed: 6455 });

export * from 'fast-check';
export default fc;
