/**
 * Bundles programs for a browser, looks for anything that is Node's, and runs them where nothing is.
 *
 *     node bundles/check.js <folder> <bundler>
 */

import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { transform } from 'esbuild';
import { here } from '../prepare.js';
import { bundlers } from './bundlers.js';
import { foreignModules, nodeNames } from './traces.js';

/**
 * @typedef {object} Program
 * @property {string} name of its file
 * @property {string} outcome what it finds where there is all that a browser has
 * @property {readonly string[]} peers the packages that may stand beside this one
 * @property {readonly string[]} says what is Node's in their text
 */

const found = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo= κόσμε 20000 Hello 1100 /chat true';
/** @type {readonly Program[]} */
const programs = [
  { name: 'program.js', outcome: `${found} streams`, peers: ['pako'], says: [] },
  {
    name: 'arbitraries.js',
    outcome: 'true',
    peers: ['fast-check', 'pure-rand'],
    // fast-check asks whether there is one, and prints how to make it.
    says: ['Buffer'],
  },
];

const { crypto, TextDecoder, TextEncoder, ReadableStream, WritableStream } = globalThis;
const timers = { setTimeout, clearTimeout };
const everything = { crypto, TextDecoder, TextEncoder, ReadableStream, WritableStream, ...timers };

const [folder = '', bundlerName = ''] = process.argv.slice(2);
const bundler = bundlers[bundlerName];
if (bundler === undefined) throw new RangeError(`there is no bundler ${bundlerName}`);
const sum = { version: '', bytes: 0, modules: 0, failures: /** @type {string[]} */ ([]) };
for (const { name, outcome, peers, says } of programs) {
  copyFileSync(join(here, 'bundles', name), join(folder, name));
  const { version, code, modules } = await bundler(folder, name);
  sum.version = version;
  sum.bytes += code.length;
  sum.modules += modules.length;
  const { code: text } = await transform(code, { minifyWhitespace: true, legalComments: 'none' });
  const names = nodeNames(text).filter((word) => !says.includes(word));
  const failures = [
    ...foreignModules(modules, peers).map((path) => `it holds ${path}`),
    ...names.map((word) => `it says ${word}`),
  ];
  for (const [web, expected] of /** @type {const} */ ([
    [everything, outcome],
    [{ crypto, ...timers }, outcome.replace(/streams$/, 'no streams')],
  ])) {
    const context = createContext({ ...web });
    runInContext(code, context);
    const actual = await runInContext('outcome', context);
    if (actual !== expected) failures.push(`it comes to ${actual}`);
  }
  sum.failures.push(...failures.map((failure) => `${name}: ${failure}`));
}
console.log(`REPORT ${JSON.stringify(sum)}`);
