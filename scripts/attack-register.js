/**
 * The register of attacks, which is written in TypeScript beside the tests.
 */

import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const source = new URL('../test/security/attack.ts', import.meta.url);

/** @returns {Promise<typeof import('../test/security/attack.js')>} */
export async function loadRegister() {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(source)],
    bundle: true,
    format: 'esm',
    write: false,
  });
  const code = outputFiles[0]?.text ?? '';
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}
