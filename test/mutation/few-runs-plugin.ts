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
