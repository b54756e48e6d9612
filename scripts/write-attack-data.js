/**
 * Writes src/testing/data/attacks.json from the lists in scripts/attack-data, a case a line, with the advisories that
 * the register of attacks has for its row. With `--check` it writes nothing and fails when the file is out of date.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { compression } from './attack-data/compression.js';
import { endings } from './attack-data/endings.js';
import { handshake } from './attack-data/handshake.js';
import { interoperation } from './attack-data/interoperation.js';
import { lengths } from './attack-data/lengths.js';
import { quantity } from './attack-data/quantity.js';
import { loadRegister } from './attack-register.js';

const target = new URL('../src/testing/data/attacks.json', import.meta.url);

const { attackClasses } = await loadRegister();
const rows = new Map(attackClasses.flatMap((group) => group.rows.map((row) => [row.id, row])));
const cases = [
  ...lengths,
  ...quantity,
  ...compression,
  ...handshake,
  ...endings,
  ...interoperation,
];

const ids = cases.map(({ id }) => id);
const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
if (twice.length > 0) throw new Error(`more than one case is called ${twice.join(', ')}`);

const lines = cases.map(({ id, row, title, roles, section, ...rest }) => {
  const found = rows.get(row);
  if (found === undefined) throw new Error(`the case ${id} names no row of the register: ${row}`);
  const { advisories } = found;
  return JSON.stringify({
    id,
    row,
    title,
    roles,
    section,
    ...(advisories.length === 0 ? {} : { advisories }),
    ...rest,
  });
});
const text = `{
  "$schema": "./case.schema.json",
  "title": "Input that implementations have fallen for, from published advisories",
  "cases": [
${lines.map((line) => `    ${line}`).join(',\n')}
  ]
}
`;

if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text) {
  console.error('src/testing/data/attacks.json is out of date: npm run data');
  process.exitCode = 1;
}
