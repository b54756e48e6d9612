/**
 * Writes docs/attacks.md: every row of the register of attacks with the tests that are for it, as vitest itself
 * lists them, and the cases of attacks.json. Fails when a row has no test, or a test no row.
 * With `--check` it writes nothing and fails when the page is out of date.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadRegister } from './attack-register.js';

/**
 * @typedef {import('../test/security/register/attack-row.js').AttackRow} AttackRow
 * @typedef {{ readonly file: string, readonly title: string }} RowTest
 * @typedef {{ readonly id: string, readonly title: string, readonly roles?: readonly string[],
 *   readonly row?: string, readonly advisories?: readonly string[] }} AttackCase
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const page = new URL('../docs/attacks.md', import.meta.url);
const caseFile = new URL('../src/testing/data/attacks.json', import.meta.url);
const folder = 'test/security';
/** Its tests are the cases of attacks.json, which stand on the page anyway. */
const casesFile = `${folder}/attack-cases.test.ts`;

const { attackClasses, titleOf } = await loadRegister();
const rows = attackClasses.flatMap((group) => group.rows);
const testsOf = testsByRow();
const casesOf = casesByRow();
const text = writePage();

if (!process.argv.includes('--check')) {
  mkdirSync(new URL('.', page), { recursive: true });
  writeFileSync(page, text);
} else if (!existsSync(page) || readFileSync(page, 'utf8') !== text) {
  console.error('docs/attacks.md is out of date: npm run docs:attacks');
  process.exitCode = 1;
}

/**
 * Every test in the folder under the row that its title names.
 *
 * @returns {ReadonlyMap<string, readonly RowTest[]>}
 */
function testsByRow() {
  /** @type {Map<string, RowTest[]>} */
  const found = new Map(rows.map(({ id }) => [id, []]));
  const faults = [];
  for (const { name, file } of listTests()) {
    const parts = name.split(' > ');
    // The innermost title that names a row counts.
    const at = parts.findLastIndex((part) => /^\[[a-z0-9-]+\]/.test(part));
    const named = parts[at] ?? '';
    const id = /^\[([^\]]+)\]/.exec(named)?.[1] ?? '';
    const row = rows.find((each) => each.id === id);
    const tests = found.get(id);
    if (row === undefined || tests === undefined) {
      faults.push(`${file}: "${name}" names no row of the register`);
      continue;
    }
    if (!named.startsWith(titleOf(row))) faults.push(`${file}: "${name}" names other advisories`);
    const rest = named.slice(titleOf(row).length).replace(/^[:\s]+/, '');
    const title = [...parts.slice(0, at), rest, ...parts.slice(at + 1)].filter(Boolean).join(' › ');
    tests.push({ file, title });
  }
  for (const [id, tests] of found) if (tests.length === 0) faults.push(`no test is for [${id}]`);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return found;
}

/**
 * As vitest collects them: what is written down and not run is no test.
 *
 * @returns {readonly { readonly name: string, readonly file: string }[]}
 */
