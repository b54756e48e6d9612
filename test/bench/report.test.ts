import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  comparison,
  duel,
  type Figures,
  importBench,
  type Question,
  type Results,
  type Row,
  resultsOf,
} from './made-up-results.js';

// The benches are JavaScript, which this folder's type check does not read: their types are said here.
interface Verdict {
  readonly target: string;
  readonly place: string;
  readonly wanted: string;
  readonly measured: string | null;
  readonly outcome: 'met' | 'missed' | 'not measured';
  readonly bounds: string | null;
}
interface Target {
  readonly kind: string;
  readonly name: string;
  readonly bench: string;
  readonly bounds?: unknown;
}

const { judge, unexplained } = await importBench<{
  judge(targets: readonly object[], results: Results): Verdict[];
  unexplained(verdicts: readonly Verdict[]): Verdict[];
}>('report/judge.js');
const { replaceSection, resultsSection } = await importBench<{
  replaceSection(document: string, name: string, content: string): string;
  resultsSection(results: Results, verdicts: readonly Verdict[], charts: readonly object[]): string;
}>('report/markdown.js');
const { targets } = await importBench<{ targets: readonly Target[] }>('targets.js');
const { collectTables, formatJson, parseResults, withEntry } = await importBench<{
  collectTables(): { tables: readonly object[]; accept(message: object): void };
  formatJson(value: unknown): string;
  parseResults(json: string): Results;
  withEntry(results: Results, name: string, entry: object, order: readonly string[]): Results;
}>('results-file.js');
const { rowsOf } = await importBench<{
  rowsOf(measured: readonly object[], rate: object): Row[];
}>('rows.js');

const memory: Figures = {
  title: 'M',
  figures: [
    { name: 'ours', values: { heap: 300, buffers: 50 } },
    { name: 'theirs', values: { heap: 800, buffers: 0 } },
  ],
};
const results = resultsOf({
  speed: [comparison('T', [duel('16 B', 16, 8), duel('1 KiB', 1024, 2)])],
  memory: [memory],
});
const ratio = { kind: 'ratio', name: 'R', bench: 'speed', table: 'T', ours: 'ours', peer: 'peer' };
const bytes = {
  ...{ kind: 'figure', name: 'F', bench: 'memory', table: 'M', row: 'ours', unit: ' B' },
  columns: ['heap', 'buffers'],
};

describe('a target', () => {
  test('is met at its very value and missed below it', () => {
    const verdicts = judge([{ ...ratio, wanted: { '16 B': 8, '1 KiB': 2.01 } }], results);
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['met', 'missed']);
    expect(verdicts[0]).toMatchObject({
      place: '16 B',
      wanted: '≥ 8 ×',
      measured: '8 × (7.2…9.6)',
    });
  });

  test('of an amount is met at its value and missed above it', () => {
    const outcomes = [350, 349].map(
      (wanted) => judge([{ ...bytes, wanted, beside: 'theirs' }], results)[0],
    );
    expect(outcomes.map((verdict) => verdict?.outcome)).toEqual(['met', 'missed']);
    expect(outcomes[0]?.measured).toBe('350 B (theirs: 800 B)');
  });

  test('of a spread compares the dearest with the cheapest', () => {
    const spread = { kind: 'spread', name: 'S', bench: 'speed', table: 'T', place: 'all' };
    const verdicts = judge(
      [
        { ...spread, wanted: 8 },
        { ...spread, wanted: 7.9 },
      ],
      results,
    );
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['met', 'missed']);
  });

  test.each([
    { why: 'its bench has not run', change: { bench: 'other' } },
    { why: 'ours is not there yet', change: { ours: 'new' } },
    { why: 'the peer was not there', change: { peer: 'native' } },
  ])('is neither met nor missed when $why', ({ change }) => {
    const [verdict] = judge([{ ...ratio, ...change, wanted: { '16 B': 1 } }], results);
    expect(verdict).toMatchObject({ outcome: 'not measured', measured: null, bounds: null });
  });

  test.each([
    { what: 'a table', target: { ...ratio, table: 'U', wanted: { '16 B': 1 } } },
    { what: 'rows', target: { ...ratio, wanted: { '17 B': 1 } } },
    { what: 'a figure', target: { ...bytes, row: 'nobody', wanted: 1 } },
    { what: 'a column', target: { ...bytes, columns: ['weight'], wanted: 1 } },
  ])('that asks for $what that a bench does not have is a mistake', ({ target }) => {
    expect(() => judge([target], results)).toThrow(RangeError);
  });

  test('that is missed needs a word of what bounds it, for every place', () => {
    const wanted = { '16 B': 9, '1 KiB': 9 };
    const ask = (bounds?: unknown) =>
      unexplained(judge([{ ...ratio, wanted, bounds }], results)).map(({ place }) => place);
    expect(ask()).toEqual(['16 B', '1 KiB']);
    expect(ask({ '16 B': 'this' })).toEqual(['1 KiB']);
    expect(ask('this')).toEqual([]);
  });
});

