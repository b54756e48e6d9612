/**
 * What the package and single functions of it add to a bundle: bytes minified, and gzipped on top.
 */

import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { print, tell } from './output.js';

const all = (/** @type {string} */ entry) => `export * from 'websocket-codec${entry}';`;
const only = (/** @type {string} */ name) => `export { ${name} } from 'websocket-codec';`;
const bundles = {
  'core: everything': all(''),
  Connection: only('Connection'),
  FrameDecoder: only('FrameDecoder'),
  decodeFrame: only('decodeFrame'),
  encodeFrame: only('encodeFrame'),
  parseHandshake: only('parseHandshake'),
  computeAccept: only('computeAccept'),
  deflate: all('/deflate'),
};
const root = fileURLToPath(new URL('..', import.meta.url));

print('\nBytes of a bundle, minified by esbuild, and gzipped at level 9\n');
print(`${''.padEnd(26)}${'minified'.padStart(12)}${'gzipped'.padStart(12)}  WebAssembly`);
const figures = [];
for (const [name, contents] of Object.entries(bundles)) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, loader: 'js' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  const bytes = outputFiles[0]?.contents ?? new Uint8Array(0);
  if (bytes.length === 0) throw new Error(`${name} gave no bundle`);
  const minified = bytes.length;
  const gzipped = gzipSync(bytes, { level: 9 }).length;
  const hasWebAssembly = Buffer.from(bytes).includes('WebAssembly');
  print(
    `${name.padEnd(26)}${String(minified).padStart(12)}${String(gzipped).padStart(12)}  ${hasWebAssembly ? 'yes' : 'no'}`,
  );
  figures.push({ name, values: { minified, gzipped, WebAssembly: Number(hasWebAssembly) } });
}
tell({ title: 'Bytes of a bundle', figures });
