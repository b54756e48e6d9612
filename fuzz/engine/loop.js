/**
 * Executions one after the other: an input is made, changed and put through, until time or number is used up
 * or a law is broken. The seed, the number and the corpus decide all of it.
 */

import { performance } from 'node:perf_hooks';
import { Draft } from './draft.js';
import { Finding, oracleOf } from './finding.js';
import { measuring } from './memory.js';
import { minimise } from './minimise.js';
import { mutate } from './mutate.js';
import { Random } from './random.js';

/** @typedef {import('./target.js').Target} Target */

/**
 * @typedef {object} Plan
 * @property {number} seed
 * @property {number} [seconds] at most; no limit when left out
 * @property {number} [executions] at most
 * @property {readonly Uint8Array[]} [corpus] inputs to start from now and then
 * @property {number} [maxMilliseconds] that one input may take; 400 when left out
 * @property {(input: Uint8Array, outcome: string) => void} [watch]
 */

/** @typedef {{ oracle: string, message: string, input: Uint8Array }} Found */

/**
 * @typedef {object} Run
 * @property {number} executions
 * @property {number} seconds
 * @property {Found | null} found
 */

/** No input of a fuzzer's size may take longer: of the clock to be looked at, of the processor to be a finding. */
const MAX_MILLISECONDS = 400;
/** What takes long to see again stays as large as it is by then. */
const MAX_MINIMISING_MILLISECONDS = 60_000;
/** One execution in so many starts from the corpus. */
const CORPUS_SHARE = 6;

/**
 * @param {Target} target
 * @param {Plan} plan
 * @returns {Run}
 */
export function runTarget(target, plan) {
  const { seed, seconds = Number.POSITIVE_INFINITY, corpus = [], watch } = plan;
  const { executions: most = Number.POSITIVE_INFINITY, maxMilliseconds = MAX_MILLISECONDS } = plan;
  const random = new Random(seed);
  const draft = new Draft();
  const begin = performance.now();
  const deadline = begin + seconds * 1000;
  let executions = 0;
  let now = begin;
  /** @type {Found | null} */
  let found = null;
  while (executions < most && now < deadline && found === null) {
    makeInput(target, draft, random, corpus);
    const input = draft.view();
    const measured = measuring.milliseconds;
    executions++;
    try {
      const outcome = target.run(input);
      if (watch !== undefined) watch(input, outcome);
    } catch (error) {
      found = explain(target, input.slice(), error);
    }
    const before = now;
    now = performance.now();
    if (now - before - (measuring.milliseconds - measured) > maxMilliseconds && found === null) {
      found = judgeCost(target, input.slice(), maxMilliseconds);
    }
  }
  return { executions, seconds: (now - begin) / 1000, found };
}

/**
 * Makes the next input in the draft.
 *
 * @type {(target: Target, draft: Draft, random: Random, corpus: readonly Uint8Array[]) => void}
 */
function makeInput(target, draft, random, corpus) {
  draft.clear();
  const choice = random.next();
  if (corpus.length > 0 && (choice >>> 8) % CORPUS_SHARE === 0) {
    draft.append(random.pick(corpus));
    mutate(draft, random, 1 + (choice & 3));
    return;
  }
  target.generate(draft, random);
  // A third as they are, most of the others with one change, so that what stands behind it is reached.
  const changes = choice & 15;
  if (changes >= 5) mutate(draft, random, changes < 12 ? 1 : changes - 10);
}

/**
 * Whether the law is broken every time, or the machine was busy.
 *
 * @param {Target} target
 * @param {Uint8Array} input
 * @param {number} maxMilliseconds
 * @returns {Found | null}
 */
function judgeCost(target, input, maxMilliseconds) {
  let fastest = Number.POSITIVE_INFINITY;
  for (let time = 0; time < 3; time++) {
    const begin = process.cpuUsage();
    const measured = measuring.processorMicroseconds;
    target.run(input);
    const { user, system } = process.cpuUsage(begin);
    const used = user + system - (measuring.processorMicroseconds - measured);
    fastest = Math.min(fastest, used / 1000);
  }
  if (fastest <= maxMilliseconds) return null;
  return { oracle: 'cost', message: `took ${Math.round(fastest)} ms, three times`, input };
}

/**
 * The smallest input with which the same law is broken, and what its oracle says.
 *
 * @param {Target} target
 * @param {Uint8Array} input
 * @param {unknown} error
 * @returns {Found}
 */
export function explain(target, input, error) {
  const oracle = oracleOf(error);
  const deadline = performance.now() + MAX_MINIMISING_MILLISECONDS;
  const smallest = minimise(
    input,
    (candidate) => performance.now() < deadline && brokenBy(target, candidate)?.oracle === oracle,
  );
  return brokenBy(target, smallest) ?? { oracle, message: messageOf(error), input };
}

/**
 * @param {Target} target
 * @param {Uint8Array} input
 * @returns {Found | null}
 */
export function brokenBy(target, input) {
  try {
    target.run(input);
    return null;
  } catch (error) {
    return { oracle: oracleOf(error), message: messageOf(error), input };
  }
}

/** @param {unknown} error */
function messageOf(error) {
  if (error instanceof Finding) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
