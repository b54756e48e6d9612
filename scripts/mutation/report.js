/**
 * Writes the score of each folder to test/mutation, and compares what has survived with the list of reasons.
 */

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { folders } from './folders.js';
import { compare, readGroups } from './survivors.js';

/**
 * @typedef {import('./survivors.js').StrykerReport} StrykerReport
 * @typedef {{ mutants: number, killed: number, timeout: number, survived: number, noCoverage: number, ignored: number, errors: number, score: number }} Row
 * @typedef {Row & { commit: string }} FolderRow
 */

/**
 * @param {string} root with a slash behind it
 * @param {readonly string[]} ran the folders that were run just now; the others keep the commit that they had
 */
export function report(root, ran) {
  const files = reportedFiles(`${root}reports/mutation/`);
  const resultsPath = `${root}test/mutation/results.json`;
  /** @type {{ folders: Record<string, FolderRow> }} */
  const last = JSON.parse(readFileSync(resultsPath, 'utf8'));
  const head = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();

  const rows = Object.fromEntries(
    folders.flatMap((folder) => {
      const before = last.folders[folder];
      const statuses = Object.entries(files)
        .filter(([path]) => folderOf(path) === folder)
        .flatMap(([, { mutants }]) => mutants.map(({ status }) => status));
      if (statuses.length === 0) return before === undefined ? [] : [[folder, before]];
      const commit = ran.includes(folder) ? head : (before?.commit ?? head);
      return [[folder, { ...rowOf(statuses), commit }]];
    }),
  );
  const total = sum(Object.values(rows));
  const results = {
    command: 'npm run mutation',
    node: process.version,
    stryker: versionOf(root, '@stryker-mutator/core'),
    notRun: folders.filter((folder) => !(folder in rows)),
    folders: rows,
    total,
  };
  writeFileSync(resultsPath, `${JSON.stringify(results, null, 2)}\n`);
  execFileSync('npx', ['biome', 'format', '--write', resultsPath], { cwd: root });
  writeTable(`${root}test/mutation/README.md`, { ...rows, total }, results.notRun);
  return compare({ files }, readGroups(root));
}

/**
 * What the last run of each file said: a folder may have been run in parts.
 *
 * @param {string} directory
 * @returns {StrykerReport['files']}
 */
function reportedFiles(directory) {
  const paths = readdirSync(directory)
    .filter((name) => name.endsWith('.json') && !name.endsWith('.incremental.json'))
    .map((name) => directory + name)
    .sort((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs);
  /** @type {StrykerReport[]} */
  const reports = paths.map((path) => JSON.parse(readFileSync(path, 'utf8')));
  return Object.assign({}, ...reports.map(({ files }) => files));
}

/** @param {string} path as `src/frame/mask.ts` */
function folderOf(path) {
  return path.slice('src/'.length, path.lastIndexOf('/'));
}

/** @param {readonly string[]} statuses @returns {Row} */
function rowOf(statuses) {
  const count = (/** @type {string} */ wanted) =>
    statuses.filter((status) => status === wanted).length;
  return withScore({
    mutants: statuses.length,
    killed: count('Killed'),
    timeout: count('Timeout'),
    survived: count('Survived'),
    noCoverage: count('NoCoverage'),
    ignored: count('Ignored'),
    errors: count('RuntimeError') + count('CompileError'),
  });
}

/** @param {readonly Row[]} rows */
function sum(rows) {
  const add = (/** @type {Exclude<keyof Row, 'score'>} */ key) =>
    rows.reduce((all, row) => all + row[key], 0);
  return withScore({
    mutants: add('mutants'),
    killed: add('killed'),
    timeout: add('timeout'),
    survived: add('survived'),
    noCoverage: add('noCoverage'),
    ignored: add('ignored'),
    errors: add('errors'),
  });
}

/**
 * Stryker's own: what was detected of all that is valid.
 *
 * @param {Omit<Row, 'score'>} row
 * @returns {Row}
 */
function withScore(row) {
  const detected = row.killed + row.timeout;
  const valid = detected + row.survived + row.noCoverage;
  return { ...row, score: Math.floor((detected / valid) * 10_000) / 100 };
}

/** @param {string} path @param {Record<string, Row>} rows @param {readonly string[]} notRun */
function writeTable(path, rows, notRun) {
  const lines = Object.entries(rows).map(([name, row]) => {
    const { mutants, killed, timeout, survived, noCoverage, ignored, score } = row;
    return `| ${name} | ${mutants} | ${killed} | ${timeout} | ${survived} | ${noCoverage} | ${ignored} | ${score.toFixed(2)} % |`;
  });
  const table = [
    '| folder of `src` | mutants | killed | timed out | survived | not covered | ignored | score |',
    '|---|---:|---:|---:|---:|---:|---:|---:|',
    ...lines,
    ...(notRun.length > 0 ? ['', `Not run yet: ${notRun.join(', ')}.`] : []),
  ].join('\n');
  const [before, after] = ['<!-- table -->', '<!-- end of table -->'];
  const text = readFileSync(path, 'utf8');
  const from = text.indexOf(before) + before.length;
  const to = text.indexOf(after);
  writeFileSync(path, `${text.slice(0, from)}\n\n${table}\n\n${text.slice(to)}`);
}

/** @param {string} root @param {string} name @returns {string} */
function versionOf(root, name) {
  return JSON.parse(readFileSync(`${root}node_modules/${name}/package.json`, 'utf8')).version;
}
