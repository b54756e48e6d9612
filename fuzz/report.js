/**
 * Writes the table of results.json into README.md.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readResults, resultsTable } from './engine/results.js';

const PATH = fileURLToPath(new URL('README.md', import.meta.url));
const BEGIN = '<!-- begin: results -->';
const END = '<!-- end: results -->';

const text = readFileSync(PATH, 'utf8');
const [before, rest] = text.split(BEGIN);
const after = rest?.split(END)[1];
if (after === undefined) throw new Error(`fuzz/README.md has no ${BEGIN} … ${END}`);
writeFileSync(PATH, `${before}${BEGIN}\n\n${resultsTable(readResults())}\n\n${END}${after}`);
