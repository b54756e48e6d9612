/**
 * Memory that stays in use, as the runtime counts it.
 */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** @typedef {{ heap: number, outside: number }} Kept in bytes; outside of the heap lie ArrayBuffers, but for small ones */

/** The time that all measurements have taken, of the clock and of the processor: no cost of what is measured. */
export const measuring = { milliseconds: 0, processorMicroseconds: 0 };

/** @type {((options?: object) => void) | null} */
let collect = null;

/** So many that what comes and goes on the heap, some hundred kilobytes, is little for each. */
const INSTANCES = 16;
const HEAP_NOISE_BYTES = 1_500_000 / INSTANCES;
/** Measurements that must all be above the limit: what is kept shows every time. */
const TIMES = 3;

/**
 * What each of several things keeps that `make` makes, or null when it is no more than `limit`, outside of the heap
 * and, with what comes and goes, on it.
 *
 * @param {() => unknown} make
 * @param {number} limit in bytes
 * @returns {Kept | null}
 */
export function keptAbove(make, limit) {
  const start = performance.now();
  const processor = process.cpuUsage();
  try {
    return measure(make, limit);
  } finally {
    const { user, system } = process.cpuUsage(processor);
    measuring.processorMicroseconds += user + system;
    measuring.milliseconds += performance.now() - start;
  }
}

/** @type {(make: () => unknown, limit: number) => Kept | null} */
function measure(make, limit) {
  for (let time = 1; ; time++) {
    const kept = keptOnce(make);
    if (kept.outside <= limit && kept.heap <= limit + HEAP_NOISE_BYTES) return null;
    if (time === TIMES) return kept;
  }
}

/** @type {(make: () => unknown) => Kept} */
function keptOnce(make) {
  const before = usedBytes();
  const things = [];
  for (let count = 0; count < INSTANCES; count++) things.push(make());
  const after = usedBytes();
  // Until here, they are needed.
  things.length = 0;
  return {
    heap: (after.heap - before.heap) / INSTANCES,
    outside: (after.outside - before.outside) / INSTANCES,
  };
}

function usedBytes() {
  if (collect === null) {
    setFlagsFromString('--expose-gc');
    collect = /** @type {(options?: object) => void} */ (runInNewContext('gc'));
  }
  // Twice: the memory of an ArrayBuffer is given back behind the collection that finds it unused, and the next one waits
  // for that. And in both ways: which of them is thorough is not the same in all versions of Node.
  for (let time = 0; time < 2; time++) {
    collect();
    collect({ type: 'major', execution: 'sync' });
  }
  const { heapUsed, external } = process.memoryUsage();
  return { heap: heapUsed, outside: external };
}
