/**
 * The cells of docs/comparison.md: found by running the packages, or linked to what they say of themselves.
 */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { onTheWire } from './comparison/on-the-wire.js';
import { opening } from './comparison/opening.js';
import { manifestOf } from './comparison/peers.js';
import { promises } from './comparison/promises.js';
import type { Row } from './comparison/row.js';
import { shape } from './comparison/shape.js';

const text = readFileSync(new URL('../../docs/comparison.md', import.meta.url), 'utf8');
const [features = [], promised = []] = [...text.matchAll(/(?:^\|.*\|\n)+/gm)].map(([table]) =>
  table
    .trim()
    .split('\n')
    .map((line) => line.slice(2, -2).split(' | ')),
);
const [head = [], , ...rows] = features;
const evidence: Record<string, Row> = { ...shape, ...opening, ...onTheWire };
const columns = ['codec', 'ws', 'websocket-driver', 'undici'] as const;

const cells = rows.flatMap(([feature = '', ...texts]) =>
  columns.map((column, index) => ({ feature, column, cell: texts[index] ?? '' })),
);
const isLink = (cell: string) => cell.includes('](');

test('the columns are the versions that are run', () => {
  const peers = columns.slice(1).map((name) => `${name} ${manifestOf(name).version}`);
  expect(head).toStrictEqual(['feature', 'this package', ...peers]);
});

test('every feature is found out, and nothing else is', () => {
  expect(Object.keys(evidence).sort()).toStrictEqual(rows.map(([feature]) => feature).sort());
});

test.each(cells.filter(({ cell }) => !isLink(cell)))(
  '$feature, $column: $cell',
  async ({ feature, column, cell }) => {
    expect(await evidence[feature]?.[column]?.()).toBe(cell);
  },
);

test.each(cells.filter(({ cell }) => isLink(cell)))(
  '$feature, $column: the project says so',
  ({ feature, column, cell }) => {
    expect(column).not.toBe('codec');
    expect(evidence[feature]?.[column]).toBeUndefined();
    // Of the version that is run, where the address can name it.
    const { version } = manifestOf(column);
    expect(cell).toMatch(
      /^\[[^\]]+\]\(https:\/\/(github\.com|www\.npmjs\.com\/package\/@types)\/\S+\)$/,
    );
    if (cell.includes('github.com')) expect(cell).toContain(`/${version}/`.replace('/7', '/v7'));
  },
);

test('what the package holds itself to is seen', () => {
  const seen = Object.entries(promises).map(([promise, find]) => [promise, find()]);
  expect(promised.slice(2)).toStrictEqual(seen);
});
