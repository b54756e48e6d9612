/**
 * Coverage by V8, where what a test file covers counts for its own source alone.
 *
 * @see https://vitest.dev/guide/coverage#custom-coverage-provider
 */

import v8 from '@vitest/coverage-v8';
import type { CoverageProvider } from 'vitest/node';
import type { OwnCoverage } from './exceptions.js';
import { sourceName, sourcesOf } from './own-tests.js';

type AfterSuiteRun = Parameters<CoverageProvider['onAfterSuiteRun']>[0];

async function getProvider(): Promise<CoverageProvider> {
  // Not in the workers, which load this file as well.
  const { V8CoverageProvider } = await import('@vitest/coverage-v8/dist/provider.js');
  const { compare } = await import('./exceptions.js');

  class OwnTestsProvider extends V8CoverageProvider {
    override onAfterSuiteRun(run: AfterSuiteRun): void {
      const own = run.testFiles.flatMap(sourcesOf);
      const { result } = run.coverage as { result: readonly { url: string }[] };
      const coverage = {
        result: result.filter(({ url }) => own.includes(sourceName(url) ?? '')),
      };
      super.onAfterSuiteRun({ ...run, coverage });
    }

    override async reportThresholds(coverage: OwnCoverage): Promise<void> {
      const complaints = compare(coverage);
      for (const complaint of complaints) this.ctx.logger.error(complaint);
      if (complaints.length > 0) process.exitCode = 1;
    }
  }
  return new OwnTestsProvider();
}

export default { ...v8, getProvider };
