/**
 * Lines from results: contenders over an axis, or one contender at several sizes.
 */

import { withVersions } from './figures.js';
import { findComparison, oursOf } from './find.js';

/** @typedef {import('../results-file.js').Results} Results */
/** @typedef {import('./charts.js').Built} Built */
/** @typedef {import('./charts.js').LinesSpec} LinesSpec */
/** @typedef {import('./charts.js').SizesSpec} SizesSpec */
/** @typedef {import('./line-chart.js').Point} Point */

/**
 * @param {LinesSpec} spec
 * @param {Results} results
 * @returns {Built | null}
 */
export function buildLines(spec, results) {
  const table = findComparison(results, spec.bench, spec.table);
  if (table === null) return null;
  const versions = results.benches[spec.bench]?.versions ?? {};
  /** @type {Map<string, { name: string, isOurs: boolean, points: Point[] }>} */
  const series = new Map();
  for (const question of table.questions) {
    const ours = oursOf(question);
    for (const row of question.contenders) {
      const { name } = row;
      if (question.at === undefined || spec.without?.includes(name)) continue;
      const one = series.get(name) ?? {
        name: withVersions(name, versions),
        isOurs: ours.has(name),
        points: [],
      };
      one.points.push(pointOf(row, question.at, table.rate));
      series.set(name, one);
    }
  }
  return linesOf(spec, table.rate, [...series.values()]);
}

/**
 * @param {SizesSpec} spec
 * @param {Results} results
 * @returns {Built | null}
 */
export function buildSizes(spec, results) {
  let heading = '';
  const series = spec.series.flatMap(({ table: title, name }) => {
    const table = findComparison(results, spec.bench, title);
    if (table === null) return [];
    heading = table.rate;
    const points = table.questions.flatMap(({ contenders }) =>
      contenders.map((row) => pointOf(row, row.units, table.rate)),
    );
    return [{ name, isOurs: true, points }];
  });
  return linesOf({ ...spec, xUnit: 'bytes' }, heading, series);
}

/**
 * @param {Pick<LinesSpec, 'title' | 'xLabel' | 'xUnit' | 'yScale'>} spec
 * @param {string} rate
 * @param {readonly import('./line-chart.js').Series[]} series
 * @returns {Built | null}
 */
function linesOf({ title, xLabel, xUnit, yScale = 'log' }, rate, series) {
  if (series.every(({ points }) => points.length === 0)) return null;
  const better = isCost(rate) ? 'less' : 'more';
  const subtitle = `${rate}; ${better} is better; the bars hold half of the rounds`;
  return { kind: 'lines', chart: { title, subtitle, xLabel, xUnit, yLabel: rate, yScale, series } };
}

/**
 * @param {import('../output.js').Row} row
 * @param {number} x
 * @param {string} heading of the rate
 * @returns {Point}
 */
function pointOf({ time, rate }, x, heading) {
  const [one = rate, other = rate] = [time.p25, time.p75].map((ns) =>
    isCost(heading) ? (rate * ns) / time.median : (rate * time.median) / ns,
  );
  return { x, y: rate, low: Math.min(one, other), high: Math.max(one, other) };
}

/** @param {string} rate */
function isCost(rate) {
  return rate.startsWith('ns/');
}
