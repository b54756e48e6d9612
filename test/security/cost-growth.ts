/**
 * Measures whether cost follows bytes, without ever asking how long anything takes.
 */

/** Each size is so many times the one before it. */
const STEP = 4;

/** By ratio this lies halfway between linear and quadratic; caches and collections stay well below. */
export const LINEAR_AT_MOST = 5;

/**
 * How the cost of a byte grows from the smallest of three sizes, four times apart, to the largest. Linear
 * work gives about 1, quadratic work 16.
 *
 * Every sample does the same number of bytes, in many small runs or in one large one, so that only the
 * growth differs. The least of several samples counts, and the sizes take turns: what else the machine
 * does slows some samples down, but never makes one faster. So a growth that looks too large is sampled
 * on: noise wears off, a real growth stays.
 *
 * @param smallest a size at which a run is long enough for its fixed cost not to matter
 * @param prepare makes the work for a size; not measured
 */
export function costGrowth(
  smallest: number,
  prepare: (size: number) => () => unknown,
  samples = 5,
): number {
  const works = [1, STEP, STEP * STEP].map((factor) => ({
    run: prepare(smallest * factor),
    repeats: (STEP * STEP) / factor,
    least: Number.POSITIVE_INFINITY,
  }));
  let growth = Number.POSITIVE_INFINITY;
  for (let sample = 0; sample <= samples * 6; sample++) {
    for (const work of works) {
      const start = performance.now();
      for (let i = 0; i < work.repeats; i++) work.run();
      const cost = performance.now() - start;
      // The first round warms up.
      if (sample > 0) work.least = Math.min(work.least, cost);
    }
    const [small, , large] = works.map(({ least }) => least) as [number, number, number];
    growth = large / small;
    if (sample >= samples && growth < LINEAR_AT_MOST) break;
  }
  return growth;
}
