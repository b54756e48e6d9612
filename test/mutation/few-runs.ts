/**
 * Properties under mutation: few runs, and always the same ones, so that a mutant has the same fate each time.
 */

import fc from 'fast-check';

fc.configureGlobal({ numRuns: 50, seed: 6455 });
