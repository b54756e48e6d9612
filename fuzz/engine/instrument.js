/**
 * The codec with a counter at every branch: the sources bundled anew, each file instrumented.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, transform } from 'esbuild';

/** @typedef {import('../codec.js').Codec} Codec */
/** @typedef {{ b: Record<string, number[]>, f: Record<string, number> }} FileCounters */

const VARIABLE = '__fuzzCounters__';
const require = createRequire(import.meta.url);
/** As a function of strings, so that the type checker does not look for declarations. */
const load = /** @type {(name: string) => unknown} */ (require);
const pathOf = (/** @type {string} */ path) =>
  fileURLToPath(new URL(`../${path}`, import.meta.url));

const entries = {
  'websocket-codec': 'index.ts',
  'websocket-codec/deflate': 'deflate.ts',
  'websocket-codec/deflate/pako': 'adapters/pako.ts',
  'websocket-codec/deflate/node-zlib': 'adapters/node-zlib.ts',
  'websocket-codec/extended-connect': 'extended-connect.ts',
};

/** @returns {Promise<{ codec: Codec, counters: number[][] }>} */
export async function loadInstrumented() {
  const { createInstrumenter } =
    /** @type {{ createInstrumenter: (options: object) => { instrumentSync: (code: string, path: string) => string } }} */ (
      load('istanbul-lib-instrument')
    );
  const instrumenter = createInstrumenter({
    coverageVariable: VARIABLE,
    esModules: true,
    compact: true,
  });
  const alias = Object.fromEntries(
    Object.entries(entries).map(([name, file]) => [name, pathOf(`../src/${file}`)]),
  );
  const { outputFiles } = await build({
    entryPoints: [pathOf('codec.js')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    write: false,
    external: ['pako'],
    alias,
    plugins: [
      {
        name: 'instrument',
        setup({ onLoad }) {
          onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
            const { code } = await transform(readFileSync(path, 'utf8'), {
              loader: 'ts',
              target: 'es2022',
            });
            return { contents: instrumenter.instrumentSync(code, path), loader: 'js' };
          });
        },
      },
    ],
  });
  // In a file, because what is imported from a data: address finds no packages.
  mkdirSync(pathOf('findings'), { recursive: true });
  const file = pathOf('findings/instrumented.mjs');
  writeFileSync(file, outputFiles[0].contents);
  const { codec } = /** @type {{ codec: Codec }} */ (await import(pathToFileURL(file).href));
  const files = /** @type {Record<string, FileCounters>} */ (Reflect.get(globalThis, VARIABLE));
  return { codec, counters: Object.values(files).flatMap(({ b }) => Object.values(b)) };
}
