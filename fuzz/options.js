/**
 * The command line.
 */

import { parseArgs } from 'node:util';

/**
 * @typedef {object} Options
 * @property {string} target a name, or `all`
 * @property {number} seconds for each target; Infinity: for ever
 * @property {number} executions of each target at most
 * @property {number} seed
 * @property {string | null} replay
 * @property {boolean} guided goes by the branches that inputs take
 * @property {boolean} measure counts the branches, and does not go by them
 * @property {boolean} keep writes the corpus anew, from the old one and what a guided run has found
 * @property {boolean} fresh starts without the corpus
 * @property {boolean} save adds the run to results.json
 */

/**
 * @param {string[]} args
 * @returns {Options}
 */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      target: { type: 'string', default: 'all' },
      seconds: { type: 'string' },
      executions: { type: 'string' },
      seed: { type: 'string' },
      replay: { type: 'string' },
      forever: { type: 'boolean', default: false },
      guided: { type: 'boolean', default: false },
      measure: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      fresh: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
    },
  });
  const { target, replay = null, forever, guided, measure, keep, fresh, save } = values;
  const executions = numberOf(values.executions, 'executions') ?? Number.POSITIVE_INFINITY;
  // A number of executions is enough; without one, ten seconds.
  const byDefault = Number.isFinite(executions) ? Number.POSITIVE_INFINITY : 10;
  const seconds = numberOf(values.seconds, 'seconds') ?? byDefault;
  return {
    target,
    seconds: forever || seconds === 0 ? Number.POSITIVE_INFINITY : seconds,
    executions,
    seed: numberOf(values.seed, 'seed') ?? Date.now() % 2 ** 32,
    replay,
    guided,
    measure,
    keep,
    fresh,
    save,
  };
}

/**
 * @param {string | undefined} text
 * @param {string} name
 */
function numberOf(text, name) {
  if (text === undefined) return null;
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0))
    throw new Error(`--${name} is ${text}; it must be a number`);
  return value;
}
