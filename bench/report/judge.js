/**
 * Measures results against what is wanted.
 */

import { figure } from './figures.js';
import { findComparison, findFigures, findQuestion, findRatio } from './find.js';

/** @typedef {import('../results-file.js').Results} Results */
/**
 * In one word for all places, or one for each that needs it.
 *
 * @typedef {string | Readonly<Record<string, string>>} Bounds
 */

/**
 * At least so many times as fast as a peer.
 *
 * @typedef {object} RatioTarget
 * @property {'ratio'} kind
 * @property {string} name
 * @property {string} bench
 * @property {string} table
 * @property {string} ours
 * @property {string} peer
 * @property {Readonly<Record<string, number>>} wanted by the label of the rows
 * @property {Bounds} [bounds]
 */

/**
 * At most so much, the columns taken together.
 *
 * @typedef {object} FigureTarget
 * @property {'figure'} kind
 * @property {string} name
 * @property {string} bench
 * @property {string} table
 * @property {string} row
 * @property {readonly string[]} columns
 * @property {string} unit
 * @property {number} wanted
 * @property {string} [beside] a row to be shown with it
 * @property {Bounds} [bounds]
 */

/**
 * The dearest row of a table at most so many times as dear as the cheapest.
 *
 * @typedef {object} SpreadTarget
 * @property {'spread'} kind
 * @property {string} name
 * @property {string} bench
 * @property {string} table
 * @property {string} place
 * @property {number} wanted
 * @property {Bounds} [bounds]
 */

/** @typedef {RatioTarget | FigureTarget | SpreadTarget} Target */

/**
 * @typedef {object} Verdict
 * @property {string} target its name
 * @property {string} place such as a size, or empty
 * @property {string} wanted
 * @property {string | null} measured null when it was not
 * @property {'met' | 'missed' | 'not measured'} outcome
 * @property {string | null} bounds why it is missed, as far as somebody has written it down
 */

/**
 * @typedef {object} Reading
 * @property {string} place
 * @property {number} wanted
 * @property {number | null} value null when it was not measured
 * @property {string} said the value with what belongs to it
 */

/**
 * @param {readonly Target[]} targets
 * @param {Results} results
 * @returns {Verdict[]}
 */
export function judge(targets, results) {
  return targets.flatMap((target) => {
    const isAtLeast = target.kind === 'ratio';
    return readingsOf(target, results).map(({ place, wanted, value, said }) => {
      const isMet = value !== null && (isAtLeast ? value >= wanted : value <= wanted);
      const outcome = value === null ? 'not measured' : isMet ? 'met' : 'missed';
      return {
        target: target.name,
        place,
        wanted: `${isAtLeast ? '≥' : '≤'} ${figure(wanted)}${unitOf(target)}`,
        measured: value === null ? null : said,
        outcome: /** @type {Verdict['outcome']} */ (outcome),
        bounds: outcome === 'missed' ? boundsAt(target, place) : null,
      };
    });
  });
}

/**
 * Those that are missed and that nobody has explained.
 *
 * @param {readonly Verdict[]} verdicts
 */
export function unexplained(verdicts) {
  return verdicts.filter(({ outcome, bounds }) => outcome === 'missed' && bounds === null);
}

/**
 * @param {Target} target
 * @param {Results} results
 * @returns {Reading[]}
 */
function readingsOf(target, results) {
  if (target.kind === 'ratio') return ratiosOf(target, results);
  return [target.kind === 'figure' ? figureOf(target, results) : spreadOf(target, results)];
}

/**
 * @param {RatioTarget} target
 * @param {Results} results
 * @returns {Reading[]}
 */
function ratiosOf({ bench, table, ours, peer, wanted }, results) {
  const comparison = findComparison(results, bench, table);
  return Object.entries(wanted).map(([place, least]) => {
    const ratio =
      comparison === null ? null : findRatio(findQuestion(comparison, place), ours, peer);
    const spread = ratio === null ? '' : ` (${figure(ratio.p25)}…${figure(ratio.p75)})`;
    const said = ratio === null ? '' : `${figure(ratio.median)} ×${spread}`;
    return { place, wanted: least, value: ratio?.median ?? null, said };
  });
}

/**
 * @param {FigureTarget} target
 * @param {Results} results
 * @returns {Reading}
 */
function figureOf({ bench, table, row, columns, unit, wanted, beside }, results) {
  const figures = findFigures(results, bench, table)?.figures ?? null;
  const sumOf = (/** @type {string} */ name) =>
    columns.reduce((sum, column) => {
      const value = figures?.find((one) => one.name === name)?.values[column];
      if (value === undefined) throw new RangeError(`“${table}” has no ${column} of ${name}`);
      return sum + value;
    }, 0);
  if (figures === null) return { place: row, wanted, value: null, said: '' };
  const others = beside === undefined ? '' : ` (${beside}: ${figure(sumOf(beside))}${unit})`;
  return {
    place: row,
    wanted,
    value: sumOf(row),
    said: `${figure(sumOf(row))}${unit}${others}`,
  };
}

/**
 * The dearest unit beside the cheapest.
 *
 * @param {SpreadTarget} target
 * @param {Results} results
 * @returns {Reading}
 */
function spreadOf({ bench, table, place, wanted }, results) {
  const comparison = findComparison(results, bench, table);
  const rates = (comparison?.questions ?? []).flatMap(({ contenders }) =>
    contenders.map(({ rate }) => rate),
  );
  if (rates.length === 0) return { place, wanted, value: null, said: '' };
  const value = Math.max(...rates) / Math.min(...rates);
  return { place, wanted, value, said: `${figure(value)} ×` };
}

/** @param {Target} target */
function unitOf(target) {
  return target.kind === 'figure' ? target.unit : ' ×';
}

/**
 * @param {Target} target
 * @param {string} place
 * @returns {string | null}
 */
function boundsAt({ bounds }, place) {
  if (bounds === undefined || typeof bounds === 'string') return bounds ?? null;
  return bounds[place] ?? null;
}
