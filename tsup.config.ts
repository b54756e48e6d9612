import { cpSync } from 'node:fs';
import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    deflate: 'src/deflate.ts',
    'deflate/pako': 'src/adapters/pako.ts',
    'deflate/node-zlib': 'src/adapters/node-zlib.ts',
    'deflate/by-size': 'src/adapters/by-size.ts',
    'extended-connect': 'src/extended-connect.ts',
    testing: 'src/testing.ts',
    streams: 'src/adapters/streams.ts',
    'testing/fast-check': 'src/adapters/fast-check.ts',
  },
  format: ['esm', 'cjs'],
  platform: 'neutral',
  target: 'es2022',
  external: [/^node:/],
  // Bundlers would take `zlib` for a package.
  removeNodeProtocol: false,
  dts: {
    compilerOptions: {
      // tsup's declaration build sets `baseUrl`, which TypeScript 6 calls deprecated.
      ignoreDeprecations: '6.0',
      // For the adapter on node:zlib; nothing of it shows in what is declared.
      types: ['node'],
    },
  },
  clean: true,
  splitting: true,
  treeshake: true,
  sourcemap: true,
  async onSuccess() {
    // For testers in other languages, and for those that read JSON themselves.
    cpSync('src/testing/data', 'dist/testing', { recursive: true });
  },
});
