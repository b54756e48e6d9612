/**
 * The site has every page and every module.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const json = (path: string) => JSON.parse(readFileSync(new URL(path, root), 'utf8')) as unknown;
const site = json('typedoc.json') as {
  readonly entryPoints: readonly string[];
  readonly projectDocuments: readonly string[];
};

test('every page of docs is in it', () => {
  const pages = readdirSync(new URL('docs/', root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`);
  const listed = site.projectDocuments.filter((path) => path.startsWith('docs/'));
  expect([...listed].sort()).toStrictEqual(pages.sort());
});

test('every entry point of the package that holds code is in it, by its own name', () => {
  const { exports } = json('package.json') as { readonly exports: Record<string, unknown> };
  const specifiers = Object.entries(exports)
    .filter(([, target]) => typeof target === 'object')
    .map(([path]) => `websocket-codec${path.slice(1)}`);
  const plugin = readFileSync(new URL('scripts/site/names.js', root), 'utf8');
  const named = [...plugin.matchAll(/^ {2}'?([\w/-]+)'?: '(.+)',$/gm)];
  expect(named.map(([, path]) => `src/${path}.ts`)).toStrictEqual(site.entryPoints);
  expect(named.map(([, , name]) => name).sort()).toStrictEqual(specifiers.sort());
});
