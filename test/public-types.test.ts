/**
 * What users meet in a signature they can name: read from the reports of the public surface in `api/`.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const folder = new URL('../api/', import.meta.url);
const reports = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));

/** Names after some words, in all reports. */
const named = (pattern: RegExp) =>
  new Set(reports.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name)));

test('every type in a public signature is exported by one of the entry points', () => {
  const exported = named(/^export (?:interface|class|type) (\w+)/gm);
  const internal = named(/^(?:interface|class|type) (\w+)/gm);
  expect(exported.size).toBeGreaterThan(100);
  expect(internal).toContain('HeaderList');
  expect([...internal].filter((name) => !exported.has(name))).toStrictEqual([]);
});
