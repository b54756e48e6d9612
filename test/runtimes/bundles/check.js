/**
 * Bundles a program for a browser, looks for anything that is Node's, and runs it where nothing is.
 *
 *     node bundles/check.js <folder> <bundler>
 */

import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { here } from '../prepare.js';
import { bundlers } from './bundlers.js';
import { foreignModules, nodeNames } from './traces.js';

const [folder = '', name = ''] = process.argv.slice(2);
copyFileSync(join(here, 'bundles/program.js'), join(folder, 'program.js'));

const bundler = bundlers[name];
if (bundler === undefined) throw new RangeError(`there is no bundler ${name}`);
const { version, code, modules } = await bundler(folder);
const failures = [
  ...foreignModules(modules).map((path) => `it holds ${path}`),
  ...nodeNames(code).map((found) => `it says ${found}`),
];

const outcome = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo= κόσμε 20000 Hello';
const { crypto, TextDecoder, TextEncoder } = globalThis;
for (const web of [{ crypto, TextDecoder, TextEncoder }, { crypto }]) {
  const context = createContext(web);
  runInContext(code, context);
  const found = runInContext('outcome', context);
  if (found !== outcome) failures.push(`it comes to ${found}`);
}
const report = { version, bytes: code.length, modules: modules.length, failures };
console.log(`REPORT ${JSON.stringify(report)}`);
