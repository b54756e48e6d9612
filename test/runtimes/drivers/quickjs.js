/**
 * The checks in QuickJS, which has the language and nothing else. Its own WebAssembly is this program's, not theirs.
 *
 *     node drivers/quickjs.js <folder> <extent>
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import variant from '@jitl/quickjs-wasmfile-release-sync';
import { newQuickJSWASMModuleFromVariant } from 'quickjs-emscripten-core';
import { here } from '../prepare.js';

const [folder = '', extent = ''] = process.argv.slice(2);
const quickjs = await newQuickJSWASMModuleFromVariant(variant);
const runtime = quickjs.newRuntime();
runtime.setMaxStackSize(4 * 1024 * 1024);
const context = runtime.newContext();
// fast-check takes hold of them when it is loaded; whoever calls one is told that there is no clock.
const clock = ['setTimeout', 'clearTimeout']
  .map((name) => `globalThis.${name} = () => { throw new TypeError('there is no ${name}'); };`)
  .join('');
const code = `${clock}${readFileSync(join(folder, 'script.js'), 'utf8')};report(${JSON.stringify(extent)})`;
const result = context.evalCode(code, 'script.js');
if ('error' in result) throw new Error(JSON.stringify(context.dump(result.error)));
// What stands behind a promise runs when it is asked to.
runtime.executePendingJobs();
const report = context.unwrapResult(context.getPromiseState(result.value));
const { version } = JSON.parse(
  readFileSync(join(here, 'node_modules/quickjs-emscripten-core/package.json'), 'utf8'),
);
console.log(`REPORT ${JSON.stringify({ ...JSON.parse(String(context.dump(report))), version })}`);
