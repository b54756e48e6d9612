import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { FailedImports } from './test/mutation/failed-imports.js';
import { testsOfMemory, withFewRuns, withoutMeasures } from './test/mutation/few-runs-plugin.js';
import { withWarmWorkers } from './test/mutation/warm-worker.js';
import base from './vitest.config.js';

const { MUTATION_FOLDER: folder = '*', MUTATION_TESTS = '*' } = process.env;
const names = MUTATION_TESTS.split(' ');

/** What takes seconds comes last: most mutants are dead by then. */
const slow =
  /(byte-accumulator|copy-payload|write-frame|mask-loops|mask-simd|compressor|profile|message-codecs|eof|run-in-memory|run-over-stream|data)\.test/;

class SlowLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => `${slow.test(moduleId) ? 1 : 0}${moduleId}`;
    return files.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
  }
}

/** `a[i] as number | b`, as Stryker's printer writes `(a[i] as number) | b`, would be a cast to a union. */
const withoutCasts = {
  name: 'without casts to number',
  enforce: 'pre',
  transform: (code: string, id: string) =>
    id.includes('/src/') ? code.replaceAll('] as number', ']') : undefined,
} as const;

/** The tests of one folder, all in one worker, without those that measure memory. */
export default defineConfig({
  plugins: [withoutCasts, withFewRuns, withoutMeasures, withWarmWorkers],
  resolve: { alias: base.resolve?.alias ?? [] },
  test: {
    testTimeout: 60_000,
    // MUTATION_TESTS: names of tests of the folder, for a run of a few of its files.
    include: names.map((name) => `test/${folder}/${name}.test.ts`),
    exclude: testsOfMemory,
    // Those of the adapters mock what they adapt.
    isolate: folder === 'adapters',
    setupFiles: ['test/mutation/setup.ts'],
    reporters: [new FailedImports()],
    sequence: { sequencer: SlowLast },
  },
});