describe('the targets of the package', () => {
  test('are all unmeasured in results of nothing', () => {
    const verdicts = judge(targets, resultsOf({}));
    expect(verdicts.length).toBeGreaterThan(60);
    expect(new Set(verdicts.map(({ outcome }) => outcome))).toEqual(new Set(['not measured']));
  });

  test('are each told apart from the others', () => {
    const places = judge(targets, resultsOf({})).map(({ target, place }) => `${target}, ${place}`);
    expect(new Set(places).size).toBe(places.length);
  });
});

describe('the section of results', () => {
  const wanted = { '16 B': 8, '1 KiB': 9 };
  const verdicts = judge(
    [
      { ...ratio, name: 'R|S', wanted, bounds: 'It *is* so.' },
      { ...ratio, bench: 'x', wanted },
    ],
    results,
  );
  const section = resultsSection(results, verdicts, [{ path: 'charts/a.svg', title: 'A [b]' }]);

  test('says in words what is met, what is missed and what bounds it', () => {
    expect(section).toContain('Of 4 targets: **1 met, 1 missed, 2 not measured**');
    expect(section).toContain('| R\\|S | 16 B | ≥ 8 × | 8 × (7.2…9.6) | met |');
    expect(section).toContain('|  | 1 KiB | ≥ 9 × | 2 × (1.8…2.4) | **missed** |');
    expect(section).toContain('- R\\|S (1 KiB): It \\*is\\* so.');
  });

  test('names machine, versions, date and command once when all ran together', () => {
    expect(section).toContain('- 2 × A \\<fast\\> one, 4 GiB');
    expect(section).toContain('beside ws 8.0.0');
    expect(section).toContain('by `npm run bench --`');
    expect(section.match(/commit abc/g)).toHaveLength(1);
  });

  test('shows the charts', () => {
    expect(section).toContain('![A \\[b\\]](charts/a.svg)');
  });

  test('replaces what stood between its marks and nothing else', () => {
    const document = 'a\n<!-- begin: r -->\nold\n<!-- end: r -->\nb';
    const once = replaceSection(document, 'r', 'new $& one');
    expect(once).toBe('a\n<!-- begin: r -->\n\nnew $& one\n\n<!-- end: r -->\nb');
    expect(replaceSection(once, 'r', 'new $& one')).toBe(once);
    expect(() => replaceSection('a', 'r', '')).toThrow(RangeError);
  });
});

test('bench/README.md has a place for the results', () => {
  const document = readFileSync(new URL('../../bench/README.md', import.meta.url), 'utf8');
  expect(replaceSection(document, 'results', 'here they are')).toContain('\n\nhere they are\n\n');
});

describe('the file of results', () => {
  test('puts rows under the table that was told of last', () => {
    const { tables, accept } = collectTables();
    const question: Question = { label: '16 B', contenders: [] };
    accept({ table: { title: 'T', rate: 'GB/s', reference: 'ours' } });
    accept({ question });
    accept(memory);
    expect(tables).toEqual([
      { title: 'T', rate: 'GB/s', reference: 'ours', questions: [question] },
      memory,
    ]);
    expect(() => accept({ question })).toThrow('belong to no table');
  });

  test('takes a new entry, keeps the others in order and drops what is no bench any more', () => {
    const before = resultsOf({ gone: [], mask: [], echo: [] });
    const after = withEntry(before, 'frame', { commit: 'new' }, ['mask', 'frame', 'echo']);
    expect(Object.keys(after.benches)).toEqual(['mask', 'frame', 'echo']);
    const { mask, frame } = after.benches as { mask: object; frame: object };
    expect(frame).toEqual({ commit: 'new' });
    expect(mask).toBe(Object.values(before.benches)[1]);
  });

  test('comes back as it was written, in digits enough', () => {
    const written = formatJson({ ...results, exact: 1 / 3, large: 1_048_576, none: null });
    expect(parseResults(written)).toEqual({
      ...results,
      exact: 0.333_33,
      large: 1_048_576,
      none: null,
    });
    expect(Math.max(...written.split('\n').map((line) => line.length))).toBeLessThan(240);
    expect(() => parseResults('{"format":2}')).toThrow('format 1');
  });
});

test('rows have ratios beside the first contender and beside others of ours, round by round', () => {
  const measured = [
    { name: 'a', samples: [10, 30] },
    { name: 'b', samples: [20, 60], isOurs: true },
    { name: 'peer', samples: [80, 240], units: 2 },
  ];
  const rows = rowsOf(measured, {
    heading: 'ns/byte',
    of: (ns: number, units: number) => ns / units,
  });
  expect(rows.map(({ ratios }) => Object.keys(ratios))).toEqual([['b'], ['a'], ['a', 'b']]);
  expect(rows[2]?.ratios).toEqual({
    a: { median: 4, p25: 4, p75: 4 },
    b: { median: 2, p25: 2, p75: 2 },
  });
  expect(rows[2]).toMatchObject({ units: 2, rate: 80, time: { median: 160 } });
});
