/**
 * Rounds as in rounds.js for contenders of whom some answer later: a turn is over when all of it has been
 * answered.
 */

/**
 * Runs `runs` operations; a promise of their end, or nothing when they have ended.
 *
 * @typedef {(runs: number) => Promise<void> | void} AsyncLoop
 */

/**
 * @typedef {object} AsyncTurn
 * @property {AsyncLoop} loop
 * @property {number} runs how many operations a turn has
 */

/**
 * Gives every contender its turn in every round.
 *
 * @param {readonly AsyncTurn[]} turns
 * @param {number} rounds
 * @param {() => number} now a clock in milliseconds
 * @param {(who: number) => Promise<void> | void} [between] done in front of every turn of whom, outside of
 *   the clock
 * @returns {Promise<number[][]>} for each contender the nanoseconds per operation of each round
 */
export async function alternateAsync(turns, rounds, now, between = () => {}) {
  /** @type {number[][]} */
  const samples = turns.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (let place = 0; place < turns.length; place++) {
      const who = (place + round) % turns.length;
      const { loop, runs } = /** @type {AsyncTurn} */ (turns[who]);
      await between(who);
      const begin = now();
      await loop(runs);
      samples[who]?.push(((now() - begin) * 1e6) / runs);
    }
  }
  return samples;
}

/**
 * How many operations fill a turn: `least` of them or that number doubled a few times.
 *
 * @param {AsyncLoop} loop
 * @param {number} least
 * @param {number} turnMs
 * @param {() => number} now a clock in milliseconds
 * @returns {Promise<number>}
 */
export async function calibrateAsync(loop, least, turnMs, now) {
  for (let runs = least; ; runs *= 2) {
    const begin = now();
    await loop(runs);
    const elapsed = now() - begin;
    // The nearer of the two: this many, or twice as many.
    if (elapsed >= turnMs * 0.7) return runs;
  }
}
