import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const check = (name: string): string => {
  const script = fileURLToPath(new URL(`../scripts/${name}`, import.meta.url));
  // What is out of date makes the script exit with 1, and this call throw with its message.
  return execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
};

// It asks vitest for a list, which has to load all of those tests.
test('docs/attacks.md is the page that the tests make, and every row has one', () => {
  expect(check('attacks-page.js')).toBe('');
}, 180_000);

test('attacks.json has the cases that its lists make', () => {
  expect(check('write-attack-data.js')).toBe('');
});
