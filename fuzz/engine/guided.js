/**
 * Fuzzing that goes by coverage: an input that takes a branch for the first time, or many more times than before, is
 * kept, and changed further.
 */

import { performance } from 'node:perf_hooks';
import { Draft } from './draft.js';
import { explain } from './loop.js';
import { minimise } from './minimise.js';
import { mutate } from './mutate.js';
import { Random } from './random.js';

/** @typedef {import('./target.js').Target} Target */

/**
 * @typedef {object} GuidedRun
 * @property {number} executions
 * @property {number} seconds
 * @property {import('./loop.js').Found | null} found
 * @property {ReadonlySet<number>} reached branches, by their numbers
 * @property {number} branches how many there are
 * @property {Uint8Array[]} kept inputs that took a branch for the first time
 */

/** Most inputs that are remembered; the oldest go. */
const MAX_POOL = 2000;
/** Runs that making one input smaller may cost. */
const MAX_RUNS = 250;

/**
 * @param {Target} target on an instrumented codec
 * @param {number[][]} counters
 * @param {{ seed: number, seconds: number, executions: number, corpus: readonly Uint8Array[], isGuided: boolean }} plan
 *   not guided: coverage is measured, and nothing made of it
 * @returns {GuidedRun}
 */
export function runGuided(target, counters, { seed, seconds, executions: most, corpus, isGuided }) {
  const coverage = new Coverage(counters);
  const random = new Random(seed);
  const draft = new Draft();
  const begin = performance.now();
  /** @type {Uint8Array[]} */
  const pool = [];
  /** @type {Uint8Array[]} */
  const kept = [];
  let executions = 0;
  /** @type {import('./loop.js').Found | null} */
  let found = null;
  const execute = (/** @type {Uint8Array} */ input) => {
    coverage.clear();
    executions++;
    try {
      target.run(input);
    } catch (error) {
      found = explain(target, input.slice(), error);
      return;
    }
    const fresh = coverage.note();
    if (fresh === null) return;
    if (pool.length >= MAX_POOL) pool.shift();
    pool.push(input.slice());
    if (fresh.length === 0) return;
    kept.push(input.slice());
  };
  for (const input of corpus) execute(input.slice());
  while (executions < most && performance.now() - begin < seconds * 1000 && found === null) {
    draft.clear();
    const choice = random.next();
    if (isGuided && pool.length > 0 && choice & 1) {
      // The newest are the most promising.
      const newest = choice & 2 ? Math.max(0, pool.length - 20) : 0;
      draft.append(pool[random.between(newest, pool.length - 1)]);
      mutate(draft, random, 1 + ((choice >>> 2) & 3));
    } else {
      target.generate(draft, random);
      mutate(draft, random, (choice >>> 2) & 3);
    }
    execute(draft.view());
  }
  const { reached, branches } = coverage;
  const took = (performance.now() - begin) / 1000;
  return { executions, seconds: took, found, reached, branches, kept };
}

/**
 * Small inputs that together take all branches that these take: the short ones first, each made smaller as long as it
 * takes what no other does.
 *
 * @param {Target} target on an instrumented codec
 * @param {number[][]} counters
 * @param {readonly Uint8Array[]} inputs
 */
export function reduceInputs(target, counters, inputs) {
  const coverage = new Coverage(counters);
  /** @type {Uint8Array[]} */
  const reduced = [];
  for (const input of [...inputs].sort((a, b) => a.length - b.length)) {
    coverage.clear();
    target.run(input.slice());
    const fresh = coverage.note() ?? [];
    if (fresh.length === 0) continue;
    const reaches = (/** @type {Uint8Array} */ candidate) => {
      coverage.clear();
      target.run(candidate);
      return fresh.every((index) => coverage.isTaken(index));
    };
    reduced.push(minimise(input, reaches, MAX_RUNS));
  }
  return reduced;
}

/** Which branches were taken, and how many times to the power of two. */
class Coverage {
  /** @type {Set<number>} */
  reached = new Set();
  branches = 0;
  #counters;
  /** A bit for each power of two. */
  #seen;

  /** @param {number[][]} counters */
  constructor(counters) {
    this.#counters = counters;
    for (const { length } of counters) this.branches += length;
    this.#seen = new Int32Array(this.branches);
  }

  clear() {
    for (const group of this.#counters) group.fill(0);
  }

  /** @param {number} index */
  isTaken(index) {
    let at = index;
    for (const group of this.#counters) {
      if (at < group.length) return group[at] > 0;
      at -= group.length;
    }
    return false;
  }

  /**
   * Notes what was taken since it was cleared.
   *
   * @returns {number[] | null} branches that were taken for the first time; null when nothing is new
   */
  note() {
    /** @type {number[]} */
    const first = [];
    let isNew = false;
    let index = 0;
    for (const group of this.#counters) {
      for (const count of group) {
        const bit = count === 0 ? 0 : 1 << (31 - Math.clz32(count));
        const seen = this.#seen[index];
        if ((bit & ~seen) !== 0) {
          if (seen === 0) first.push(index);
          this.#seen[index] = seen | bit;
          isNew = true;
        }
        index++;
      }
    }
    for (const branch of first) this.reached.add(branch);
    return isNew ? first : null;
  }
}
