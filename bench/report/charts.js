/**
 * Which charts there are, and where their figures stand in the results.
 */

import { buildAmounts, buildRatios } from './build-bars.js';
import { buildLines, buildSizes } from './build-lines.js';

/** @typedef {import('../results-file.js').Results} Results */
/** @typedef {import('./judge.js').Target} Target */
/** @typedef {import('./line-chart.js').LineChart} LineChart */
/** @typedef {import('./bar-chart.js').BarChart} BarChart */
/** @typedef {{ kind: 'lines', chart: LineChart } | { kind: 'bars', chart: BarChart }} Built */

/**
 * Lines of a whole table: what all contenders do over an axis.
 *
 * @typedef {object} LinesSpec
 * @property {'lines'} kind
 * @property {string} file
 * @property {string} title
 * @property {string} bench
 * @property {string} table
 * @property {string} xLabel
 * @property {'bytes' | 'count'} xUnit
 * @property {'log' | 'linear'} [yScale] logarithmic when left out
 * @property {readonly string[]} [without] contenders that are left out
 */

/**
 * Bars of how many times as fast ours are as one peer, for each row of a table.
 *
 * @typedef {object} RatiosSpec
 * @property {'ratios'} kind
 * @property {string} file
 * @property {string} title
 * @property {string} bench
 * @property {string} peer
 * @property {readonly { table: string, ours: string, name?: string }[]} series `name` when it is not that of ours
 * @property {(label: string) => boolean} [only] which rows
 */

/**
 * Bars of plain figures: a table's rate by contender, or columns of figures.
 *
 * @typedef {object} AmountsSpec
 * @property {'amounts'} kind
 * @property {string} file
 * @property {string} title
 * @property {string} bench
 * @property {string} table
 * @property {string} xLabel
 * @property {readonly string[]} columns of figures
 */

/**
 * Lines of tables whose rows are one contender at several sizes.
 *
 * @typedef {object} SizesSpec
 * @property {'sizes'} kind
 * @property {string} file
 * @property {string} title
 * @property {string} bench
 * @property {readonly { table: string, name: string }[]} series
 * @property {string} xLabel
 */

/** @typedef {LinesSpec | SizesSpec | RatiosSpec | AmountsSpec} ChartSpec */

/**
 * @param {ChartSpec} spec
 * @param {Results} results
 * @param {readonly Target[]} targets
 * @returns {Built | null} null when nothing of it has been measured
 */
export function buildChart(spec, results, targets) {
  if (spec.kind === 'lines') return buildLines(spec, results);
  if (spec.kind === 'sizes') return buildSizes(spec, results);
  return spec.kind === 'ratios' ? buildRatios(spec, results, targets) : buildAmounts(spec, results);
}
