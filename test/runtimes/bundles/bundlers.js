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

/** @type {Readonly<Record<string, (folder: string, name: string) => Promise<Bundle>>>} */
export const bundlers = { esbuild: byEsbuild, Rollup: byRollup, webpack: byWebpack };

/**
 * @param {string} folder with the program and the package
 * @param {string} name of the program's file
 * @returns {Promise<Bundle>}
 */
async function byEsbuild(folder, name) {
  const { metafile, outputFiles } = await build({
    entryPoints: [join(folder, name)],
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
 * @param {string} name
 * @returns {Promise<Bundle>}
 */
async function byRollup(folder, name) {
  const bundle = await rollup({
    input: join(folder, name),
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
 * @param {string} name
 * @returns {Promise<Bundle>}
 */
async function byWebpack(folder, name) {
  const compiler = webpack({
    mode: 'production',
    target: 'web',
    context: folder,
    entry: `./${name}`,
    output: { path: join(folder, 'webpack'), filename: name },
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
    code: readFileSync(join(folder, 'webpack', name), 'utf8'),
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
