import { describe, expect, test } from 'vitest';

// The benches are JavaScript, which this folder's type check does not read: their types are said here.
interface Summary {
  readonly median: number;
  readonly p25: number;
  readonly p75: number;
}
interface Turn {
  readonly loop: (start: number, runs: number) => void;
  readonly runs: number;
}
interface Statistics {
  quantile(samples: readonly number[], share: number): number;
  median(samples: readonly number[]): number;
  summarise(samples: readonly number[]): Summary;
  speedRatio(costs: readonly number[], otherCosts: readonly number[]): Summary;
}
interface Rounds {
  alternate(
    turns: readonly Turn[],
    rounds: number,
    now: () => number,
    between?: () => void,
  ): number[][];
  calibrate(loop: Turn['loop'], turnMs: number, now: () => number): number;
}

const { median, quantile, speedRatio, summarise } = await importBench<Statistics>('statistics.js');
const { alternate, calibrate } = await importBench<Rounds>('rounds.js');

async function importBench<T>(name: string): Promise<T> {
  return (await import(new URL(`../../bench/${name}`, import.meta.url).href)) as T;
}

describe('the statistics of the benchmarks', () => {
  test('take the middle of the samples in whatever order they came', () => {
    expect(median([30, 10, 20])).toBe(20);
    expect(median([40, 10, 30, 20])).toBe(25);
    expect(median([7])).toBe(7);
  });

  test('sort numbers as numbers and leave the samples as they were', () => {
    const samples = [100, 9, 10];
    expect(median(samples)).toBe(10);
    expect(samples).toEqual([100, 9, 10]);
  });

  test('place a quantile between two samples in proportion', () => {
    expect(quantile([10, 20, 30, 40, 50], 0.25)).toBe(20);
    expect(quantile([10, 20], 0.25)).toBe(12.5);
    expect(quantile([10, 20, 30], 0)).toBe(10);
    expect(quantile([10, 20, 30], 1)).toBe(30);
  });

  test('are not moved by one turn that the machine spent elsewhere', () => {
    expect(summarise([10, 11, 12, 13, 9_000])).toEqual({ median: 12, p25: 11, p75: 13 });
  });

  test('refuse to make a figure out of nothing', () => {
    expect(() => median([])).toThrow(RangeError);
  });

  test('say how many times as fast the first is, round by round', () => {
    // The machine is three times as slow in the last two rounds: the ratio does not notice.
    const ours = [10, 10, 30, 30];
    const theirs = [20, 20, 60, 60];
    expect(speedRatio(ours, theirs)).toEqual({ median: 2, p25: 2, p75: 2 });
    expect(speedRatio(theirs, ours).median).toBe(0.5);
  });

  test('make the ratio within the rounds, not of the medians', () => {
    expect(speedRatio([1, 10, 100], [2, 10, 300]).median).toBe(2);
    expect(median([2, 10, 300]) / median([1, 10, 100])).toBe(1);
  });

  test('refuse to compare different rounds', () => {
    expect(() => speedRatio([1, 2], [1])).toThrow('2 rounds cannot be compared with 1');
  });
});

describe('the rounds of a comparison', () => {
  test('give everyone one turn in each and let another begin every time', () => {
    const { clock, order } = fakeContenders([1, 1, 1]);
    alternate(clock.turns, 4, clock.now);
    expect(order).toEqual([0, 1, 2, 1, 2, 0, 2, 0, 1, 0, 1, 2]);
  });

  test('keep the samples of each apart, in nanoseconds per operation', () => {
    const { clock } = fakeContenders([0.002, 0.5]);
    expect(alternate(clock.turns, 3, clock.now).map((samples) => samples.map(Math.round))).toEqual([
      [2_000, 2_000, 2_000],
      [500_000, 500_000, 500_000],
    ]);
  });

  test('do not count what happens between the turns', () => {
    const { clock } = fakeContenders([1, 2]);
    let pauses = 0;
    const between = () => {
      pauses += 1;
      clock.advance(1_000);
    };
    const samples = alternate(clock.turns, 2, clock.now, between);
    expect(samples.flat().every((ns) => ns <= 2_000_001)).toBe(true);
    expect(pauses).toBe(4);
  });

  test('begin with another input in every round', () => {
    const starts: number[] = [];
    const loop = (start: number) => void starts.push(start);
    alternate([{ loop, runs: 8 }], 3, () => 0);
    expect(starts).toEqual([0, 1, 2]);
  });
});

describe('the calibration of a turn', () => {
  test.each([
    { msPerRun: 0.001, turnMs: 3, runs: 3_000 },
    { msPerRun: 0.5, turnMs: 3, runs: 6 },
    { msPerRun: 50, turnMs: 3, runs: 1 },
  ])(
    'gives $runs operations of $msPerRun ms to a turn of $turnMs ms',
    ({ msPerRun, turnMs, runs }) => {
      const { clock } = fakeContenders([msPerRun]);
      const [turn] = clock.turns;
      expect(calibrate((turn as Turn).loop, turnMs, clock.now)).toBe(runs);
    },
  );

  test('is not misled by one interruption', () => {
    let time = 0;
    let calls = 0;
    const loop = (_start: number, runs: number) => {
      time += 0.001 * runs + (calls++ === 0 ? 50 : 0);
    };
    expect(calibrate(loop, 3, () => time)).toBe(3_000);
  });
});

/** Contenders whose operations do nothing but let a clock go on by so many milliseconds. */
function fakeContenders(msPerRun: readonly number[]) {
  let time = 0;
  const order: number[] = [];
  const turns: Turn[] = msPerRun.map((ms, who) => ({
    loop: (_start, runs) => {
      order.push(who);
      time += ms * runs;
    },
    runs: 4,
  }));
  const clock = {
    turns,
    now: () => time,
    advance: (ms: number) => {
      time += ms;
    },
  };
  return { clock, order };
}
