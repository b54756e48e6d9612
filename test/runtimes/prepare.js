/**
 * What the runtimes are given: the package as it would be published, unpacked, and the checks in the forms that they take.
 */

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** @import { BuildOptions, Plugin } from 'esbuild' */

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const here = fileURLToPath(new URL('.', import.meta.url));

/** What the checks import by name, with what that needs itself. */
const packages = ['fast-check', 'pure-rand', 'pako'];

/** Installs the runtimes and bundlers, unless the last installation was of the same lock file. */
export function install() {
  const lock = readFileSync(join(here, 'package-lock.json'), 'utf8');
  const stamp = join(here, 'node_modules/.installed-lock.json');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  // No binary here needs its script.
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], here);
  writeFileSync(stamp, lock);
}

/**
 * Builds and packs the package, and unpacks it where programs in the folder find it.
 *
 * @param {string} folder
 */
export function unpack(folder) {
  run('npm', ['pack', '--pack-destination', folder, '--silent'], root);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, 'websocket-codec'), { recursive: true });
  const options = ['--strip-components=1', '-C', join(modules, 'websocket-codec')];
  run('tar', ['-xzf', join(folder, tarball), ...options], folder);
  for (const name of packages) {
    cpSync(join(root, 'node_modules', name), join(modules, name), { recursive: true });
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
}

/**
 * Writes the checks into the folder: as ESM and CommonJS that import the package, and with the package inside.
 *
 * @param {string} folder
 */
export async function bundle(folder) {
  const entry = (/** @type {string} */ name) => join(here, 'entries', name);
  /** @type {BuildOptions} */
  const outside = { external: ['websocket-codec', ...packages, 'node:*'], platform: 'neutral' };
  const worker = { external: ['checks'] };
  await Promise.all([
    write(folder, 'process.mjs', { ...outside, entryPoints: [entry('process.ts')] }),
    write(folder, 'process.cjs', { ...outside, entryPoints: [entry('process.ts')], format: 'cjs' }),
    write(folder, 'script.js', { entryPoints: [entry('script.ts')], format: 'iife' }),
    write(folder, 'workerd.js', { ...worker, entryPoints: [entry('workerd.ts')] }),
    write(folder, 'workerd-top-level.js', {
      ...worker,
      entryPoints: [entry('workerd-top-level.ts')],
    }),
  ]);
}

/**
 * @param {string} folder
 * @param {string} name of the file
 * @param {BuildOptions} options
 */
async function write(folder, name, options) {
  const { metafile } = await build({
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    outfile: join(folder, name),
    absWorkingDir: root,
    metafile: true,
    logLevel: 'warning',
    plugins: options.external === undefined ? [fromFolder(folder)] : [withoutSources],
    ...options,
  });
  const sources = Object.keys(metafile?.inputs ?? {}).filter((path) => /^(src|dist)\//.test(path));
  if (sources.length > 0) throw new Error(`${name} holds ${sources}, not the packed package`);
}

/** The vectors take their vocabulary from the sources; here it is the package's. @type {Plugin} */
const withoutSources = {
  name: 'without sources',
  setup({ onResolve }) {
    onResolve({ filter: /\/src\/vocabulary\/opcode\.js$/ }, () => ({
      path: 'websocket-codec',
      external: true,
    }));
  },
};

/**
 * The packages as they lie in the folder, whoever imports them.
 *
 * @param {string} folder
 * @returns {Plugin}
 */
function fromFolder(folder) {
  return {
    name: 'from folder',
    setup({ onResolve, resolve }) {
      const names =
        /^(websocket-codec|fast-check|pure-rand|pako)(\/|$)|\/src\/vocabulary\/opcode\.js$/;
      onResolve({ filter: names }, ({ path, kind, resolveDir }) => {
        if (resolveDir.startsWith(folder)) return undefined;
        const name = path.startsWith('.') ? 'websocket-codec' : path;
        return resolve(name, { kind, resolveDir: folder });
      });
    },
  };
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 */
function run(command, args, cwd) {
  execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}
