import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparison, duel, importBench, parseXml, resultsOf } from './made-up-results.js';

// The benches are JavaScript, which this folder's type check does not read: their types are said here.
interface Scale {
  place(value: number): number;
  readonly ticks: readonly number[];
}
type MakeScale = (values: readonly [number, number], pixels: readonly [number, number]) => Scale;
interface Built {
  readonly kind: 'lines' | 'bars';
  readonly chart: object;
}

const { logScale, linearScale } = await importBench<{
  logScale: MakeScale;
  linearScale: MakeScale;
}>('report/scale.js');
const { escapeXml, element } = await importBench<{
  escapeXml(text: string): string;
  element(name: string, attributes: Record<string, string | number>): string;
}>('report/svg.js');
const { lineChart } = await importBench<{ lineChart(chart: object): string }>(
  'report/line-chart.js',
);
const { barChart } = await importBench<{ barChart(chart: object): string }>('report/bar-chart.js');
const { buildChart } = await importBench<{
  buildChart(spec: object, results: object, targets: readonly object[]): Built | null;
}>('report/charts.js');
const { figure, withVersions } = await importBench<{
  figure(value: number): string;
  withVersions(name: string, versions: Record<string, string>): string;
}>('report/figures.js');
const { chartSpecs } = await importBench<{
  chartSpecs: readonly { file: string; title: string }[];
}>('chart-specs.js');

const lines = {
  title: 'Cost & <size>',
  subtitle: 'a "quoted" one',
  xLabel: 'bytes > 0',
  xUnit: 'bytes',
  yLabel: 'ns/byte',
  yScale: 'log',
  series: [
    { name: 'ours <b>', isOurs: true, points: [{ x: 16, y: 2, low: 1, high: 3 }] },
    { name: "peer's & co", isOurs: false, points: [{ x: 1024, y: 200, low: 190, high: 220 }] },
  ],
};
const bars = {
  title: 'Ratios',
  subtitle: '<<',
  xLabel: 'times',
  xScale: 'log',
  unit: ' ×',
  names: ['ours & ours'],
  groups: [
    { label: '16 B', bars: [{ series: 0, value: 7.5, wanted: 25 }] },
    { label: '<1 KiB', bars: [{ series: 0, value: 0.5 }] },
  ],
};

describe('escaping', () => {
  test('turns the five characters of markup into entities', () => {
    expect(escapeXml(`<a b="c" d='e'> & f`)).toBe(
      '&lt;a b=&quot;c&quot; d=&apos;e&apos;&gt; &amp; f',
    );
  });

  test('leaves nothing that XML cannot hold, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeXml(text);
        expect(escaped).not.toMatch(/[<>"'\uFFFE]/);
        expect(parseXml(`<t>${escaped} </t>`)('t')).toEqual([`${escaped} `]);
        expect(parseXml(element('t', { a: text }))('t')).toEqual([]);
      }),
    );
  });

  test('refuses a place that is no number', () => {
    expect(() => element('rect', { x: Number.NaN })).toThrow(RangeError);
  });
});

describe('scales', () => {
  test('put a decade after a decade at the same distance', () => {
    const { place, ticks } = logScale([1, 1000], [0, 300]);
    expect([1, 10, 100, 1000].map((value) => Math.round(place(value)))).toEqual([0, 100, 200, 300]);
    expect(ticks).toEqual([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]);
  });

  test('rise with the value and keep their ticks within the axis', () => {
    const positive = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(positive, positive, (one, other) => {
        const [low, high] = one < other ? [one, other] : [other, one];
        for (const scale of [logScale([low, high], [10, 510]), linearScale([0, high], [10, 510])]) {
          expect(scale.place(low)).toBeLessThanOrEqual(scale.place(high));
          expect(scale.ticks.length).toBeLessThan(25);
          for (const tick of scale.ticks) {
            expect(scale.place(tick)).toBeGreaterThan(9.9);
            expect(scale.place(tick)).toBeLessThan(510.1);
          }
        }
      }),
    );
  });

  test('count upwards or downwards in pixels', () => {
    expect(linearScale([0, 10], [200, 100]).place(10)).toBe(100);
    expect(linearScale([0, 10], [200, 100]).ticks).toEqual([0, 2, 4, 6, 8, 10]);
  });

  test('put a single value into the middle and refuse zero on a logarithmic axis', () => {
    expect(Math.round(logScale([7, 7], [0, 100]).place(7))).toBe(50);
    expect(() => logScale([0, 1], [0, 100])).toThrow('cannot go from 0 to 1');
  });
});

