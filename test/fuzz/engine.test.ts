/**
 * The engine of the fuzzer: the same seed does the same work, mutations keep their bounds, findings get small.
 */

import { describe, expect, test } from 'vitest';
import { codec } from '../../fuzz/codec.js';
import { cutsOf } from '../../fuzz/engine/cuts.js';
import { Draft } from '../../fuzz/engine/draft.js';
import { Finding, report } from '../../fuzz/engine/finding.js';
import { runTarget } from '../../fuzz/engine/loop.js';
import { minimise } from '../../fuzz/engine/minimise.js';
import { mutate, mutations } from '../../fuzz/engine/mutate.js';
import { Random } from '../../fuzz/engine/random.js';
import { resultsTable } from '../../fuzz/engine/results.js';
import { readOptions } from '../../fuzz/options.js';
import { allTargets } from '../../fuzz/targets/index.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('a run', () => {
  const traceOf = (name: string, seed: number) => {
    const target = allTargets(codec).find((one) => one.name === name);
    const trace: string[] = [];
    if (target === undefined) throw new Error(`no target ${name}`);
    const watch = (input: Uint8Array, outcome: string) => trace.push(`${hex(input)} ${outcome}`);
    const run = runTarget(target, { seed, executions: 40, watch });
    return { trace, executions: run.executions };
  };

  test.each(allTargets(codec).map(({ name }) => name))('of %s does the same again', (name) => {
    const first = traceOf(name, 5);
    expect(first.executions).toBe(40);
    expect(traceOf(name, 5)).toStrictEqual(first);
    expect(traceOf(name, 6).trace).not.toStrictEqual(first.trace);
  });

  test('ends when its time is up', () => {
    const target = { name: 'x', isCheap: true, generate: () => {}, run: () => 'fine' };
    const run = runTarget(target, { seed: 1, seconds: 0.05 });
    expect(run.found).toBeNull();
    expect(run.executions).toBeGreaterThan(10);
  });

  test('stops at a finding and makes it small', () => {
    const target = {
      name: 'x',
      isCheap: true,
      generate: (draft: Draft, random: Random) => draft.noise(random, 200),
      run: (input: Uint8Array) => {
        if (input.includes(0x42)) report('answer', 'there it is');
        return 'fine';
      },
    };
    const run = runTarget(target, { seed: 1, executions: 1000 });
    expect(run.found).toStrictEqual({
      oracle: 'answer',
      message: 'there it is',
      input: Uint8Array.of(0x42),
    });
  });

  test('reports an input that always takes too long', () => {
    const target = {
      name: 'x',
      isCheap: false,
      generate: (draft: Draft) => draft.byte(1),
      run: () => {
        const begin = process.cpuUsage();
        while (process.cpuUsage(begin).user < 20_000);
        return 'slow';
      },
    };
    expect(runTarget(target, { seed: 1, executions: 1, maxMilliseconds: 5 }).found?.oracle).toBe(
      'cost',
    );
  });
});

