/**
 * Compiles what users write against the packed declarations, by each minor version of TypeScript from 5.0 on: with
 * nothing but ES2022, with the DOM, and with the types of Node. Errors inside other packages are not ours.
 */

import { execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const home = join(root, 'test/declarations');
const compilers = join(home, 'node_modules');
const folder = mkdtempSync(join(tmpdir(), 'websocket-codec-'));

/**
 * @typedef {{ name: string, options: object, sources: readonly string[] }} Setting
 * @type {readonly Setting[]}
 */
const settings = [
  {
    name: 'ES2022 alone',
    options: { lib: ['ES2022'], types: [], module: 'Node16', moduleResolution: 'Node16' },
    sources: ['consumer.mts', 'consumer.cts'],
  },
  {
    name: 'the DOM',
    options: {
      lib: ['ES2022', 'DOM'],
      types: [],
      module: 'ESNext',
      moduleResolution: 'Bundler',
    },
    sources: ['consumer.mts', 'streams.mts'],
  },
  {
    name: 'Node',
    options: { lib: ['ES2022'], types: ['node'], module: 'Node16', moduleResolution: 'Node16' },
    sources: ['streams.mts', 'streams.cts'],
  },
];

if (!existsSync(compilers)) {
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: home });
}
const versions = readdirSync(compilers).filter((name) => name.startsWith('typescript-'));
if (versions.length < 12) throw new Error(`only ${versions.length} compilers are installed`);

let faults = 0;
try {
  install();
  for (const [i, setting] of settings.entries()) prepare(i, setting);
  for (const version of versions.sort()) {
    const results = await Promise.all(settings.map((_, i) => compile(version, i)));
    const lines = settings.map(({ name }, i) => `${name}: ${results[i]}`);
    console.log(`${version.padEnd(16)}${lines.join(', ')}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (faults > 0) process.exitCode = 1;

/** The packed package, its peers beside it, and the files of the consumer under both extensions. */
function install() {
  execFileSync('npm', ['pack', '--pack-destination', folder, '--silent'], { cwd: root });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  execFileSync('tar', ['-xzf', tarball], { cwd: folder });
  mkdirSync(join(folder, 'node_modules/@types'), { recursive: true });
  cpSync(join(folder, 'package'), join(folder, 'node_modules/websocket-codec'), {
    recursive: true,
  });
  for (const name of ['fast-check', 'pure-rand']) link(join(root, 'node_modules', name), name);
  for (const name of ['@types/node', 'undici-types']) link(join(compilers, name), name);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  for (const name of ['consumer', 'streams']) {
    for (const extension of ['mts', 'cts']) {
      cpSync(join(home, `${name}.ts`), join(folder, `${name}.${extension}`));
    }
  }
}

/** @param {string} target @param {string} name */
function link(target, name) {
  const path = join(folder, 'node_modules', name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

/** @param {number} i @param {Setting} setting */
function prepare(i, { options, sources }) {
  const compilerOptions = {
    ...{ noEmit: true, strict: true, target: 'ES2022', skipLibCheck: false },
    ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
    ...options,
  };
  writeFileSync(
    join(folder, `tsconfig-${i}.json`),
    JSON.stringify({ compilerOptions, files: sources }),
  );
}

/**
 * @param {string} version
 * @param {number} i which of the settings
 * @returns {Promise<string>} what came of it, in a word
 */
async function compile(version, i) {
  const tsc = join(compilers, version, 'bin/tsc');
  const output = await outputOf([tsc, '-p', `tsconfig-${i}.json`, '--pretty', 'false']);
  const ours = output.filter((line) => !/^(\.\.\/|node_modules\/(?!websocket-codec))/.test(line));
  for (const line of ours) console.error(`${version}: ${line}`);
  faults += ours.length;
  return ours.length === 0 ? 'passes' : `fails (${ours.length})`;
}

/** @param {readonly string[]} args @returns {Promise<string[]>} its lines; none when all is well */
function outputOf(args) {
  return new Promise((resolve, reject) => {
    execFile('node', args, { cwd: folder }, (error, stdout, stderr) => {
      const lines = `${stdout}${stderr}`.split('\n').filter((line) => line.trim() !== '');
      // A compiler that fails without a word has not run.
      if (error !== null && lines.length === 0) reject(error);
      else resolve(lines);
    });
  });
}
