/**
 * Mutation testing of one folder of src by the tests of the same folder; scripts/mutation.js runs it folder by folder.
 *
 * @see test/mutation/README.md
 */

const { MUTATION_FOLDER: folder, MUTATION_PART, MUTATION_FILES } = process.env;
if (folder === undefined) throw new Error('run it by: npm run mutation -- <folder of src>');

// A folder can be run in parts, by MUTATION_FILES and MUTATION_TESTS.
const parts = MUTATION_PART === undefined ? [folder] : [folder, MUTATION_PART];
const name = parts.join('-').replaceAll('/', '-');

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  coverageAnalysis: 'perTest',
  // A test compares mask-simd-code.ts with what its script writes: with mutants in it, the first run would fail.
  mutate: MUTATION_FILES?.split(' ') ?? [`src/${folder}/*.ts`, '!src/frame/mask-simd-code.ts'],
  // Only what the tests of the layers read is copied.
  ignorePatterns: ['bench', 'dist', 'fuzz', 'reports', 'test/runtimes/node_modules', '.*', '*.md'],
  tempDirName: `reports/mutation/tmp-${name}`,
  incremental: true,
  incrementalFile: `reports/mutation/${name}.incremental.json`,
  reporters: ['json', 'clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, reportTests: false, skipFull: true },
  jsonReporter: { fileName: `reports/mutation/${name}.json` },
  concurrency: Number(process.env.MUTATION_WORKERS ?? 2),
  timeoutMS: Number(process.env.MUTATION_TIMEOUT_MS ?? 8000),
  timeoutFactor: Number(process.env.MUTATION_TIMEOUT_FACTOR ?? 4),
  disableTypeChecks: false,
  allowConsoleColors: false,
};
