/**
 * The runs that count, as data: each says what was run and for how long. A table is made of their sums.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} SavedRun
 * @property {string} target
 * @property {boolean} isCheap
 * @property {boolean} isGuided
 * @property {number} seed
 * @property {number} executions
 * @property {number} seconds
 * @property {number} findings
 * @property {string} commit a `+` behind it: with changes
 * @property {string} date
 */

/** @typedef {{ format: 1, node: string, runs: SavedRun[] }} Results */

const PATH = fileURLToPath(new URL('../results.json', import.meta.url));

/** @returns {Results} */
export function readResults() {
  const none = /** @type {Results} */ ({ format: 1, node: process.version, runs: [] });
  return existsSync(PATH) ? JSON.parse(readFileSync(PATH, 'utf8')) : none;
}

/** @param {SavedRun} run */
export function saveRun(run) {
  const results = readResults();
  const saved = { ...results, node: process.version, runs: [...results.runs, run] };
  writeFileSync(PATH, `${JSON.stringify(saved, null, 2)}\n`);
}

export function currentCommit() {
  const git = (/** @type {string[]} */ ...args) =>
    execFileSync('git', args, {
      encoding: 'utf8',
      cwd: fileURLToPath(new URL('.', import.meta.url)),
    });
  const changed = git('status', '--porcelain', '--', '../../src', '..', ':!../results.json');
  return git('rev-parse', '--short=12', 'HEAD').trim() + (changed.trim() === '' ? '' : '+');
}

/**
 * The table of all runs, in Markdown.
 *
 * @param {Results} results
 */
export function resultsTable({ node, runs }) {
  const names = [...new Set(runs.map(({ target }) => target))];
  const rows = names.map((name) =>
    sumOf(
      name,
      runs.filter(({ target }) => target === name),
    ),
  );
  const cheap = runs.filter(({ isCheap }) => isCheap);
  rows.push(sumOf('**cheap targets**', cheap), sumOf('**all targets**', runs));
  const commits = [...new Set(runs.map(({ commit }) => commit))].join(', ');
  const dates = [...new Set(runs.map(({ date }) => date.slice(0, 10)))].sort();
  const days = dates.length > 1 ? `${dates[0]} to ${dates[dates.length - 1]}` : dates[0];
  return [
    `Node ${node.slice(1)}, one process at a time, beside other work; ${days}, commits ${commits}:`,
    '',
    '| target | executions | minutes | executions a second | findings | seeds |',
    '|---|---:|---:|---:|---:|---|',
    ...rows,
  ].join('\n');
}

/** @type {(name: string, runs: readonly SavedRun[]) => string} */
function sumOf(name, runs) {
  const sum = (/** @type {'executions' | 'seconds' | 'findings'} */ key) =>
    runs.reduce((total, run) => total + run[key], 0);
  const executions = sum('executions');
  const seconds = sum('seconds');
  const seeds = [
    ...new Set(runs.map(({ seed, isGuided }) => `${seed}${isGuided ? ' guided' : ''}`)),
  ];
  const cells = [
    name,
    executions.toLocaleString('en'),
    (seconds / 60).toFixed(1),
    Math.round(executions / seconds).toLocaleString('en'),
    String(sum('findings')),
    name.startsWith('*') ? '' : seeds.join(', '),
  ];
  return `| ${cells.join(' | ')} |`;
}
