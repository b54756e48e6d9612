import { defineConfig } from 'vitest/config';
import { testsOfMemory, withFewRuns } from './test/mutation/few-runs-plugin.js';
import base from './vitest.config.js';

/** What of each file in src its own test reaches; the properties always make the same runs. */
export default defineConfig({
  plugins: [withFewRuns],
  resolve: { alias: base.resolve?.alias ?? [] },
  test: {
    testTimeout: 60_000,
    include: [
      'test/{bytes,vocabulary,frame,http,handshake,message,extension,connection,testing,adapters}/**/*.test.ts',
    ],
    exclude: testsOfMemory,
    reporters: [['default', { summary: false }]],
    coverage: {
      enabled: true,
      provider: 'custom',
      customProviderModule: './test/own-tests/provider.ts',
      include: ['src/**/*.ts'],
      reportsDirectory: 'reports/coverage-own',
      reporter: [['text', { skipFull: true }], 'json-summary'],
      thresholds: { 100: true, perFile: true },
    },
  },
});
