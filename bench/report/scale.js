/**
 * From figures to places on a chart, and the figures that are written at its axes.
 */

/**
 * @typedef {object} Scale
 * @property {(value: number) => number} place in pixels
 * @property {readonly number[]} ticks in rising order
 */

/** @typedef {readonly [number, number]} Range from and to */

/** Ticks of a logarithmic axis in each decade, the more the fewer decades there are. */
const logSteps = /** @type {const} */ ([
  { decades: 1.2, steps: [1, 1.5, 2, 3, 4, 5, 7] },
  { decades: 3, steps: [1, 2, 5] },
  { decades: Number.POSITIVE_INFINITY, steps: [1] },
]);
const MOST_TICKS = 8;

/**
 * @param {Range} values both above zero
 * @param {Range} pixels
 * @returns {Scale}
 */
export function logScale([from, to], [start, end]) {
  if (!(from > 0 && to >= from)) {
    throw new RangeError(`a logarithmic axis cannot go from ${from} to ${to}`);
  }
  // A single value stands in the middle of an axis of its own.
  const isOne = to < from * 1.000_1;
  const low = isOne ? from / 2 : from;
  const high = isOne ? to * 2 : to;
  const span = Math.log(high / low);
  return {
    place: (value) => start + ((end - start) * Math.log(value / low)) / span,
    ticks: logTicks(low, high),
  };
}

/**
 * @param {Range} values
 * @param {Range} pixels
 * @returns {Scale}
 */
export function linearScale([from, to], [start, end]) {
  if (!(to >= from)) throw new RangeError(`an axis cannot go from ${from} to ${to}`);
  const span = to - from || 1;
  const step = niceStep(span / (MOST_TICKS - 2));
  const ticks = [];
  for (let index = Math.ceil(from / step); index * step <= from + span * 1.000_001; index++) {
    ticks.push(Number((index * step).toPrecision(12)));
  }
  return { place: (value) => start + ((end - start) * (value - from)) / span, ticks };
}

/**
 * @param {number} low
 * @param {number} high
 */
function logTicks(low, high) {
  const decades = Math.log10(high / low);
  const { steps } = logSteps.find((row) => decades <= row.decades) ?? { steps: [1] };
  const ticks = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const step of steps) {
      const tick = Number((step * 10 ** power).toPrecision(3));
      if (tick >= low * 0.999_999 && tick <= high * 1.000_001) ticks.push(tick);
    }
  }
  return ticks;
}

/** @param {number} least */
function niceStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5].find((step) => step * power >= least) ?? 10;
  return factor * power;
}
