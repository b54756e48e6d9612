/**
 * Writes the score of each folder to test/mutation, and compares what has survived with the list of reasons.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { folders } from './folders.js';
import { compare, readGroups } from './survivors.js';

/**
 * @typedef {import('./survivors.js').StrykerReport} StrykerReport
 * @typedef {{ mutants: number, killed: number, timeout: number, survived: number, noCoverage: number, ignored: number, errors: number, score: number }} Row
 */

/** @param {string} root with a slash behind it */
export function report(root) {
  const reports = folders.flatMap((folder) => {
    const path = `${root}reports/mutation/${folder}.json`;
    if (!existsSync(path)) return [];
    /** @type {StrykerReport} */
    const read = JSON.parse(readFileSync(path, 'utf8'));
    return [{ folder, report: read }];
  });
  const groups = readGroups(root);
  const rows = Object.fromEntries(
    reports.map(({ folder, report: { files } }) => [
      folder,
      rowOf(Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status))),
    ]),
  );
  const total = sum(Object.values(rows));
  const results = {
    command: 'npm run mutation',
    commit: execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim(),
    node: process.version,
    stryker: versionOf(root, '@stryker-mutator/core'),
    notRun: folders.filter((folder) => !(folder in rows)),
    folders: rows,
    total,
  };
  writeFileSync(`${root}test/mutation/results.json`, `${JSON.stringify(results, null, 2)}\n`);
  writeTable(`${root}test/mutation/README.md`, { ...rows, total }, results.notRun);
  return reports.flatMap(({ report: read }) => compare(read, groups));
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
