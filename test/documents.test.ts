/**
 * What the documents say of the package and of each other.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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

describe.each(documents)('%s', (path) => {
  const text = readFileSync(new URL(path, root), 'utf8');

  test('links to files that exist', () => {
    const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target]) => target);
    const missing = links.filter(
      (target = '') =>
        !/^[a-z]+:/.test(target) &&
        !existsSync(fileURLToPath(new URL(target, new URL(path, root)))),
    );
    expect(missing).toStrictEqual([]);
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
