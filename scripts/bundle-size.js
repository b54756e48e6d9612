/**
 * What code that uses the built package becomes in a bundle.
 */

import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** How every WebAssembly module begins, in the hexadecimal of src/frame/mask-simd-code.ts. */
const WEB_ASSEMBLY = '0061736d01000000';

/**
 * @param {string} contents a module that imports the package by its name
 * @returns {Promise<{ minified: number, gzipped: number, holdsWebAssembly: boolean }>} bytes, minified by esbuild, and
 *   of that at gzip's level 9
 */
export async function bundleSize(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, loader: 'js' },
    bundle: true,
    // What an entry point stands on, and does not bring.
    external: ['node:*', 'pako', 'fast-check'],
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  const bytes = Buffer.from(outputFiles[0]?.contents ?? []);
  if (bytes.length === 0) throw new Error(`nothing came of ${contents}`);
  return {
    minified: bytes.length,
    gzipped: gzipSync(bytes, { level: 9 }).length,
    holdsWebAssembly: bytes.includes(WEB_ASSEMBLY),
  };
}
