/**
 * Writes src/testing/data/conformance.json from the tables in test/conformance/cases, a case a line. With `--check` it
 * writes nothing and fails when the file is out of date.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { caseData } from './case-data/case-data.js';
import { commonData } from './case-data/common-data.js';

const source = new URL('../test/conformance/cases/index.ts', import.meta.url);
const target = new URL('../src/testing/data/conformance.json', import.meta.url);

const { allCases } = await loadTables();
const lines = (/** @type {readonly string[]} */ list) =>
  list.map((line) => `    ${line}`).join(',\n');
const text = `{
  "$schema": "./case.schema.json",
  "title": "Conformance to RFC 6455 and RFC 7692, after the cases of a public test suite and with their numbers",
  "data": {
${lines(Object.entries(commonData).map(([name, data]) => `"${name}": ${JSON.stringify(data)}`))}
  },
  "cases": [
${lines(allCases.map((one) => JSON.stringify(caseData(one))))}
  ]
}
`;

if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text) {
  console.error('src/testing/data/conformance.json is out of date: npm run data');
  process.exitCode = 1;
}

/** @returns {Promise<typeof import('../test/conformance/cases/index.js')>} */
async function loadTables() {
  const { outputFiles } = await build({
    entryPoints: [source.pathname],
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
  });
  const code = outputFiles[0]?.text ?? '';
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}
