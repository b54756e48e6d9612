/**
 * The rounds of a comparison: every contender has one short turn in each, and the one who begins changes
 * from round to round, so that neither a slow spell of the machine nor a place in the row favours anyone.
 */

/**
 * Runs `runs` operations, the first of them with the input at `start`.
 *
 * @typedef {(start: number, runs: number) => void} Loop
 */

/**
 * @typedef {object} Turn
 * @property {Loop} loop
 * @property {number} runs how many operations a turn has
 */

/**
 * Gives every contender its turn in every round.
 *
 * @param {readonly Turn[]} turns
 * @param {number} rounds
 * @param {() => number} now a clock in milliseconds
 * @param {() => void} [between] done in front of every turn, outside of the clock
 * @returns {number[][]} for each contender the nanoseconds per operation of each round
 */
export function alternate(turns, rounds, now, between = () => {}) {
  /** @type {number[][]} */
  const samples = turns.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (let place = 0; place < turns.length; place++) {
      const who = (place + round) % turns.length;
      const { loop, runs } = /** @type {Turn} */ (turns[who]);
      between();
      const begin = now();
      loop(round, runs);
      const elapsed = now() - begin;
      samples[who]?.push((elapsed * 1e6) / runs);
    }
  }
  return samples;
}

/** Tries of a measurement that one interruption must not spoil. */
const TRIES = 3;

/**
 * How many operations fill a turn, at least one. Each number of operations is tried a few times and the
 * fastest counts: were an interruption taken for the operations' own time, the turns would be so short
 * that the clock is what they measure.
 *
 * @param {Loop} loop
 * @param {number} turnMs
 * @param {() => number} now a clock in milliseconds
 * @returns {number}
 */
export function calibrate(loop, turnMs, now) {
  for (let runs = 1; ; runs *= 2) {
    let fastest = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < TRIES && fastest >= turnMs / 2; tries++) {
      const begin = now();
      loop(0, runs);
      fastest = Math.min(fastest, now() - begin);
    }
    if (fastest >= turnMs / 2) return Math.max(1, Math.round((runs * turnMs) / fastest));
  }
}
