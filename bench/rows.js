/**
 * From samples to the rows of a table.
 */

import { speedRatio, summarise } from './statistics.js';

/**
 * @typedef {object} Measured
 * @property {string} name
 * @property {readonly number[]} samples nanoseconds an operation, one of each round
 * @property {number} [units] how much one operation handles; 1 when left out
 * @property {boolean} [isOurs] others are compared with it; always so for the first
 */

/**
 * @param {readonly Measured[]} measured
 * @param {import('./table.js').Rate} rate
 * @returns {import('./output.js').Row[]}
 */
export function rowsOf(measured, rate) {
  const costs = new Map(
    measured.map((one) => [one, one.samples.map((ns) => ns / (one.units ?? 1))]),
  );
  const costsOf = (/** @type {Measured} */ one) => costs.get(one) ?? [];
  const ours = measured.filter(({ isOurs }, index) => index === 0 || isOurs === true);
  return measured.map((one) => {
    const { name, units = 1 } = one;
    const time = summarise(one.samples);
    const ratios = ours
      .filter((other) => other !== one)
      .map((other) => [other.name, speedRatio(costsOf(other), costsOf(one))]);
    return {
      name,
      units,
      time,
      rate: rate.of(time.median, units),
      ratios: Object.fromEntries(ratios),
    };
  });
}