function listTests() {
  const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
  // In a test of its own this script must not be taken for a worker of the vitest that runs it.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV|NODE_OPTIONS)/.test(name)),
  );
  const json = execFileSync(
    process.execPath,
    [vitest, 'list', '--json', '--project', 'all', folder],
    { cwd: root, env, encoding: 'utf8', maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  /** @type {{ name: string, file: string }[]} */
  const tests = JSON.parse(json.slice(json.indexOf('[')));
  return tests
    .map(({ name, file }) => ({ name, file: relative(root, file).replaceAll('\\', '/') }))
    .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}

/**
 * The cases for other implementations, under their rows.
 *
 * @returns {ReadonlyMap<string, readonly AttackCase[]>}
 */
function casesByRow() {
  /** @type {Map<string, AttackCase[]>} */
  const found = new Map(rows.map(({ id }) => [id, []]));
  if (!existsSync(caseFile)) return found;
  /** @type {{ cases: AttackCase[] }} */
  const { cases } = JSON.parse(readFileSync(caseFile, 'utf8'));
  for (const each of cases) {
    const list = found.get(each.row ?? '');
    if (list === undefined) throw new Error(`the case ${each.id} names no row of the register`);
    list.push(each);
  }
  return found;
}

function writePage() {
  const counts = [...testsOf.values()].map((tests) => tests.length);
  const tests = counts.reduce((sum, count) => sum + count, 0);
  const cases = [...casesOf.values()].flat().length;
  const lines = [
    '# What the codec must survive',
    '',
    '<!-- made by scripts/attacks-page.js: npm run docs:attacks -->',
    '',
    'Flaws that WebSocket implementations had, what shows each of them, what must come of it here, and the tests',
    `that see to it: ${rows.length} rows, ${tests} tests in \`${folder}\`, ${cases} cases for other implementations in`,
    '`attacks.json`, which the package exports as `websocket-codec/testing/attacks.json`. The tests are in the repository and not',
    'in the package. An advisory stands beside the flaw that it was about, in whatever project that was. The wire is in hexadecimal;',
    'where a frame is shown without a mask, the tests mask it as the role demands. "Linear" means that the cost of a byte is measured',
    'at several sizes and its growth compared, never a time.',
    '',
    '| row | class | advisories | tests | cases |',
    '|---|---|---|---:|---:|',
    ...attackClasses.flatMap(({ title, rows: members }) =>
      members.map(({ id, advisories }) => {
        const count = testsOf.get(id)?.length ?? 0;
        return `| [${id}](#${id}) | ${title} | ${advisories.join(', ')} | ${count} | ${casesOf.get(id)?.length ?? 0} |`;
      }),
    ),
    '',
  ];
  for (const { title, rows: members } of attackClasses) {
    lines.push(`## ${title}`, '', ...members.flatMap((row) => section(title, row)));
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

/**
 * @param {string} group
 * @param {AttackRow} row
 */
function section(group, row) {
  const tests = testsOf.get(row.id) ?? [];
  const cases = casesOf.get(row.id) ?? [];
  return [
    `### ${row.id}`,
    '',
    row.flaw,
    '',
    '| | |',
    '|---|---|',
    `| class | ${group} |`,
    `| advisories | ${row.advisories.join(', ') || 'none'} |`,
    `| input | ${row.inputs.join('<br>')} |`,
    `| expected outcome | ${row.expected.join('<br>')} |`,
    `| tests | ${filesOf(tests)} |`,
    ...(cases.length > 0
      ? [`| in \`attacks.json\` | ${cases.map(({ id }) => `\`${id}\``).join(', ')} |`]
      : []),
    '',
    `<details><summary>${tests.length === 1 ? 'One test' : `${tests.length} tests`}</summary>`,
    '',
    ...titlesOf(tests),
    '',
    '</details>',
    '',
  ];
}

/** @param {readonly RowTest[]} tests */
function filesOf(tests) {
  return [...byFile(tests)]
    .map(([file, members]) => `${nameOf(file)} (${members.length})`)
    .join('<br>');
}

/**
 * The titles file by file. Tests that differ in the role or the compressor alone stand in one line.
 *
 * @param {readonly RowTest[]} tests
 */
function titlesOf(tests) {
  return [...byFile(tests)].flatMap(([file, members]) => {
    if (file === casesFile) return [`- ${nameOf(file)}: each case of \`attacks.json\` above`];
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const { title } of members) {
      const general = title
        .replace(/\b(an?|every) (client|server)\b/g, 'a peer')
        .replace(/ on (pako|node:zlib|by size)\b/g, '');
      counts.set(general, (counts.get(general) ?? 0) + 1);
    }
    const titles = [...counts].map(
      ([title, count]) => `  - ${plain(title)}${count > 1 ? ` (× ${count})` : ''}`,
    );
    return [`- ${nameOf(file)}`, ...titles];
  });
}

/**
 * @param {readonly RowTest[]} tests
 * @returns {ReadonlyMap<string, readonly RowTest[]>}
 */
function byFile(tests) {
  const files = new Set(tests.map(({ file }) => file));
  return new Map([...files].map((file) => [file, tests.filter((each) => each.file === file)]));
}

/**
 * No link: who reads the page in the package has no such file.
 *
 * @param {string} file
 */
function nameOf(file) {
  return `\`${file.slice(folder.length + 1)}\``;
}

/**
 * A title as text that Markdown and HTML leave alone.
 *
 * @param {string} title
 */
function plain(title) {
  const short = title.length > 200 ? `${title.slice(0, 200)}…` : title;
  return short
    .replace(/[\\`*_<>[\]|&~$]/g, (character) => `\\${character}`)
    .replace(/[^\x20-\x7e\u00a1-\ud7ff\ue000-\ufffd]/g, (character) => {
      const code = character.charCodeAt(0).toString(16).padStart(4, '0');
      return `\\\\u${code}`;
    });
}
