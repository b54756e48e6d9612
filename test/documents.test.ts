/**
 * What the documents say of the package and of each other.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { defaultLimits } from '../src/vocabulary/limits.js';

const root = new URL('../', import.meta.url);
const documents = [
  '',
  'bench/',
  'docs/',
  'docs/guides/',
  'examples/embeddings/',
  'fuzz/',
  'soak/',
  'test/mutation/',
]
  .filter((folder) => existsSync(new URL(folder || '.', root)))
  .flatMap((folder) =>
    readdirSync(new URL(folder || '.', root))
      .filter((name) => name.endsWith('.md'))
      .map((name) => folder + name),
  );

/** What a document's relative links lead to, as paths in the repository. */
function linksOf(path: string): readonly string[] {
  const text = readFileSync(new URL(path, root), 'utf8');
  return [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => new URL(target, new URL(path, root)).href.slice(root.href.length));
}

describe.each(documents)('%s', (path) => {
  test('links to files that exist', () => {
    const missing = linksOf(path).filter((target) => !existsSync(new URL(target, root)));
    expect(missing).toStrictEqual([]);
  });
});

describe('the package', () => {
  const { files } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
    readonly files: readonly string[];
  };
  // npm adds these to what package.json names.
  const shipped = [...files, 'README.md', 'LICENSE', 'package.json'];
  const isShipped = (path: string) =>
    shipped.some((entry) => path === entry || path.startsWith(`${entry}/`));
  const pages = documents.filter(isShipped);

  test('names what it holds without patterns, and pages are among it', () => {
    expect(files.filter((entry) => /[!*?[\]{}]|\/$/.test(entry))).toStrictEqual([]);
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'SECURITY.md', 'docs/attacks.md']));
  });

  test.each(pages)('holds whatever %s links to', (path) => {
    expect(linksOf(path).filter((target) => !isShipped(target))).toStrictEqual([]);
  });
});

describe.each(['README.md', 'SECURITY.md', 'docs/guides/limits.md'])('the limits in %s', (path) => {
  test('are the defaults, every one of them', () => {
    const text = readFileSync(new URL(path, root), 'utf8');
    const stated = [...text.matchAll(/^\| `(max\w+)` \| ([\d ]+)/gm)].map(([, name, value]) => [
      name,
      Number(value?.replaceAll(' ', '')),
    ]);
    expect(Object.fromEntries(stated)).toStrictEqual({ ...defaultLimits });
  });
});
