/**
 * What is wanted of zlibCompressor beside ws, and how far it is met.
 */

import { kinds } from './deflate-inputs.js';
import { WS_CONCURRENCY_LIMIT } from './deflate-peers.js';
import { print } from './output.js';
import { formatBytes } from './table.js';

/** @typedef {import('./deflate-inputs.js').Kind} Kind */
/** @typedef {import('./deflate-peers.js').Direction} Direction */
/** @typedef {import('./deflate-peers.js').Takeover} Takeover */

/**
 * @typedef {object} Question
 * @property {Direction} direction
 * @property {Takeover} takeover
 * @property {number} connections
 * @property {number} size of a plain message
 * @property {Kind} kind
 */

/**
 * What ws took as a multiple of ours.
 *
 * @typedef {object} Outcome
 * @property {number} time
 * @property {number} cpu the processors' time, all threads together
 */

export const directions = /** @type {const} */ (['compress', 'decompress']);
export const takeovers = /** @type {const} */ (['with', 'without']);
/** Up to here messages are short. */
const SHORT_BYTES = 1024;

/** @param {Question} question */
export function keyOf({ direction, takeover, connections, size, kind }) {
  return [direction, takeover, connections, size, kind].join();
}

/**
 * @param {readonly number[]} sizes
 * @param {readonly number[]} connectionCounts
 * @param {ReadonlyMap<string, Outcome>} outcomes by `keyOf`
 */
export function printTargets(sizes, connectionCounts, outcomes) {
  const columns = kinds.flatMap((kind) =>
    directions.flatMap((direction) => takeovers.map((takeover) => ({ kind, direction, takeover }))),
  );
  /** @type {((column: (typeof columns)[number]) => string)[]} */
  const headings = [
    ({ kind }) => kind,
    ({ direction }) => direction,
    ({ takeover }) => `${takeover} ctx`,
  ];
  const printRatios = (
    /** @type {keyof Outcome} */ what,
    /** @type {typeof wantedOf} */ wantedFor,
  ) => {
    for (const heading of headings) printCells('', columns.map(heading));
    for (const connections of connectionCounts) {
      for (const size of sizes) {
        const wanted = wantedFor(size, connections);
        const cells = columns.map((column) => {
          const ratio = outcomes.get(keyOf({ ...column, connections, size }))?.[what] ?? Number.NaN;
          return `${ratio.toFixed(2)}${ratio >= wanted ? ' ' : '!'}`;
        });
        const wish = wanted > 0 ? `: ${wanted} wanted` : '';
        printCells(`${formatBytes(size)}, ${connections} at once${wish}`, cells);
      }
    }
  };
  print(`\nMessages of zlibCompressor in the time of one of ws; ! is below what is wanted`);
  print(`ws works on ${WS_CONCURRENCY_LIMIT} at a time (its concurrencyLimit by default)\n`);
  printRatios('time', wantedOf);
  print("\nThe same for the processors' time, all threads together; nothing is wanted of it\n");
  printRatios('cpu', () => 0);
}

/**
 * @param {number} size
 * @param {number} connections
 * @returns {number}
 */
function wantedOf(size, connections) {
  if (size > SHORT_BYTES) return 0.8;
  return connections === 1 ? 5 : 1.5;
}

/**
 * @param {string} label
 * @param {readonly string[]} cells
 */
function printCells(label, cells) {
  print(label.padEnd(32) + cells.map((cell) => cell.padStart(13)).join(''));
}
