/**
 * The faults of `npm run check:faults`, as far as can be said without running a copy for each: their places are there.
 */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faults } from '../../scripts/faults/faults.js';

const sourceOf = (file: string): string =>
  readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8');

test.each(faults.map((fault) => [fault.name, fault] as const))(
  '%s changes what is there, each place once',
  (_, fault) => {
    const changed = new Map<string, string>();
    for (const { file, from, to } of [fault, ...(fault.also ?? [])]) {
      const parts = (changed.get(file) ?? sourceOf(file)).split(from);
      expect(parts, `${file}: ${from}`).toHaveLength(2);
      changed.set(file, parts.join(to));
    }
    for (const [file, text] of changed) expect(text).not.toBe(sourceOf(file));
  },
);

test('each fault has a name of its own, and says what is wrong in a sentence', () => {
  const names = faults.map(({ name }) => name);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  expect(faults.filter(({ effect }) => !/^[A-Z].*\.$/.test(effect))).toEqual([]);
  expect(faults.length).toBeGreaterThanOrEqual(85);
});
