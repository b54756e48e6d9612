/**
 * The programs of the guides for those who come from elsewhere: before and after, they print the same.
 */

import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { CodeBlocks } from '../../code-blocks.js';

const versionOf = (name: string) =>
  (
    JSON.parse(
      readFileSync(new URL(`../../../node_modules/${name}/package.json`, import.meta.url), 'utf8'),
    ) as { version: string }
  ).version;

describe.each([
  ['ws', ['js before', 'js peer', 'js after', 'text']],
  ['websocket-driver', ['js before', 'js after', 'text']],
])('moving from %s', (name, labels) => {
  const path = `docs/guides/from-${name}.md`;
  const page = new CodeBlocks(path);

  afterAll(() => page.dispose());

  test('every block is run here, or what it prints', () => {
    expect(page.labels).toStrictEqual(labels);
  });

  test('the version that it speaks of is the one that is run', () => {
    const text = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
    expect(text).toContain(`\`${name}\` (${versionOf(name)} here)`);
  });

  test.each(['before', 'after'])('the program %s prints what the page says', async (program) => {
    if (labels.includes('js peer')) page.program('peer');
    expect(await page.run(program)).toStrictEqual({ stdout: page.text('text'), stderr: '' });
  });
});
