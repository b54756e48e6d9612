/**
 * Compares contenders for the same work: verified first, then timed in alternating rounds.
 */

import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { alternate, calibrate } from './rounds.js';
import { rowsOf } from './rows.js';
import { printRows } from './table.js';

/** @typedef {import('./rounds.js').Loop} Loop */

/**
 * @template I
 * @typedef {object} Contender
 * @property {string} name
 * @property {(input: I) => unknown} run one operation
 * @property {(returned: unknown, input: I, pristine: I) => void} [check] in place of the question's
 * @property {number} [units] in place of the question's
 * @property {boolean} [isOurs] the others are compared with it too, not with the first alone
 */

/**
 * @template I
 * @typedef {object} Question
 * @property {string} label
 * @property {number} [at] its place on the axis of a curve, such as a number of bytes
 * @property {number} [units] how much one operation handles, such as bytes; 1 when left out
 * @property {import('./table.js').Rate} rate
 * @property {number} inputCount a power of two
 * @property {(index: number) => I} makeInput the same input for the same index, in memory of its own
 * @property {(returned: unknown, input: I, pristine: I) => void} check throws unless one operation did the
 *   right thing, given what it returned, the input that it may have changed, and the same input unchanged
 * @property {readonly Contender<I>[]} contenders the first is the one that the others are compared with
 */

const { values: flags } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });

/** Quick only shows that everything runs: its figures mean nothing. */
export const quick = flags.quick;

// A turn is much shorter than the slice of time that an operating system gives to a process, so most
// turns are not interrupted, and those that are do not reach the median (measured: bench/control, on a
// machine with four times as much to do as it has processors).
const settings = quick
  ? { warmUpMs: 0.5, turnMs: 0.1, minRounds: 2, maxRounds: 3, budgetMs: 1 }
  : { warmUpMs: 40, turnMs: 0.3, minRounds: 11, maxRounds: 301, budgetMs: 1500 };

const REHEARSALS = quick ? 1 : 8;

const now = () => performance.now();
let isFirst = true;
const collectYoungGarbage = findCollector();

/**
 * Verifies every contender on every input, then times them all and prints one row each.
 *
 * @template I
 * @param {Question<I>} question
 */
export function compare(question) {
  for (const contender of question.contenders) verify(question, contender);

  const inputs = Array.from({ length: question.inputCount }, (_, i) => question.makeInput(i));
  // Warmed up with loops that are thrown away: those compiled first know the least about what they call,
  // and would stay slower for it (measured: bench/control). At the first question all is new.
  const makeLoops = () => question.contenders.map(({ run }) => makeLoop(run, inputs));
  for (let times = isFirst ? REHEARSALS : 1; times > 0; times--) warmUp(makeLoops());
  isFirst = false;
  const loops = makeLoops();
  warmUp(loops);
  const turns = loops.map((loop) => ({ loop, runs: calibrate(loop, settings.turnMs, now) }));

  // The first round is not counted: it pays for the change from warming up to taking turns, and tells
  // how long a round takes when one operation fills more than a turn.
  const begin = now();
  alternate(turns, 1, now, collectYoungGarbage);
  const affordable = Math.floor(settings.budgetMs / (now() - begin));
  const rounds = Math.max(settings.minRounds, Math.min(settings.maxRounds, affordable));

  const samples = alternate(turns, rounds, now, collectYoungGarbage);
  const measured = question.contenders.map(({ name, isOurs = false, units }, who) => ({
    name,
    isOurs,
    units: units ?? question.units ?? 1,
    samples: /** @type {number[]} */ (samples[who]),
  }));
  printRows(question.label, rowsOf(measured, question.rate), question.at);
}

/**
 * @template I
 * @param {Question<I>} question
 * @param {Contender<I>} contender
 */
function verify(question, contender) {
  const check = contender.check ?? question.check;
  for (let index = 0; index < question.inputCount; index++) {
    const input = question.makeInput(index);
    try {
      check(contender.run(input), input, question.makeInput(index));
    } catch (cause) {
      throw new Error(`${contender.name} gives a wrong result for ${question.label}`, { cause });
    }
  }
}

let loopsMade = 0;

/**
 * A loop of its own for a contender, from source that no other loop has: were the loop shared, its call
 * could be neither inlined nor predicted, and the engine would remember what all the contenders did. The
 * results are kept in an array, so that none of the work can be left out.
 *
 * @template I
 * @param {(input: I) => unknown} run
 * @param {readonly I[]} inputs
 * @returns {Loop}
 */
function makeLoop(run, inputs) {
  const mask = inputs.length - 1;
  if (inputs.length === 0 || (inputs.length & mask) !== 0) {
    throw new RangeError(`there are ${inputs.length} inputs; their number must be a power of two`);
  }
  const kept = inputs.map(() => /** @type {unknown} */ (undefined));
  const source = `return function loop${loopsMade++}(start, runs) {
    for (let i = start, end = start + runs; i < end; i++) kept[i & ${mask}] = run(inputs[i & ${mask}]);
  }`;
  return new Function('run', 'inputs', 'kept', source)(run, inputs, kept);
}

/** @param {readonly Loop[]} loops */
function warmUp(loops) {
  for (const loop of loops) {
    const end = now() + settings.warmUpMs;
    // One operation first, in case it takes longer than all the time there is; then few a call, because
    // a loop must be entered often to be compiled as a whole.
    for (let runs = 1; now() < end; runs = 16) loop(0, runs);
  }
}

/** What collects the garbage of the turn before, so that nobody pays for another's. */
function findCollector() {
  setFlagsFromString('--expose-gc');
  const gc = /** @type {(options: { type: 'minor' }) => void} */ (runInNewContext('gc'));
  return () => gc({ type: 'minor' });
}