describe('charts', () => {
  test.each([
    { name: 'of lines', svg: () => lineChart(lines) },
    { name: 'of lines over a linear axis', svg: () => lineChart({ ...lines, yScale: 'linear' }) },
    { name: 'of bars', svg: () => barChart(bars) },
    { name: 'of bars from zero', svg: () => barChart({ ...bars, xScale: 'linear' }) },
  ])('$name are well-formed, titled and described', ({ svg }) => {
    const document = svg();
    const textsOf = parseXml(document);
    expect(textsOf('title')[0]).not.toBe('');
    expect(textsOf('desc')).toHaveLength(1);
    expect(document).toContain('role="img" aria-labelledby="title description"');
    expect(document).toContain('prefers-color-scheme:dark');
    expect(document).not.toContain('NaN');
  });

  test('say in their description what they draw', () => {
    expect(parseXml(lineChart(lines))('desc')[0]).toContain('ours &lt;b&gt;: 2 at 16 B.');
    expect(parseXml(barChart(bars))('desc')[0]).toContain(
      '16 B: ours &amp; ours 7.5 × (25 × wanted).',
    );
  });

  test('name every series and every group in text', () => {
    expect(parseXml(lineChart(lines))('text')).toContain('peer&apos;s &amp; co');
    expect(parseXml(barChart(bars))('text')).toEqual(
      expect.arrayContaining(['16 B', '&lt;1 KiB', '7.5 ×, missed', '0.5 ×', 'wanted']),
    );
  });

  test('refuse to draw nothing', () => {
    expect(() => lineChart({ ...lines, series: [] })).toThrow('nothing to draw');
    expect(() => barChart({ ...bars, groups: [] })).toThrow('nothing to draw');
  });
});

describe('charts from results', () => {
  const results = resultsOf({
    speed: [comparison('T', [duel('16 B', 16, 8), duel('1 KiB', 1024, 2)])],
  });
  const ratios = {
    kind: 'ratios',
    title: 'R',
    bench: 'speed',
    peer: 'peer',
    series: [
      { table: 'T', ours: 'absent' },
      { table: 'T', ours: 'ours' },
    ],
  };

  test('have a bar for each ratio, with what is wanted there', () => {
    const target = {
      ...{ kind: 'ratio', bench: 'speed', table: 'T', ours: 'ours', peer: 'peer' },
      wanted: { '16 B': 10 },
    };
    expect(buildChart(ratios, results, [target])?.chart).toMatchObject({
      names: ['ours'],
      groups: [
        { label: '16 B', bars: [{ series: 0, value: 8, wanted: 10 }] },
        { label: '1 KiB', bars: [{ series: 0, value: 2 }] },
      ],
    });
  });

  test('have a line for each contender, ours apart from the peers', () => {
    const spec = {
      kind: 'lines',
      title: 'L',
      bench: 'speed',
      table: 'T',
      xLabel: '',
      xUnit: 'bytes',
    };
    expect(buildChart(spec, results, [])?.chart).toMatchObject({
      series: [
        { name: 'ours', isOurs: true, points: [{ x: 16 }, { x: 1024 }] },
        { name: 'peer', isOurs: false, points: [{ y: 8, low: 7.2, high: 9.6 }, { y: 2 }] },
      ],
    });
  });

  test('are left out when nothing of them has been measured', () => {
    for (const spec of chartSpecs) expect(buildChart(spec, resultsOf({}), [])).toBeNull();
    expect(buildChart({ ...ratios, peer: 'nobody' }, results, [])).toBeNull();
  });

  test('say which table they miss in a bench that has run', () => {
    expect(() =>
      buildChart({ ...ratios, series: [{ table: 'U', ours: 'ours' }] }, results, []),
    ).toThrow('speed has no table “U”; there are T');
  });

  test('have files of their own', () => {
    const files = chartSpecs.map(({ file }) => file);
    expect(new Set(files).size).toBe(files.length);
  });
});

describe('figures', () => {
  test('keep three digits and no noughts behind them, and are exact when they count', () => {
    expect([0.012_345, 1.5, 2, 12.345, 1234.5, 12_345, 1_234_567].map(figure)).toEqual([
      '0.0123',
      '1.5',
      '2',
      '12.3',
      '1\u2009230',
      '12\u2009345',
      '1.23 M',
    ]);
  });

  test('name the version of every package in a name, and only of whole names', () => {
    const versions = { node: '20.1.0', v8: '1', ws: '8.0.0', bufferutil: '4.0.0' };
    expect(withVersions('ws Receiver, bufferutil', versions)).toBe(
      'ws 8.0.0 Receiver, bufferutil 4.0.0',
    );
    expect(withVersions("Node's HTTPParser", versions)).toBe("Node's HTTPParser (Node 20.1.0)");
    expect(withVersions('browsers, ws-like', versions)).toBe('browsers, ws-like');
  });
});
