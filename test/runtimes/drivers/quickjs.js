/**
 * The checks in QuickJS, which has the language and nothing else. Its own WebAssembly is this program's, not theirs.
 *
 *     node drivers/quickjs.js <folder> <extent>
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import variant from '@jitl/quickjs-wasmfile-release-sync';
import { newQuickJSWASMModuleFromVariant } from 'quickjs-emscripten-core';

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
if (result.error) throw new Error(JSON.stringify(context.dump(result.error)));
const { version } = createRequire(import.meta.url)('quickjs-emscripten-core/package.json');
console.log(`REPORT ${JSON.stringify({ ...JSON.parse(context.dump(result.value)), version })}`);
