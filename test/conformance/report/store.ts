/**
 * The report in files. The runs in memory and over TCP may happen in two processes at once, so each writes
 * its own part, and whoever is last has seen both. A part stays until it is run again.
 */

import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Column } from './column.js';
import { htmlReport } from './html.js';
import { caseMatrix } from './matrix.js';

const REPORTS = fileURLToPath(new URL('../../../reports/', import.meta.url));

/** Writes a part and, from all parts that there are, `conformance.json`, `.html` and `.txt`. */
export async function writeReport(
  part: string,
  columns: readonly Column[],
  folder: string = REPORTS,
): Promise<void> {
  const parts = `${folder}/conformance`;
  await mkdir(parts, { recursive: true });
  await replace(`${parts}/${part}.json`, JSON.stringify(columns));
  let seen: string;
  do {
    seen = await readParts(parts);
    const all = (JSON.parse(seen) as Column[][]).flat();
    await replace(`${folder}/conformance.json`, JSON.stringify(all, null, 1));
    await replace(`${folder}/conformance.html`, htmlReport(all));
    await replace(`${folder}/conformance.txt`, `${caseMatrix(all)}\n`);
    // Somebody else may have written a part in the meantime, and a whole report before this one.
  } while (seen !== (await readParts(parts)));
}

/** All parts as one JSON array, in the order of their names. */
async function readParts(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const texts = await Promise.all(names.map((name) => readFile(`${folder}/${name}`, 'utf8')));
  return `[${texts.join()}]`;
}

/** A reader sees the old file or the new one. */
async function replace(path: string, content: string): Promise<void> {
  const draft = `${path}.${randomUUID()}.draft`;
  await writeFile(draft, content);
  await rename(draft, path);
}
