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
    ].map(([name, file]) => ({
      find: new RegExp(`^${name}$`),
      replacement: fileURLToPath(new URL(`./src/${file}.ts`, import.meta.url)),
    })),
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**'],
    testTimeout: 30_000,
    coverage: { provider: 'v8', include: ['src/**/*.ts'] },
  },
});
