/**
 * Checks the package as its users get it: packs a tarball, lints it, installs it into an empty folder, and
 * uses it there from ESM and CommonJS.
 */

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'websocket-codec-'));

/** The functions that the package is named for, and the classes that stand on them. */
const names = [
  'computeAccept',
  'parseHandshake',
  'decodeFrame',
  'encodeFrame',
  'unmask',
  'FrameDecoder',
  'Connection',
];

/** What one pure function may cost a bundle, in bytes: far below the whole, so that shaking is seen. */
const MAX_SHAKEN_BYTES = 5_000;

try {
  run('npm', ['pack', '--pack-destination', folder, '--silent'], root);
  const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '');

  run('npx', ['publint', 'run', tarball, '--strict'], root);
  run('npx', ['attw', tarball, '--profile', 'node16'], root);

  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', tarball], folder);
  checkRuntime();
  checkCases();
  checkOptionalPeers();
  checkFastCheck();
  await checkTreeShaking();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function checkRuntime() {
  const use = `
    for (const name of ${JSON.stringify(names)}) {
      if (typeof codec[name] !== 'function') throw new Error(name + ' is missing');
    }
    const accept = codec.computeAccept('dGhlIHNhbXBsZSBub25jZQ==');
    if (accept !== 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=') throw new Error('computeAccept says ' + accept);
    const frame = codec.decodeFrame(codec.encodeFrame({ opcode: codec.Opcode.Text, payload: 'Hello' }));
    if (frame.status !== 'complete') throw new Error('decodeFrame says ' + frame.status);`;
  writeFileSync(join(folder, 'use.mjs'), `import * as codec from 'websocket-codec';${use}`);
  writeFileSync(join(folder, 'use.cjs'), `const codec = require('websocket-codec');${use}`);
  run('node', ['use.mjs'], folder);
  run('node', ['use.cjs'], folder);
  console.log('import and require give the functions');
}

/** Cases come as values and as JSON, and run. */
function checkCases() {
  const use = `
    const hangsUp = { receive() {}, receiveEnd() {}, takeOutput: () => [], hasEnded: true };
    const result = runInMemory(conformanceCases[0], () => hangsUp, { role: 'server' });
    if (result.verdict !== 'failed') throw new Error('runInMemory says ' + result.verdict);
    for (const [name, cases] of [['conformance', conformanceCases], ['attacks', attackCases]]) {
      const file = JSON.parse(readFileSync(resolve('websocket-codec/testing/' + name + '.json'), 'utf8'));
      if (file.cases.length !== cases.length) throw new Error(name + '.json has other cases');
    }
    resolve('websocket-codec/testing/case.schema.json');`;
  const names = 'attackCases, conformanceCases, runInMemory';
  writeFileSync(
    join(folder, 'cases.mjs'),
    `import { readFileSync } from 'node:fs';
    import { createRequire } from 'node:module';
    import { ${names} } from 'websocket-codec/testing';
    const { resolve } = createRequire(import.meta.url);${use}`,
  );
  writeFileSync(
    join(folder, 'cases.cjs'),
    `const { readFileSync } = require('node:fs');
    const { ${names} } = require('websocket-codec/testing');
    const { resolve } = require;${use}`,
  );
  run('node', ['cases.mjs'], folder);
  run('node', ['cases.cjs'], folder);
  console.log('cases come as values and as JSON');
}

/** Whoever installs the package gets nothing else, and an entry point that needs more says what. */
function checkOptionalPeers() {
  if (existsSync(join(folder, 'node_modules/pako'))) throw new Error('pako came along unasked');
  const entries = {
    deflate: 1,
    'deflate/node-zlib': 1,
    'deflate/by-size': 1,
    'extended-connect': 6,
    streams: 2,
  };
  for (const [entry, count] of Object.entries(entries)) {
    const check = `if (Object.keys(entry).length !== ${count}) throw new Error('${entry} exports ' + Object.keys(entry));`;
    writeFileSync(
      join(folder, 'entry.mjs'),
      `import * as entry from 'websocket-codec/${entry}';${check}`,
    );
    writeFileSync(
      join(folder, 'entry.cjs'),
      `const entry = require('websocket-codec/${entry}');${check}`,
    );
    run('node', ['entry.mjs'], folder);
    run('node', ['entry.cjs'], folder);
  }
  const pako = join(root, 'node_modules/pako');
  cpSync(pako, join(folder, 'node_modules/pako'), { recursive: true });
  const trip = `
    const extension = permessageDeflate({ compressor: pakoCompressor() });
    const extensions = negotiateExtensions([extension.offer], [extension]);
    const server = new Connection({ role: 'server', extensions });
    server.sendText('Hello'.repeat(1000));
    if (server.pendingOutputBytes > 100) throw new Error('pako does not compress');`;
  const imports = [
    ['Connection, negotiateExtensions', 'websocket-codec'],
    ['permessageDeflate', 'websocket-codec/deflate'],
    ['pakoCompressor', 'websocket-codec/deflate/pako'],
  ];
  const esm = imports.map(([names, from]) => `import { ${names} } from '${from}';`).join('');
  const cjs = imports.map(([names, from]) => `const { ${names} } = require('${from}');`).join('');
  writeFileSync(join(folder, 'pako.mjs'), esm + trip);
  writeFileSync(join(folder, 'pako.cjs'), cjs + trip);
  run('node', ['pako.mjs'], folder);
  run('node', ['pako.cjs'], folder);
  console.log('compressors come as entry points, pako only when it is installed');
}

/** The arbitraries come from ESM and CommonJS, with the user's own fast-check and one copy of the package. */
function checkFastCheck() {
  if (existsSync(join(folder, 'node_modules/fast-check'))) {
    throw new Error('fast-check came along unasked');
  }
  for (const name of ['fast-check', 'pure-rand']) {
    cpSync(join(root, 'node_modules', name), join(folder, 'node_modules', name), {
      recursive: true,
    });
  }
  const property = `
    fc.assert(fc.property(operations(), ({ role, operations, expected }) => {
      deepEqual(play(new Connection({ role }), operations), expected);
    }));`;
  const imports = [
    ['deepEqual', 'node:assert/strict'],
    ['Connection', 'websocket-codec'],
    ['operations, play', 'websocket-codec/testing/fast-check'],
  ];
  const esm = imports.map(([names, from]) => `import { ${names} } from '${from}';`).join('');
  const cjs = imports.map(([names, from]) => `const { ${names} } = require('${from}');`).join('');
  writeFileSync(join(folder, 'arbitrary.mjs'), `import fc from 'fast-check';${esm}${property}`);
  writeFileSync(
    join(folder, 'arbitrary.cjs'),
    `const fc = require('fast-check');${cjs}${property}`,
  );
  run('node', ['arbitrary.mjs'], folder);
  run('node', ['arbitrary.cjs'], folder);
  console.log('arbitraries work when fast-check is installed, and only then is it there');
}

/** The declarations must mean something without DOM and Node types, under either module resolution. */

async function checkTreeShaking() {
  const result = await build({
    stdin: {
      contents: `export { computeAccept } from 'websocket-codec';`,
      resolveDir: folder,
    },
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  });
  const { length } = result.outputFiles[0]?.contents ?? [];
  if (!(length && length > 0 && length <= MAX_SHAKEN_BYTES)) {
    throw new Error(
      `a bundle of computeAccept alone is ${length} bytes; the limit is ${MAX_SHAKEN_BYTES}`,
    );
  }
  console.log(`a bundle of computeAccept alone is ${length} bytes, minified`);
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 */
function run(command, args, cwd) {
  execFileSync(command, args, { cwd, stdio: 'inherit' });
}
