/**
 * Memory and cost as numbers that two runs can be compared by.
 */

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as (options?: object) => void;

/** Runs that must agree, how nearly, and how many there are at most. */
const AGREEING_RUNS = 3;
const AGREE_BYTES = 10_000;
const MAX_RUNS = 9;

/**
 * Bytes in ArrayBuffers and on the heap that stay reachable through what `make` returns: what several runs agree on,
 * or the middle of many. What a result holds shows in each of them; code that is compiled in a run, or garbage that is
 * found late, makes one larger or smaller.
 */
export function retainedBytes(make: () => unknown): number {
  const runs: number[] = [];
  while (runs.length < MAX_RUNS) {
    runs.push(retainedOnce(make));
    runs.sort((a, b) => a - b);
    for (let at = 0; at + AGREEING_RUNS <= runs.length; at++) {
      const some = runs.slice(at, at + AGREEING_RUNS);
      if ((some.at(-1) as number) - (some[0] as number) <= AGREE_BYTES) return middleOf(some);
    }
  }
  return middleOf(runs);
}

function middleOf(sorted: readonly number[]): number {
  return sorted[sorted.length >> 1] as number;
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
