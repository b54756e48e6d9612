/**
 * Plain text tables, told as data as well.
 */

import { print, tell } from './output.js';

/** @typedef {import('./output.js').Row} Row */

/**
 * A figure that says more than nanoseconds an operation.
 *
 * @typedef {object} Rate
 * @property {string} heading
 * @property {(nsPerRun: number, units: number) => number} of
 */

/** @type {Rate} */
export const gigabytesPerSecond = { heading: 'GB/s', of: (ns, bytes) => bytes / ns };
/** @type {Rate} */
export const operationsPerSecond = { heading: 'op/s', of: (ns) => 1e9 / ns };
/** @type {Rate} */
export const nanosecondsPerByte = { heading: 'ns/byte', of: (ns, bytes) => ns / bytes };
/** @type {Rate} */
export const nanosecondsPerFrame = { heading: 'ns/frame', of: (ns, frames) => ns / frames };

const widths = [26, 34, 12, 20, 13, 11, 16];

/**
 * Prints what the rows below are about. The ratio's column is named after the contender that the others
 * are compared with: 2.00 there says that it does twice as much in the same time as the row's.
 *
 * @param {string} title
 * @param {Rate} rate
 * @param {string} reference
 */
export function printHeading(title, rate, reference) {
  print(`\n${title}\n`);
  const ratio = `${reference} ×`;
  tell({ table: { title, rate: rate.heading, reference } });
  print(line(['', 'contender', 'ns/op', 'p25..p75', rate.heading, ratio, 'p25..p75']));
}

/**
 * @param {string} label what the rows have in common, printed once
 * @param {readonly Row[]} rows
 * @param {number} [at] their place on the axis of a curve
 */
export function printRows(label, rows, at) {
  const reference = rows[0]?.name ?? '';
  for (const [index, { name, time, rate, ratios }] of rows.entries()) {
    const ratio = ratios[reference];
    print(
      line([
        index === 0 ? label : '',
        name,
        figure(time.median),
        `${figure(time.p25)}..${figure(time.p75)}`,
        figure(rate),
        ratio === undefined ? '' : ratio.median.toFixed(2),
        ratio === undefined ? '' : `${ratio.p25.toFixed(2)}..${ratio.p75.toFixed(2)}`,
      ]),
    );
  }
  print();
  tell({ question: { label, ...(at === undefined ? {} : { at }), contenders: rows } });
}

/**
 * A number with three significant digits or all of its integer part.
 *
 * @param {number} value
 */
function figure(value) {
  if (value >= 100) return String(Math.round(value));
  return value.toFixed(value >= 10 ? 1 : 2);
}

/**
 * Two columns of words, then figures.
 *
 * @param {readonly string[]} cells
 */
function line(cells) {
  return cells
    .map((cell, column) => {
      const width = /** @type {number} */ (widths[column]);
      return column < 2 ? cell.padEnd(width) : cell.padStart(width);
    })
    .join('')
    .trimEnd();
}

/**
 * A number of bytes as people say it.
 *
 * @param {number} bytes
 */
export function formatBytes(bytes) {
  if (bytes >= 1 << 20 && bytes % (1 << 20) === 0) return `${bytes >> 20} MiB`;
  if (bytes >= 1 << 10 && bytes % (1 << 10) === 0) return `${bytes >> 10} KiB`;
  return `${bytes} B`;
}
