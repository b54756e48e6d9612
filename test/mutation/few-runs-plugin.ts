import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const fewRuns = fileURLToPath(new URL('./few-runs.ts', import.meta.url));

/** Lets the tests import few-runs.ts in place of fast-check. */
export const withFewRuns: Plugin = {
  name: 'fast-check with few runs',
  enforce: 'pre',
  resolveId: (source, importer) =>
    source === 'fast-check' && importer?.endsWith('/test/mutation/few-runs.ts') === false
      ? fewRuns
      : undefined,
};

/** Tests that measure memory, for runs that are about something else; not `run-in-memory`, which measures nothing. */
export const testsOfMemory = ['test/**/memory.test.ts', 'test/frame/frame-decoder-memory.test.ts'];

const noMeasure = fileURLToPath(new URL('./no-measure.ts', import.meta.url));

/** Lets the tests of bytes keep what they say about content, and leave out what they measure. */
export const withoutMeasures: Plugin = {
  name: 'without measures of memory',
  enforce: 'pre',
  resolveId: (source, importer) =>
    source === '../measure.js' && importer?.includes('/test/bytes/') === true
      ? noMeasure
      : undefined,
};
