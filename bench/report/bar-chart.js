/**
 * Bars in groups, such as ratios by the size of a payload, with a mark where each is wanted to reach at least.
 */

import { figure } from './figures.js';
import { legend, MOST_SERIES, RIGHT, svgDocument, WIDTH } from './frame.js';
import { linearScale, logScale } from './scale.js';
import { element, escapeXml, text } from './svg.js';

/** @typedef {{ series: number, value: number, wanted?: number }} Bar `series`: its place in the names */
/** @typedef {{ label: string, bars: readonly Bar[] }} Group */

/**
 * @typedef {object} BarChart
 * @property {string} title
 * @property {string} subtitle
 * @property {string} xLabel
 * @property {'log' | 'linear'} xScale linear bars begin at zero, logarithmic ones at 1
 * @property {string} [unit] behind each figure
 * @property {readonly string[]} names of the series
 * @property {readonly Group[]} groups
 */

const BAR = 15;
const BAR_GAP = 3;
const GROUP_GAP = 14;
const LABEL_CHARACTER = 6.7;
const [LEAST_LABEL, MOST_LABEL] = [70, 330];
const FIGURE_ROOM = 110;

/**
 * @param {BarChart} chart
 * @returns {string} a whole SVG file
 */
export function barChart(chart) {
  const { names, groups, unit = '' } = chart;
  const bars = groups.flatMap((group) => group.bars);
  if (bars.length === 0) throw new RangeError(`there is nothing to draw in ${chart.title}`);
  if (names.length > MOST_SERIES) throw new RangeError(`${chart.title} has too many series`);

  const hasWanted = bars.some(({ wanted }) => wanted !== undefined);
  const items = names.map((name, index) => ({ name, key: barKey(index) }));
  if (hasWanted) items.push({ name: 'wanted', key: wantedMark(0, 0) });
  const { content, bottom } = legend(items);
  const top = bottom + 8;
  const longest = Math.max(...groups.map(({ label }) => label.length)) * LABEL_CHARACTER;
  const left = 26 + Math.min(MOST_LABEL, Math.max(LEAST_LABEL, longest));
  const scale = scaleOf(chart, bars, [left, WIDTH - RIGHT - FIGURE_ROOM]);
  const zero = scale.place(chart.xScale === 'log' ? 1 : 0);

  let y = top;
  const drawn = [];
  for (const { label, bars: inGroup } of groups) {
    drawn.push(text(label, { class: 'end', x: left - 10, y: y + BAR - 3 }));
    for (const { series, value, wanted } of inGroup) {
      const end = scale.place(value);
      const isMissed = wanted !== undefined && value < wanted;
      const said = `${figure(value)}${unit}${isMissed ? ', missed' : ''}`;
      const attributes = {
        class: `f${series}`,
        x: Math.min(zero, end),
        y,
        width: Math.max(1, Math.abs(end - zero)),
        height: BAR,
      };
      drawn.push(
        element('rect', attributes, [
          element('title', {}, [escapeXml(`${names[series]}, ${label}: ${said}`)]),
        ]),
      );
      if (wanted !== undefined) drawn.push(wantedMark(scale.place(wanted), y + BAR / 2));
      const furthest = Math.max(zero, end, wanted === undefined ? 0 : scale.place(wanted));
      drawn.push(text(said, { x: furthest + 7, y: y + BAR - 3 }));
      y += BAR + BAR_GAP;
    }
    y += GROUP_GAP;
  }
  const base = y - GROUP_GAP + 4;
  const grid = scale.ticks.flatMap((tick) => {
    const x = Math.round(scale.place(tick)) + 0.5;
    return [
      element('path', { class: 'grid', d: `M${x} ${top - 4}V${base}` }),
      text(figure(tick), { class: 'soft middle', x, y: base + 16 }),
    ];
  });
  const axis = element('path', {
    class: 'axis',
    d: `M${Math.round(zero) + 0.5} ${top - 4}V${base}`,
  });
  const label = text(chart.xLabel, { class: 'soft', x: left, y: base + 36 });
  const all = [...content, ...grid, ...drawn, axis, label];
  return svgDocument({ ...chart, description: describe(chart) }, base + 48, all);
}

/**
 * @param {BarChart} chart
 * @param {readonly Bar[]} bars
 * @param {import('./scale.js').Range} pixels
 */
function scaleOf(chart, bars, pixels) {
  const values = bars.flatMap(({ value, wanted }) =>
    wanted === undefined ? [value] : [value, wanted],
  );
  const high = Math.max(...values);
  if (chart.xScale === 'linear') return linearScale([0, high], pixels);
  return logScale([Math.min(1, ...values) / 1.05, Math.max(1, high) * 1.05], pixels);
}

/** @param {number} index */
function barKey(index) {
  return element('rect', { class: `f${index}`, x: -12, y: -6, width: 24, height: 12 });
}

/**
 * @param {number} x
 * @param {number} y
 */
function wantedMark(x, y) {
  return element('path', { class: 'wanted', d: `M${Math.round(x * 10) / 10} ${y - 9.5}v19` });
}

/** @param {BarChart} chart */
function describe({ xLabel, names, groups, unit = '' }) {
  const said = groups.map(({ label, bars }) => {
    const each = bars.map(({ series, value, wanted }) => {
      const wish = wanted === undefined ? '' : ` (${figure(wanted)}${unit} wanted)`;
      return `${names[series]} ${figure(value)}${unit}${wish}`;
    });
    return `${label}: ${each.join(', ')}.`;
  });
  return `${xLabel}. ${said.join(' ')}`;
}
