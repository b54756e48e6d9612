/**
 * Three bundlers, each told no more than that the bundle is for a browser.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { build, version as esbuildVersion } from 'esbuild';
import { rollup, VERSION as rollupVersion } from 'rollup';
import webpack from 'webpack';

/**
 * @typedef {object} Bundle
 * @property {string} version of the bundler
 * @property {string} code
 * @property {string[]} modules what is in it, by path or by the name that the bundler gives it
 */

/** @type {Readonly<Record<string, (folder: string) => Promise<Bundle>>>} */
export const bundlers = { esbuild: byEsbuild, Rollup: byRollup, webpack: byWebpack };

/**
 * @param {string} folder with program.js and the package
 * @returns {Promise<Bundle>}
 */
async function byEsbuild(folder) {
  const { metafile, outputFiles } = await build({
    entryPoints: [join(folder, 'program.js')],
    absWorkingDir: folder,
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    metafile: true,
    write: false,
  });
  const [file] = outputFiles;
  return {
    version: esbuildVersion,
    code: file?.text ?? '',
    modules: Object.keys(metafile.inputs),
  };
}

/**
 * @param {string} folder
 * @returns {Promise<Bundle>}
 */
async function byRollup(folder) {
  const bundle = await rollup({
    input: join(folder, 'program.js'),
    plugins: [nodeResolve({ browser: true })],
    onwarn: (warning) => {
      throw new Error(warning.message);
    },
  });
  const { output } = await bundle.generate({ format: 'iife' });
  const [{ code, modules }] = output;
  await bundle.close();
  return { version: rollupVersion, code, modules: Object.keys(modules) };
}

/**
 * @param {string} folder
 * @returns {Promise<Bundle>}
 */
async function byWebpack(folder) {
  const compiler = webpack({
    mode: 'production',
    target: 'web',
    context: folder,
    entry: './program.js',
    output: { path: join(folder, 'webpack') },
    performance: false,
  });
  const stats = await new Promise((resolve, reject) =>
    compiler.run((error, result) => (error ? reject(error) : resolve(result))),
  );
  if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString('errors-warnings'));
  const everything = Number.POSITIVE_INFINITY;
  const { modules } = stats.toJson({
    modulesSpace: everything,
    nestedModules: true,
    nestedModulesSpace: everything,
  });
  return {
    version: webpack.version,
    code: readFileSync(join(folder, 'webpack/main.js'), 'utf8'),
    modules: namesOf(modules),
  };
}

/**
 * Modules that were put together stand inside of one.
 *
 * @param {readonly import('webpack').StatsModule[]} modules
 * @returns {string[]}
 */
function namesOf(modules) {
  return modules.flatMap(({ name, modules: inner }) => (inner ? namesOf(inner) : [name]));
}