describe('mutations', () => {
  const draftOf = (bytes: readonly number[], marks: readonly number[]) => {
    const draft = new Draft();
    for (const [at, byte] of bytes.entries()) {
      if (marks.includes(at)) draft.mark();
      draft.byte(byte);
    }
    return draft;
  };

  test('each changes something sooner or later, and nothing outside of the draft', () => {
    for (const change of mutations) {
      const results = new Set<string>();
      for (let seed = 0; seed < 40; seed++) {
        const draft = draftOf([...Array(40).keys()], [0, 10, 20]);
        change(draft, new Random(seed));
        expect(draft.length).toBeLessThanOrEqual(draft.bytes.length);
        for (let at = 0; at < draft.markCount; at++) {
          expect(draft.marks[at]).toBeLessThanOrEqual(draft.length);
        }
        results.add(hex(draft.view()));
      }
      expect(results.size, change.name).toBeGreaterThan(1);
    }
  });

  test('take nothing for nothing', () => {
    for (let seed = 0; seed < 200; seed++) {
      const draft = new Draft();
      mutate(draft, new Random(seed), 3);
      expect(draft.length).toBeLessThan(100);
    }
  });

  test('units change places as a whole', () => {
    const swapped = mutations.find(({ name }) => name === 'swapUnits');
    const draft = draftOf([1, 2, 3, 4, 5], [0, 2]);
    swapped?.(draft, new Random(1));
    expect([...draft.view()]).toStrictEqual([3, 4, 5, 1, 2]);
    expect([...draft.marks.subarray(0, draft.markCount)]).toStrictEqual([0, 3]);
  });

  test('marks move with the bytes that they stand before', () => {
    const draft = draftOf([1, 2, 3, 4], [0, 3]);
    draft.replace(1, 2, Uint8Array.of(7, 8, 9));
    expect([...draft.view()]).toStrictEqual([1, 7, 8, 9, 3, 4]);
    expect([...draft.marks.subarray(0, 2)]).toStrictEqual([0, 5]);
  });
});

describe('chance', () => {
  test('is the seed and nothing else', () => {
    const draw = (seed: number) => {
      const random = new Random(seed);
      return Array.from({ length: 8 }, () => random.next());
    };
    expect(draw(1)).toStrictEqual(draw(1));
    expect(draw(1)).not.toStrictEqual(draw(2));
    expect(draw(2 ** 40)).not.toStrictEqual(draw(0));
  });

  test('spreads over all bits', () => {
    const random = new Random(9);
    const counts = new Array(32).fill(0);
    for (let draw = 0; draw < 4000; draw++) {
      const word = random.next();
      for (let bit = 0; bit < 32; bit++) counts[bit] += (word >>> bit) & 1;
    }
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });
});

test('cuts cover a stream, in order', () => {
  for (let choice = 0; choice < 200; choice++) {
    for (const length of [0, 1, 7, 599, 5000]) {
      const cuts = cutsOf(length, choice);
      expect(cuts.at(-1)).toBe(length);
      expect(cuts).toStrictEqual(cuts.toSorted((a, b) => a - b));
      expect(cuts.length).toBeLessThan(2000);
    }
  }
});

test('a finding gets as small as it can, and no smaller', () => {
  const input = Uint8Array.from({ length: 300 }, (_, at) => at);
  const isBroken = (bytes: Uint8Array) => bytes.indexOf(200) >= 0 && bytes.indexOf(7) >= 0;
  expect([...minimise(input, isBroken)].sort()).toStrictEqual([200, 7]);
  expect(new Finding('law', 'text').oracle).toBe('law');
});

describe('options', () => {
  test('ten seconds, unless something else is said', () => {
    expect(readOptions([])).toMatchObject({ target: 'all', seconds: 10, executions: Infinity });
    expect(readOptions(['--executions', '5']).seconds).toBe(Infinity);
    expect(readOptions(['--seconds', '0']).seconds).toBe(Infinity);
    expect(readOptions(['--forever', '--seconds', '3']).seconds).toBe(Infinity);
    expect(readOptions(['--seed', '7']).seed).toBe(7);
  });

  test('what is no number is refused', () => {
    expect(() => readOptions(['--seconds', 'ten'])).toThrow('--seconds is ten');
  });
});

test('the table adds up the runs of a target', () => {
  const run = {
    target: 'header',
    isCheap: true,
    isGuided: false,
    seed: 1,
    executions: 1000,
    seconds: 60,
    findings: 0,
    commit: 'abc',
    date: '2026-01-02T03:04',
  };
  const table = resultsTable({ format: 1, node: 'v20.0.0', runs: [run, { ...run, seed: 2 }] });
  expect(table).toContain('| header | 2,000 | 2.0 | 17 | 0 | 1, 2 |');
  expect(table).toContain('| **all targets** | 2,000 |');
});
