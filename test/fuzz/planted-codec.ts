/**
 * A copy of the codec with faults in its sources, put there while esbuild reads them, so that none is ever in a file.
 */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Codec } from '../../fuzz/codec.js';

/** A piece of a file in src, which must be there once, and what stands in its place. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const src = fileURLToPath(new URL('../../src/', import.meta.url));
const entries = ['index', 'deflate', 'adapters/pako', 'adapters/node-zlib'];

const made = new Map<readonly Edit[], Promise<Codec>>();

/** The same copy for the same list of edits. */
export function plantedCodec(edits: readonly Edit[]): Promise<Codec> {
  const copy = made.get(edits) ?? makeCodec(edits);
  made.set(edits, copy);
  return copy;
}

async function makeCodec(edits: readonly Edit[]): Promise<Codec> {
  const left = new Set(edits);
  const { outputFiles } = await build({
    stdin: {
      contents: entries.map((entry) => `export * from './${entry}.ts';`).join('\n'),
      resolveDir: src,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    plugins: [
      {
        name: 'plant',
        setup({ onLoad }) {
          onLoad({ filter: /\.ts$/ }, ({ path }) => {
            const here = edits.filter(({ file }) => path === src + file);
            if (here.length === 0) return null;
            for (const edit of here) left.delete(edit);
            return { contents: here.reduce(plant, readFileSync(path, 'utf8')), loader: 'ts' };
          });
        },
      },
    ],
  });
  if (left.size > 0) throw new Error(`not in the bundle: ${[...left].map(({ file }) => file)}`);
  const code = outputFiles[0]?.text ?? '';
  return import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);
}

function plant(text: string, { file, from, to }: Edit): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${parts.length - 1} times in ${file}: ${from}`);
  return parts.join(to);
}
