/**
 * What all charts have in common: size, colours for light and dark, a title, a legend. Colours and marks
 * differ together, so that a chart can be read without telling colours apart.
 */

import { element, escapeXml, text } from './svg.js';

export const WIDTH = 760;
export const LEFT = 64;
export const RIGHT = 20;

const CHARACTER_WIDTH = 6.7;
const LEGEND_LINE = 20;
const LEGEND_TOP = 58;

const light = [
  '#0063a6',
  '#c8500a',
  '#00795a',
  '#9a3d88',
  '#7d6300',
  '#4d4d4d',
  '#2f9bd1',
  '#b3243b',
];
const dark = [
  '#5ab4ff',
  '#ff9d57',
  '#3fcf9f',
  '#e79ad6',
  '#ead04b',
  '#b8b8b8',
  '#a5e0ff',
  '#ff8a9a',
];

const colours = (/** @type {readonly string[]} */ list) =>
  list.map((colour, index) => `--c${index}:${colour}`).join(';');
const style = [
  `svg{--paper:#ffffff;--ink:#1f2328;--soft:#59636e;--grid:#d9dee3;${colours(light)}}`,
  `@media (prefers-color-scheme:dark){svg{--paper:#0d1117;--ink:#e6edf3;--soft:#9aa5b1;--grid:#2b323b;${colours(dark)}}}`,
  'text{font:12px system-ui,-apple-system,"Segoe UI",sans-serif;fill:var(--ink)}',
  '.title{font-size:16px;font-weight:600}.soft{fill:var(--soft)}.end{text-anchor:end}.middle{text-anchor:middle}',
  '.paper{fill:var(--paper)}.grid{stroke:var(--grid);fill:none}.axis{stroke:var(--soft);fill:none}',
  '.wanted{stroke:var(--ink);stroke-width:2;fill:none}.line{fill:none;stroke-width:2}.peer{stroke-dasharray:5 4}',
  '.spread{stroke-width:1.5;opacity:.45}',
  ...light.map(
    (_, index) => `.s${index}{stroke:var(--c${index})}.f${index}{fill:var(--c${index})}`,
  ),
].join('\n');

/** How many series can be told apart. */
export const MOST_SERIES = light.length;

/**
 * @param {object} chart
 * @param {string} chart.title
 * @param {string} chart.subtitle
 * @param {string} chart.description what it shows, for who cannot see it
 * @param {number} height
 * @param {readonly string[]} content
 * @returns {string} a whole file
 */
export function svgDocument({ title, subtitle, description }, height, content) {
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${WIDTH} ${Math.ceil(height)}`,
    width: WIDTH,
    height: Math.ceil(height),
    role: 'img',
    'aria-labelledby': 'title description',
  };
  const parts = [
    element('title', { id: 'title' }, [escapeXml(title)]),
    element('desc', { id: 'description' }, [escapeXml(description)]),
    element('style', {}, [escapeXml(style).replaceAll('&quot;', '"')]),
    element('rect', { class: 'paper', width: WIDTH, height: Math.ceil(height), rx: 6 }),
    text(title, { class: 'title', x: 16, y: 26 }),
    text(subtitle, { class: 'soft', x: 16, y: 44 }),
    ...content,
  ];
  return `${element('svg', attributes, ['\n', parts.join('\n'), '\n'])}\n`;
}

/**
 * @param {readonly { name: string, key: string }[]} items `key` is drawn 24 wide around 0,0
 * @returns {{ content: string[], bottom: number }}
 */
export function legend(items) {
  let x = 16;
  let y = LEGEND_TOP + 6;
  const content = [];
  for (const { name, key } of items) {
    const width = 34 + name.length * CHARACTER_WIDTH + 14;
    if (x > 16 && x + width > WIDTH - RIGHT) {
      x = 16;
      y += LEGEND_LINE;
    }
    content.push(
      element('g', { transform: `translate(${x + 12} ${y})` }, [key]),
      text(name, { x: x + 30, y: y + 4 }),
    );
    x += width;
  }
  return { content, bottom: y + LEGEND_LINE };
}

/**
 * A mark of the shape that belongs to a series.
 *
 * @param {number} index
 * @param {number} x
 * @param {number} y
 */
export function mark(index, x, y) {
  const shapes = [
    'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z',
    'M-3.5-3.5h7v7h-7z',
    'M0-4.5L4.5 3.5h-9z',
    'M0-5L5 0L0 5L-5 0z',
    'M0 4.5L4.5-3.5h-9z',
    'M-5-1.5h10v3h-10z',
    'M-1.5-5h3v10h-3z',
    'M-4.5-1.5h3v-3h3v3h3v3h-3v3h-3v-3h-3z',
  ];
  return element('path', {
    class: `f${index}`,
    d: /** @type {string} */ (shapes[index % shapes.length]),
    transform: `translate(${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10})`,
  });
}
