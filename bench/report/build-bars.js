/**
 * Bars from results: ratios with what is wanted of them, or plain figures.
 */

import { withVersions } from './figures.js';
import { findComparison, findFigures, findQuestion, findRatio } from './find.js';

/** @typedef {import('../results-file.js').Results} Results */
/** @typedef {import('./charts.js').Built} Built */
/** @typedef {import('./charts.js').RatiosSpec} RatiosSpec */
/** @typedef {import('./charts.js').AmountsSpec} AmountsSpec */
/** @typedef {import('./judge.js').Target} Target */

/**
 * @param {RatiosSpec} spec
 * @param {Results} results
 * @param {readonly Target[]} targets
 * @returns {Built | null}
 */
export function buildRatios(spec, results, targets) {
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
export function buildAmounts(spec, results) {
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
