/**
 * The arithmetic of the benchmarks, apart from any clock. Everything is a median: one turn that the
 * machine spent on something else must not move a figure.
 */

/**
 * @typedef {object} Summary
 * @property {number} median
 * @property {number} p25 a quarter of the samples lie below
 * @property {number} p75 a quarter of the samples lie above
 */

/**
 * The value below which a share of the samples lies, between two samples in proportion.
 *
 * @param {readonly number[]} samples in any order, at least one; unchanged
 * @param {number} share from 0 to 1
 * @returns {number}
 */
export function quantile(samples, share) {
  if (samples.length === 0) throw new RangeError('a quantile needs at least one sample');
  const sorted = [...samples].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const low = /** @type {number} */ (sorted[below]);
  const high = sorted[below + 1] ?? low;
  return low + (high - low) * (position - below);
}

/**
 * @param {readonly number[]} samples
 * @returns {number}
 */
export function median(samples) {
  return quantile(samples, 0.5);
}

/**
 * @param {readonly number[]} samples
 * @returns {Summary}
 */
export function summarise(samples) {
  return {
    median: median(samples),
    p25: quantile(samples, 0.25),
    p75: quantile(samples, 0.75),
  };
}

/**
 * How many times as fast the first contender is as the second: the second's cost divided by the first's,
 * round by round, so that a slow spell of the machine which both met cancels out.
 *
 * @param {readonly number[]} costs the first's cost in each round
 * @param {readonly number[]} otherCosts the second's cost in the same rounds
 * @returns {Summary}
 */
export function speedRatio(costs, otherCosts) {
  if (costs.length !== otherCosts.length) {
    throw new RangeError(
      `${costs.length} rounds cannot be compared with ${otherCosts.length}: a ratio is made within a round`,
    );
  }
  return summarise(costs.map((cost, round) => /** @type {number} */ (otherCosts[round]) / cost));
}
