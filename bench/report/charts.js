/**
 * Which charts there are, and where their figures stand in the results.
 */

import { withVersions } from './figures.js';
import { findComparison, findFigures, findQuestion, findRatio, oursOf } from './find.js';

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
/** @typedef {import('./line-chart.js').Point} Point */

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

/**
 * @param {LinesSpec} spec
 * @param {Results} results
 * @returns {Built | null}
 */
function buildLines(spec, results) {
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
function buildSizes(spec, results) {
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

/**
 * @param {RatiosSpec} spec
 * @param {Results} results
 * @param {readonly Target[]} targets
 * @returns {Built | null}
 */
function buildRatios(spec, results, targets) {
  const tables = spec.series.map(({ table }) => findComparison(results, spec.bench, table));
  const isWanted = spec.only ?? (() => true);
  const labels = new Set(
    tables.flatMap((table) => table?.questions.map(({ label }) => label) ?? []),
  );
  const groups = [...labels].filter(isWanted).map((label) => ({
    label,
    bars: spec.series.flatMap(({ table: title, ours }, series) => {
      const table = tables[series];
      if (!table?.questions.some((question) => question.label === label)) return [];
      const ratio = findRatio(findQuestion(table, label), ours, spec.peer);
      if (ratio === null) return [];
      const wanted = wantedAt(targets, spec, title, ours, label);
      return [{ series, value: ratio.median, ...(wanted === undefined ? {} : { wanted }) }];
    }),
  }));
  const filled = groups.filter(({ bars }) => bars.length > 0);
  if (filled.length === 0) return null;
  const versions = results.benches[spec.bench]?.versions ?? {};
  const peer = withVersions(spec.peer, versions);
  const used = new Set(filled.flatMap(({ bars }) => bars.map(({ series }) => series)));
  const order = [...used].sort((a, b) => a - b);
  return {
    kind: 'bars',
    chart: {
      title: spec.title,
      subtitle: `how many times as fast as ${peer}; right of 1 is faster`,
      xLabel: `times the speed of ${peer}`,
      xScale: 'log',
      unit: ' ×',
      names: order.map((place) => spec.series[place]?.name ?? spec.series[place]?.ours ?? ''),
      groups: filled.map(({ label, bars }) => ({
        label,
        bars: bars.map((bar) => ({ ...bar, series: order.indexOf(bar.series) })),
      })),
    },
  };
}

/**
 * @param {AmountsSpec} spec
 * @param {Results} results
 * @returns {Built | null}
 */
function buildAmounts(spec, results) {
  const figures = findFigures(results, spec.bench, spec.table)?.figures ?? [];
  if (figures.length === 0) return null;
  const versions = results.benches[spec.bench]?.versions ?? {};
  return {
    kind: 'bars',
    chart: {
      title: spec.title,
      subtitle: 'less is better',
      xLabel: spec.xLabel,
      xScale: 'linear',
      names: spec.columns,
      groups: figures.map(({ name, values }) => ({
        label: withVersions(name, versions),
        bars: spec.columns.flatMap((column, series) => {
          const value = values[column];
          return value === undefined ? [] : [{ series, value: Math.max(0, value) }];
        }),
      })),
    },
  };
}

/**
 * @param {readonly Target[]} targets
 * @param {RatiosSpec} spec
 * @param {string} table
 * @param {string} ours
 * @param {string} label
 */
function wantedAt(targets, { bench, peer }, table, ours, label) {
  for (const target of targets) {
    if (
      target.kind === 'ratio' &&
      [target.bench, target.table, target.ours, target.peer].join('\n') ===
        [bench, table, ours, peer].join('\n')
    ) {
      return target.wanted[label];
    }
  }
  return undefined;
}
