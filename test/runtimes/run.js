/**
 * Runs the built and packed package in every runtime, and prints what came of it. Fails if anything did, or if a runtime
 * is missing.
 *
 *     npm run test:runtimes                     all of them
 *     npm run test:runtimes -- quickjs node-22  those whose ids begin so
 */

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cellsOf, columns, complaints, table } from './matrix.js';
import { bundle, here, install, unpack } from './prepare.js';
import { runtimes } from './runtimes.js';

/** @import { Runtime } from './runtimes.js' */

/** Many times what the slowest takes, for machines that do other things too. */
const LIMIT_MS = 600_000;
/** From the request to end until there is no choice. */
const GRACE_MS = 10_000;

/** @typedef {{ cells: string[], found: string[] }} Row with what is wrong with it */

const bundleColumns = ['bundled by', 'version', 'modules', 'bytes', 'seconds', 'verdict'];

const wanted = process.argv.slice(2);
const bundlerNames = ['esbuild', 'Rollup', 'webpack'];
const isWanted = (/** @type {string} */ id) =>
  wanted.length === 0 || wanted.some((prefix) => id.startsWith(prefix));
const chosen = runtimes.filter(({ id }) => isWanted(id));
const withBundlers = isWanted('bundlers');
if (chosen.length === 0 && !withBundlers) {
  const ids = [...runtimes.map(({ id }) => id), 'bundlers'];
  throw new RangeError(`nothing is called ${wanted.join(' or ')}; there are ${ids.join(', ')}`);
}

const folder = mkdtempSync(join(tmpdir(), 'websocket-codec-runtimes-'));
try {
  install();
  unpack(folder);
  await bundle(folder);
  const jobs = [
    ...chosen.map((runtime) => () => inRuntime(runtime)),
    ...(withBundlers ? bundlerNames : []).map((name) => () => inBundle(name)),
  ];
  const rows = await together(jobs, availableParallelism());
  const bundles = rows.splice(chosen.length);
  if (rows.length > 0) print(columns, rows);
  if (bundles.length > 0) print(bundleColumns, bundles);
  const wrong = [...rows, ...bundles].filter(({ found }) => found.length > 0);
  for (const { cells, found } of wrong) {
    console.log(`\n${cells.slice(0, 3).join(', ')}:`);
    for (const complaint of found) console.log(`  ${complaint}`);
  }
  if (wrong.length > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * @param {Runtime} runtime
 * @returns {Promise<Row>}
 */
async function inRuntime({ name, version, format, command, extent, expects }) {
  const begin = performance.now();
  let seen = '?';
  try {
    if (version !== null) seen = (await output(version)).trim().split('\n')[0] ?? '?';
    const report = await reportOf(command(folder, JSON.stringify(extent)));
    const found = complaints(report, expects);
    const cells = [name, numberIn(report.version ?? seen), format, ...cellsOf(report)];
    return rowOf(cells, begin, found);
  } catch (error) {
    const cells = [name, numberIn(seen), format, ...Array(columns.length - 5).fill('-')];
    return rowOf(cells, begin, [String(error)]);
  }
}

/**
 * @param {string} name
 * @returns {Promise<Row>}
 */
async function inBundle(name) {
  const begin = performance.now();
  const command = [process.execPath, join(here, 'bundles/check.js'), folder, name];
  try {
    const { version, modules, bytes, failures } = await reportOf(command);
    return rowOf([name, version, String(modules), String(bytes)], begin, failures);
  } catch (error) {
    return rowOf([name, '?', '-', '-'], begin, [String(error)]);
  }
}

/**
 * @param {string[]} cells
 * @param {number} begin
 * @param {string[]} found
 * @returns {Row}
 */
function rowOf(cells, begin, found) {
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  return { cells: [...cells, seconds, found.length === 0 ? 'passed' : 'FAILED'], found };
}

/**
 * @param {readonly string[]} head
 * @param {readonly Row[]} rows
 */
function print(head, rows) {
  const cells = rows.map((row) => row.cells);
  console.log(`\n${table(head, cells)}`);
}

/**
 * @param {string[]} command
 * @returns {Promise<any>} what it reports
 */
async function reportOf(command) {
  const text = await output(command);
  const line = text.split('\n').find((candidate) => candidate.startsWith('REPORT '));
  if (line === undefined) throw new Error(`there is no report in ${text.slice(-500)}`);
  return JSON.parse(line.slice('REPORT '.length));
}

/**
 * @param {string[]} command
 * @returns {Promise<string>}
 */
function output([file = '', ...args]) {
  return new Promise((resolve, reject) => {
    // A group of its own, so that nothing it has started outlives it; a browser is ended by the program that started it.
    const child = spawn(file, args, {
      cwd: folder,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      errors += chunk;
    });
    /** @type {NodeJS.Timeout | undefined} */
    let killer;
    const timer = setTimeout(() => {
      errors += `\nit took longer than ${LIMIT_MS / 1000} s`;
      child.kill('SIGTERM');
      killer = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), GRACE_MS);
    }, LIMIT_MS);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      clearTimeout(killer);
      if (code === 0) resolve(text);
      else reject(new Error(`it ended with ${code}: ${`${text}${errors}`.slice(-1500)}`));
    });
  });
}

/** The first that looks like a version. @param {string} text */
function numberIn(text) {
  return /\d[\d.-]*\d/.exec(text)?.[0] ?? text;
}

/**
 * So many at a time; the results in the order of the jobs.
 *
 * @template T
 * @param {readonly (() => Promise<T>)[]} jobs
 * @param {number} width
 * @returns {Promise<T[]>}
 */
async function together(jobs, width) {
  /** @type {T[]} */
  const results = [];
  const queue = jobs.entries();
  const worker = async () => {
    for (const [at, job] of queue) results[at] = await job();
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
