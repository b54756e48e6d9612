/**
 * What the package and single functions of it add to a bundle: bytes minified, and gzipped on top.
 */

import { bundleSize } from '../scripts/bundle-size.js';
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

print('\nBytes of a bundle, minified by esbuild, and gzipped at level 9\n');
print(`${''.padEnd(26)}${'minified'.padStart(12)}${'gzipped'.padStart(12)}  WebAssembly`);
const figures = [];
for (const [name, contents] of Object.entries(bundles)) {
  const { minified, gzipped, holdsWebAssembly } = await bundleSize(contents);
  print(
    `${name.padEnd(26)}${String(minified).padStart(12)}${String(gzipped).padStart(12)}  ${holdsWebAssembly ? 'yes' : 'no'}`,
  );
  figures.push({ name, values: { minified, gzipped, WebAssembly: Number(holdsWebAssembly) } });
}
tell({ title: 'Bytes of a bundle', figures });
