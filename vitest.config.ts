import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: [
      ['websocket-codec', 'index'],
      ['websocket-codec/deflate', 'deflate'],
      ['websocket-codec/deflate/pako', 'adapters/pako'],
      ['websocket-codec/deflate/node-zlib', 'adapters/node-zlib'],
      ['websocket-codec/deflate/by-size', 'adapters/by-size'],
      ['websocket-codec/extended-connect', 'extended-connect'],
      ['websocket-codec/streams', 'adapters/streams'],
      ['websocket-codec/testing', 'testing'],
      ['websocket-codec/testing/fast-check', 'adapters/fast-check'],
    ].map(([name, file]) => ({
      find: new RegExp(`^${name}$`),
      replacement: fileURLToPath(new URL(`./src/${file}.ts`, import.meta.url)),
    })),
  },
  test: {
    // For what hangs alone: a busy machine takes four times as long as a quiet one.
    testTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'without WebAssembly',
          include: [
            'test/{frame,properties}/**/*.test.ts',
            'test/conformance/conformance-memory.test.ts',
          ],
          // They are about SIMD alone.
          exclude: ['test/frame/mask-simd.test.ts', 'test/frame/unmask-window.test.ts'],
          setupFiles: ['test/without-webassembly.ts'],
        },
      },
    ],
    coverage: { provider: 'v8', include: ['src/**/*.ts'] },
  },
});
