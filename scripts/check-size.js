/**
 * Checks what the built package adds to a bundle: bytes minified by esbuild and gzipped, against a budget for
 * each use, and that nobody gets WebAssembly who has no use for it.
 */

import { readFileSync } from 'node:fs';
import { bundleSize } from './bundle-size.js';

const only = (/** @type {string[]} */ ...names) =>
  `export { ${names.join(', ')} } from 'websocket-codec';`;

/** @param {string} name @param {number} maxBytes @param {boolean} [mayHoldWebAssembly] */
const entry = (name, maxBytes, mayHoldWebAssembly = false) => ({
  use: name,
  code: `export * from 'websocket-codec/${name}';`,
  maxBytes,
  mayHoldWebAssembly,
});

/**
 * Budgets are a little above what was reached: whoever needs more raises one, and says why.
 *
 * @type {readonly { use: string, code: string, maxBytes: number, mayHoldWebAssembly: boolean }[]}
 */
const uses = [
  { use: 'decodeFrame', code: only('decodeFrame'), maxBytes: 2048, mayHoldWebAssembly: false },
  { use: 'computeAccept', code: only('computeAccept'), maxBytes: 2048, mayHoldWebAssembly: false },
  { use: 'encodeFrame', code: only('encodeFrame'), maxBytes: 4500, mayHoldWebAssembly: true },
  { use: 'FrameDecoder', code: only('FrameDecoder'), maxBytes: 7000, mayHoldWebAssembly: true },
  {
    use: 'parseHandshake',
    code: only('parseHandshake'),
    maxBytes: 6100,
    mayHoldWebAssembly: false,
  },
  {
    use: 'handshake of a server',
    code: only('parseHandshake', 'encodeHandshakeResponse', 'encodeRejection'),
    maxBytes: 9300,
    mayHoldWebAssembly: false,
  },
  { use: 'Connection', code: only('Connection'), maxBytes: 15_600, mayHoldWebAssembly: true },
  {
    use: 'client',
    code: only('Connection', 'encodeHandshakeRequest', 'generateKey', 'parseHandshakeResponse'),
    maxBytes: 22_700,
    mayHoldWebAssembly: true,
  },
  entry('deflate', 2450),
  entry('deflate/pako', 2250),
  entry('deflate/node-zlib', 2600),
  entry('deflate/by-size', 900),
  entry('extended-connect', 6200),
  entry('streams', 16_600, true),
  entry('testing', 32_500),
  entry('testing/fast-check', 25_500, true),
  {
    use: 'everything',
    code: `export * from 'websocket-codec';`,
    maxBytes: 28_500,
    mayHoldWebAssembly: true,
  },
];

console.log(`${'bundle of'.padEnd(24)}minified   gzipped    budget`);
for (const { use, code, maxBytes, mayHoldWebAssembly } of uses) {
  const { minified, gzipped, holdsWebAssembly } = await bundleSize(code);
  const columns = [minified, gzipped, maxBytes].map((bytes) => String(bytes).padStart(10));
  console.log(`${use.padEnd(22)}${columns.join('')}`);
  if (gzipped > maxBytes) fail(`${use} takes ${gzipped} bytes; the budget is ${maxBytes}`);
  if (holdsWebAssembly && !mayHoldWebAssembly) fail(`${use} holds WebAssembly`);
  // Otherwise the mark that is looked for may have changed.
  if (use === 'everything' && !holdsWebAssembly) fail('no WebAssembly is found where it must be');
}

/** @type {{ exports: Record<string, string | object> }} */
const { exports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
for (const [path, target] of Object.entries(exports)) {
  const name = path === '.' ? 'everything' : path.slice('./'.length);
  const hasBudget = uses.some(({ use }) => use === name);
  if (typeof target !== 'string' && !hasBudget) fail(`${path} has no budget`);
}

/** @param {string} message */
function fail(message) {
  console.error(message);
  process.exitCode = 1;
}
