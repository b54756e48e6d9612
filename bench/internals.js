/**
 * The functions that the package does not export, for the benches that decide which of them it uses.
 */

import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Bundles one source file as it stands and imports it.
 *
 * @param {string} path inside src/
 * @returns {Promise<unknown>}
 */
export async function importInternal(path) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../src/${path}`, import.meta.url))],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`src/${path} gave no bundle`);
  return import(`data:text/javascript;base64,${Buffer.from(file.contents).toString('base64')}`);
}
