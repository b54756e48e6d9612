import { expect, test } from 'vitest';

// The benches are JavaScript, which this folder's type check does not read: their types are said here.
type AsyncLoop = (runs: number) => Promise<void> | undefined;
interface AsyncRounds {
  alternateAsync(
    turns: readonly { readonly loop: AsyncLoop; readonly runs: number }[],
    rounds: number,
    now: () => number,
    between?: () => void,
  ): Promise<number[][]>;
  calibrateAsync(
    loop: AsyncLoop,
    least: number,
    turnMs: number,
    now: () => number,
  ): Promise<number>;
}

const { alternateAsync, calibrateAsync } = (await import(
  new URL('../../bench/async-rounds.js', import.meta.url).href
)) as AsyncRounds;

/** A clock that only the loops move: each operation takes so many milliseconds. */
function makeClock() {
  let time = 0;
  const log: string[] = [];
  const prompt =
    (name: string, msEach: number): AsyncLoop =>
    (runs) => {
      log.push(name);
      time += runs * msEach;
      return undefined;
    };
  const deferred =
    (name: string, msEach: number): AsyncLoop =>
    async (runs) => {
      log.push(name);
      await new Promise((resolve) => setImmediate(resolve));
      time += runs * msEach;
    };
  return { now: () => time, log, prompt, deferred };
}

test('a turn of a contender who answers later lasts until the last answer', async () => {
  const { now, prompt, deferred } = makeClock();
  const turns = [
    { loop: prompt('a', 2), runs: 10 },
    { loop: deferred('b', 5), runs: 4 },
  ];
  expect(await alternateAsync(turns, 3, now)).toEqual([
    [2e6, 2e6, 2e6],
    [5e6, 5e6, 5e6],
  ]);
});

test('each round begins with another contender, and something may be done between the turns', async () => {
  const { now, log, prompt, deferred } = makeClock();
  const turns = [
    { loop: prompt('a', 1), runs: 1 },
    { loop: deferred('b', 1), runs: 1 },
  ];
  await alternateAsync(turns, 2, now, () => log.push('-'));
  expect(log.join('')).toBe('-a-b-b-a');
});

test.each([
  { msEach: 1, least: 1, turnMs: 12, runs: 16 },
  { msEach: 1, least: 64, turnMs: 12, runs: 64 },
  { msEach: 0.01, least: 64, turnMs: 12, runs: 1024 },
  { msEach: 100, least: 1, turnMs: 12, runs: 1 },
])(
  '$runs operations of $msEach ms fill a turn of $turnMs ms when $least are the least',
  async ({ msEach, least, turnMs, runs }) => {
    const { now, deferred } = makeClock();
    expect(await calibrateAsync(deferred('a', msEach), least, turnMs, now)).toBe(runs);
  },
);
