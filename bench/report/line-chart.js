/**
 * Lines over a logarithmic axis, such as GB/s over the size of a payload.
 */

import { figure, formatAt } from './figures.js';
import { LEFT, legend, MOST_SERIES, mark, RIGHT, svgDocument, WIDTH } from './frame.js';
import { linearScale, logScale } from './scale.js';
import { element, escapeXml, text } from './svg.js';

/** @typedef {{ x: number, y: number, low: number, high: number }} Point `low` to `high`: half of the rounds */
/** @typedef {{ name: string, isOurs: boolean, points: readonly Point[] }} Series */

/**
 * @typedef {object} LineChart
 * @property {string} title
 * @property {string} subtitle
 * @property {string} xLabel
 * @property {'bytes' | 'count'} xUnit
 * @property {string} yLabel
 * @property {'log' | 'linear'} yScale linear axes begin at zero
 * @property {readonly Series[]} series
 */

const PLOT_HEIGHT = 300;
const LEAST_LABEL_GAP = 52;

/**
 * @param {LineChart} chart
 * @returns {string} a whole SVG file
 */
export function lineChart(chart) {
  const { series, xUnit } = chart;
  const points = series.flatMap((one) => one.points);
  if (points.length === 0) throw new RangeError(`there is nothing to draw in ${chart.title}`);
  if (series.length > MOST_SERIES) throw new RangeError(`${chart.title} has too many lines`);

  const keys = series.map((one, index) => ({ name: one.name, key: lineKey(one, index) }));
  const { content: legendContent, bottom } = legend(keys);
  const top = bottom + 12;
  const base = top + PLOT_HEIGHT;
  const xs = [...new Set(points.map(({ x }) => x))].sort((a, b) => a - b);
  const xScale = logScale([xs[0] ?? 1, xs.at(-1) ?? 1], [LEFT + 8, WIDTH - RIGHT - 8]);
  const yScale = scaleOf(chart, points, base, top);

  const grid = yScale.ticks.flatMap((tick) => {
    const y = yScale.place(tick);
    return [
      element('path', { class: 'grid', d: `M${LEFT} ${Math.round(y) + 0.5}H${WIDTH - RIGHT}` }),
      text(figure(tick), { class: 'soft end', x: LEFT - 8, y: y + 4 }),
    ];
  });
  const labels = spaced(xs, xScale.place).map((x) =>
    text(formatAt(x, xUnit), { class: 'soft middle', x: xScale.place(x), y: base + 18 }),
  );
  const lines = series.flatMap((one, index) =>
    drawSeries(one, index, (point) => ({ x: xScale.place(point.x), y: yScale.place })),
  );
  const content = [
    ...legendContent,
    ...grid,
    element('path', { class: 'axis', d: `M${LEFT} ${base + 0.5}H${WIDTH - RIGHT}` }),
    ...labels,
    text(chart.xLabel, { class: 'soft middle', x: (LEFT + WIDTH - RIGHT) / 2, y: base + 38 }),
    text(chart.yLabel, { class: 'soft', x: 16, y: top - 6 }),
    ...lines,
  ];
  return svgDocument({ ...chart, description: describe(chart) }, base + 50, content);
}

/**
 * @param {LineChart} chart
 * @param {readonly Point[]} points
 * @param {number} base
 * @param {number} top
 */
function scaleOf(chart, points, base, top) {
  const high = Math.max(...points.map((point) => point.high));
  if (chart.yScale === 'linear') return linearScale([0, high * 1.05], [base, top]);
  const low = Math.min(...points.map((point) => point.low));
  return logScale([low / 1.1, high * 1.1], [base, top]);
}

/**
 * @param {Series} series
 * @param {number} index
 * @param {(point: Point) => { x: number, y: (value: number) => number }} at
 */
function drawSeries({ name, isOurs, points }, index, at) {
  const sorted = [...points].sort((a, b) => a.x - b.x);
  const places = sorted.map((point) => {
    const { x, y } = at(point);
    return { point, x, y: y(point.y), low: y(point.low), high: y(point.high) };
  });
  const path = places.map(({ x, y }, place) => `${place === 0 ? 'M' : 'L'}${tenth(x)} ${tenth(y)}`);
  return [
    element('path', { class: `line s${index}${isOurs ? '' : ' peer'}`, d: path.join('') }),
    ...places.flatMap(({ point, x, y, low, high }) => [
      element('path', {
        class: `spread s${index}`,
        d: `M${tenth(x)} ${tenth(low)}V${tenth(high)}`,
      }),
      element('g', {}, [
        element('title', {}, [escapeXml(`${name}: ${figure(point.y)}`)]),
        mark(index, x, y),
      ]),
    ]),
  ];
}

/**
 * @param {Series} series
 * @param {number} index
 */
function lineKey({ isOurs }, index) {
  const line = element('path', { class: `line s${index}${isOurs ? '' : ' peer'}`, d: 'M-12 0H12' });
  return line + mark(index, 0, 0);
}

/**
 * Those values whose labels do not touch.
 *
 * @param {readonly number[]} values
 * @param {(value: number) => number} place
 */
function spaced(values, place) {
  /** @type {number[]} */
  const kept = [];
  for (const value of values) {
    const last = kept.at(-1);
    if (last === undefined || place(value) - place(last) >= LEAST_LABEL_GAP) kept.push(value);
  }
  return kept;
}

/** @param {LineChart} chart */
function describe({ xLabel, yLabel, xUnit, series }) {
  const lines = series.map(({ name, points }) => {
    const said = points.map(({ x, y }) => `${figure(y)} at ${formatAt(x, xUnit)}`);
    return `${name}: ${said.join(', ')}.`;
  });
  return `${yLabel} over ${xLabel}. ${lines.join(' ')}`;
}

/** @param {number} value */
function tenth(value) {
  return Math.round(value * 10) / 10;
}
