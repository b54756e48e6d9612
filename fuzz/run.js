/**
 * Runs targets, or puts one input through a target again.
 *
 *   npm run fuzz -- --target header --seconds 10 --seed 1
 *   npm run fuzz -- --target stream --replay fuzz/findings/stream-….hex
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { codec } from './codec.js';
import { fromHex, readCorpus, toHex, writeCorpus } from './engine/corpus.js';
import { reduceInputs, runGuided } from './engine/guided.js';
import { loadInstrumented } from './engine/instrument.js';
import { brokenBy, runTarget } from './engine/loop.js';
import { currentCommit, saveRun } from './engine/results.js';
import { readOptions } from './options.js';
import { allTargets } from './targets/index.js';

/** @typedef {import('./engine/loop.js').Run} Run */
/** @typedef {import('./engine/guided.js').GuidedRun} GuidedRun */
/** @typedef {import('./engine/target.js').Target} Target */
/** @typedef {import('./engine/loop.js').Found} Found */

/** What is longer is no line to look at, and the generators make it again. */
const MAX_KEPT_BYTES = 2048;

const options = readOptions(process.argv.slice(2));
const commit = options.save ? currentCommit() : '';
const instrumented = options.guided || options.measure ? await loadInstrumented() : null;
const known = allTargets(instrumented?.codec ?? codec);
const chosen =
  options.target === 'all' ? known : known.filter(({ name }) => name === options.target);
if (chosen.length === 0) {
  console.error(`--target is one of: all, ${known.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
if (options.replay !== null) replay(chosen[0], options.replay);
else fuzzAll();

function fuzzAll() {
  /** @type {Set<number>} */
  const reached = new Set();
  let all = 0;
  for (const target of chosen) {
    const run = fuzz(target);
    if (!('reached' in run)) continue;
    for (const branch of run.reached) reached.add(branch);
    all = run.branches;
  }
  if (all > 0 && chosen.length > 1) console.log(`together: ${reached.size} of ${all} branches`);
}

/** @type {(target: Target) => Run | GuidedRun} */
function fuzz(target) {
  const { seed, seconds, executions, guided: isGuided, keep, fresh } = options;
  const corpus = fresh ? [] : readCorpus(target.name).map(({ input }) => input);
  const plan = { seed, seconds, executions, corpus };
  let coverage = '';
  let run;
  if (instrumented === null) run = runTarget(target, plan);
  else {
    const guided = runGuided(target, instrumented.counters, { ...plan, isGuided });
    coverage = `, ${guided.reached.size} of ${guided.branches} branches`;
    if (keep) {
      const short = guided.kept.filter(({ length }) => length <= MAX_KEPT_BYTES);
      const inputs = reduceInputs(target, instrumented.counters, short);
      const notes = inputs.map((input) => ({ input, note: target.run(input.slice()) }));
      writeCorpus(target.name, notes);
      coverage += `, ${notes.length} inputs kept`;
    }
    run = guided;
  }
  const rate = Math.round(run.executions / run.seconds);
  const counts = `${run.executions} executions in ${run.seconds.toFixed(1)} s, ${rate} a second`;
  console.log(`${target.name.padEnd(16)} seed ${seed}: ${counts}${coverage}`);
  if (run.found !== null) tell(target, run.found);
  if (options.save) save(target, run);
  return run;
}

/** @type {(target: Target, run: Run) => void} */
function save(target, run) {
  saveRun({
    target: target.name,
    isCheap: target.isCheap,
    isGuided: options.guided,
    seed: options.seed,
    executions: run.executions,
    seconds: Number(run.seconds.toFixed(1)),
    findings: run.found === null ? 0 : 1,
    commit,
    date: new Date().toISOString().slice(0, 16),
  });
}

/**
 * @param {Target} target
 * @param {Found} found
 */
function tell(target, { oracle, message, input }) {
  process.exitCode = 1;
  const folder = fileURLToPath(new URL('findings', import.meta.url));
  mkdirSync(folder, { recursive: true });
  const name = `fuzz/findings/${target.name}-${oracle.replaceAll(/[^a-z-]/gi, '-')}.hex`;
  writeFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), `${toHex(input)}\n`);
  console.error(`${target.name}: ${oracle}: ${message}`);
  console.error(`  ${toHex(input)}`);
  console.error(`  npm run fuzz -- --target ${target.name} --replay ${name}`);
}

/**
 * @param {Target} target
 * @param {string} source a file of hexadecimal digits, or the digits
 */
function replay(target, source) {
  const digits = existsSync(source) ? readFileSync(source, 'utf8').split('#')[0] : source;
  const input = fromHex(digits.replaceAll(/\s/g, ''));
  const found = brokenBy(target, input.slice());
  if (found === null) console.log(`${target.name}: ${target.run(input)}`);
  else tell(target, found);
}
