/**
 * What a run must have shown.
 */

/**
 * @import { Memory } from './server.js'
 * @import { Tally } from './tally.js'
 */

/**
 * @typedef {object} Run
 * @property {readonly Memory[]} samples of the server, at equal distances
 * @property {Memory} after when all clients were gone
 * @property {Tally} tally
 * @property {readonly string[]} attacks the names of all, each of which must have been played
 * @property {number | null} exitCode of the server; null: a signal ended it
 */

/** The last third may use so much more than the third in front of it. */
const GROWTH = 1.1;
/** What memory may vary by in any case; the engine takes it from the system, and gives it back, in large pieces. */
const SLACK_BYTES = { usedBytes: 4_194_304, residentBytes: 33_554_432 };

/**
 * The faults of a run; none: it was good.
 *
 * @param {Run} run
 * @returns {string[]}
 */
export function judge({ samples, after, tally, attacks, exitCode }) {
  const faults = [...Object.entries(tally.faults), ...Object.entries(tally.wrong)].map(
    ([fault, times]) => `${times} × ${fault}`,
  );
  if (exitCode !== 0) faults.push(`the server has ended with ${exitCode}`);
  if (!(tally.good > 0)) faults.push('no good connection has ended');
  // A count that is not there is none.
  if (!(tally.pongs > 0)) faults.push('no ping was answered');
  if (!(tally.hostile > 0)) faults.push('no hostile connection has ended');
  for (const name of attacks) {
    if (tally.outcomes[name] === undefined) faults.push(`never played: ${name}`);
  }
  if (after.connections !== 0) faults.push(`${after.connections} connections are left`);
  if (samples.length < 6) faults.push(`${samples.length} samples of memory are too few`);
  for (const what of /** @type {const} */ (['usedBytes', 'residentBytes'])) {
    const { middle, last } = thirds(samples, what);
    if (last > middle * GROWTH + SLACK_BYTES[what]) {
      faults.push(`${what} have grown from ${middle} to ${last}`);
    }
  }
  return faults;
}

/**
 * The medians of the second third and of the last: in the first, everything is still filling up.
 *
 * @param {readonly Memory[]} samples
 * @param {'usedBytes' | 'residentBytes'} what
 */
export function thirds(samples, what) {
  const third = Math.floor(samples.length / 3);
  return {
    middle: median(samples.slice(third, 2 * third), what),
    last: median(samples.slice(2 * third), what),
  };
}

/**
 * @param {readonly Memory[]} samples
 * @param {keyof Memory} what
 */
export function median(samples, what) {
  return samples.map((sample) => sample[what]).sort((a, b) => a - b)[samples.length >> 1] ?? 0;
}
