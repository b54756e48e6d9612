/**
 * Memory and cost as numbers that two runs can be compared by.
 */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/**
 * Bytes in ArrayBuffers and on the heap that stay reachable through what `make` returns: the least of
 * several runs. What a result holds shows in each of them; compiled code and what the test's own tools
 * remember are there for the first time only, or come and go.
 */
export function retainedBytes(make: () => unknown): number {
  return Math.min(retainedOnce(make), retainedOnce(make), retainedOnce(make));
}

/** The same where the figure must be right both ways: the middle of several runs, since garbage may go in one. */
export function typicalBytes(make: () => unknown): number {
  const runs = Array.from({ length: 5 }, () => retainedOnce(make));
  return runs.sort((a, b) => a - b)[2] as number;
}

function retainedOnce(make: () => unknown): number {
  const before = usedBytes();
  const kept = [make()];
  const after = usedBytes();
  kept.length = 0;
  return after.arrayBuffers + after.heap - before.arrayBuffers - before.heap;
}

/** Bytes in use after a collection, of ArrayBuffers and of everything else. */
export function usedBytes(): { arrayBuffers: number; heap: number } {
  // Twice: what the first finds unreachable may have kept other things alive. And once more, because the memory of
  // ArrayBuffers is given back behind a collection, and the next one waits for that.
  collectGarbage();
  collectGarbage();
  collectGarbage();
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return { arrayBuffers, heap: heapUsed };
}

/** The shortest of several runs, in milliseconds: what disturbs a run only ever makes it longer. */
export function shortestRun(runs: number, run: () => void): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (let count = 0; count < runs; count++) {
    const start = performance.now();
    run();
    shortest = Math.min(shortest, performance.now() - start);
  }
  return shortest;
}
