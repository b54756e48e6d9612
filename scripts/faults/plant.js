/**
 * A copy of modules of src with faults in them, put there while esbuild reads the sources: none is ever in a file.
 */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** @import { Plugin } from 'esbuild' */
/** @import { Edit } from './fault.js' */

const src = fileURLToPath(new URL('../../src/', import.meta.url));

/**
 * @param {readonly string[]} entries modules of src, without their endings
 * @param {readonly Edit[]} edits none for a copy as it is
 * @returns {Promise<unknown>} a module of all that the entries export
 * @throws {Error} an edit that cannot be made, or in a file that the entries do not need
 */
export async function loadWith(entries, edits) {
  const planted = new Set();
  const { outputFiles } = await build({
    stdin: {
      contents: entries.map((entry) => `export * from './${entry}.ts';`).join('\n'),
      resolveDir: src,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    plugins: [planting(edits, planted)],
  });
  for (const edit of edits) {
    if (!planted.has(edit)) throw new Error(`${edit.file} is not in the bundle`);
  }
  const code = outputFiles[0]?.text ?? '';
  return import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);
}

/**
 * @param {readonly Edit[]} edits
 * @param {Set<Edit>} planted gets those that are made
 * @returns {Plugin}
 */
function planting(edits, planted) {
  return {
    name: 'plant',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const here = edits.filter(({ file }) => path === `${src}${file}`);
        if (here.length === 0) return null;
        for (const edit of here) planted.add(edit);
        return { contents: here.reduce(plant, readFileSync(path, 'utf8')), loader: 'ts' };
      });
    },
  };
}

/**
 * @param {string} text
 * @param {Edit} edit
 */
function plant(text, { file, from, to }) {
  const parts = text.split(from);
  if (parts.length !== 2) {
    throw new Error(`${file} has what a fault replaces ${parts.length - 1} times: ${from}`);
  }
  return parts.join(to);
}
