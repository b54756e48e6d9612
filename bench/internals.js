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

/**
 * The package as runtimes have it that know no WebAssembly: a copy of its own, loaded while there is none.
 *
 * @returns {Promise<typeof import('../src/index.js')>}
 */
export async function importWithoutWebAssembly() {
  const { WebAssembly } = globalThis;
  Reflect.deleteProperty(globalThis, 'WebAssembly');
  try {
    const copy = /** @type {typeof import('../src/index.js')} */ (await importInternal('index.ts'));
    requireNoSimd(copy.FrameDecoder);
    return copy;
  } finally {
    const descriptor = { value: WebAssembly, writable: true, configurable: true };
    Object.defineProperty(globalThis, 'WebAssembly', descriptor);
  }
}

/**
 * Throws unless the copy refuses what needs WebAssembly.
 *
 * @param {typeof import('../src/index.js').FrameDecoder} FrameDecoder
 */
function requireNoSimd(FrameDecoder) {
  try {
    new FrameDecoder({ simd: true });
  } catch (error) {
    if (error instanceof TypeError) return;
  }
  throw new Error('the copy without WebAssembly has it all the same');
}
