/**
 * Memory and cost as numbers that two runs can be compared by.
 */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as (options?: object) => void;

/**
 * Bytes in ArrayBuffers and on the heap that stay reachable through what `make` returns: the least of several runs.
 * What a result holds shows in each of them, and garbage that is found late in one alone.
 */
export function retainedBytes(make: () => unknown): number {
  return Math.min(retainedOnce(make), retainedOnce(make), retainedOnce(make));
}

/** The same where the figure must be right both ways: the middle of several runs, since garbage may go in one. */
export function typicalBytes(make: () => unknown): number {
  const runs = Array.from({ length: 5 }, () => retainedOnce(make));
  return runs.sort((a, b) => a - b)[2] as number;
}

/**
 * Of ArrayBuffers, what has come since before the result was made, whoever holds it. Of the heap, what is given back
 * when the result is let go: compiled code, and what the test's own tools remember, come in between and stay.
 */
function retainedOnce(make: () => unknown): number {
  const results: unknown[] = [];
  const before = usedBytes();
  keep(results, make);
  const held = usedBytes();
  results.length = 0;
  const letGo = usedBytes();
  return held.arrayBuffers - before.arrayBuffers + (held.heap - letGo.heap);
}

/** A function of its own, as a variable of the caller's could hold the result behind its end. */
function keep(results: unknown[], make: () => unknown): void {
  results.push(make());
}

/** Rounds of collections after which nothing more is waited for. */
const MAX_ROUNDS = 30;
/** That many in a row must find nothing more. */
const QUIET_ROUNDS = 3;
const LITTLE_BYTES = 1000;

/**
 * Bytes in use, of ArrayBuffers and of everything else, when collections find no more garbage: what one finds
 * unreachable may have kept other things alive, the memory of ArrayBuffers is given back behind a collection, and on a
 * busy machine what assertions have made outlives several.
 */
export function usedBytes(): { arrayBuffers: number; heap: number } {
  let least = Number.POSITIVE_INFINITY;
  let quiet = 0;
  for (let round = 0; round < MAX_ROUNDS && quiet < QUIET_ROUNDS; round++) {
    collect();
    const { arrayBuffers, heapUsed } = process.memoryUsage();
    const used = arrayBuffers + heapUsed;
    quiet = used < least - LITTLE_BYTES ? 0 : quiet + 1;
    least = Math.min(least, used);
  }
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return { arrayBuffers, heap: heapUsed };
}

/** In both ways: by which of them a collection is the more thorough is not the same in all versions of Node. */
function collect(): void {
  collectGarbage();
  collectGarbage({ type: 'major', execution: 'sync' });
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
