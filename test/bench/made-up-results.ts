/** Results that nobody has measured, and a check that XML is well formed, for the tests of the report. */

export interface Summary {
  readonly median: number;
  readonly p25: number;
  readonly p75: number;
}
export interface Row {
  readonly name: string;
  readonly units: number;
  readonly time: Summary;
  readonly rate: number;
  readonly ratios: Readonly<Record<string, Summary>>;
}
export interface Question {
  readonly label: string;
  readonly at?: number;
  readonly contenders: readonly Row[];
}
export interface Comparison {
  readonly title: string;
  readonly rate: string;
  readonly reference: string;
  readonly questions: readonly Question[];
}
export interface Figures {
  readonly title: string;
  readonly figures: readonly {
    readonly name: string;
    readonly values: Readonly<Record<string, number>>;
  }[];
}
export interface Results {
  readonly format: 1;
  readonly benches: Readonly<Record<string, object>>;
}

export async function importBench<T>(name: string): Promise<T> {
  return (await import(new URL(`../../bench/${name}`, import.meta.url).href)) as T;
}

export function around(median: number): Summary {
  return { median, p25: median * 0.9, p75: median * 1.2 };
}

/** Ours beside one peer that takes `ratio` times as long, in a unit of cost. */
export function duel(label: string, at: number, ratio: number, names = ['ours', 'peer']): Question {
  const [ours = '', peer = ''] = names;
  return {
    label,
    at,
    contenders: [
      { name: ours, units: at, time: around(at), rate: 1, ratios: {} },
      {
        name: peer,
        units: at,
        time: around(at * ratio),
        rate: ratio,
        ratios: { [ours]: around(ratio) },
      },
    ],
  };
}

export function comparison(title: string, questions: readonly Question[]): Comparison {
  return { title, rate: 'ns/byte', reference: 'ours', questions };
}

/** One entry for each bench, all of one run. */
export function resultsOf(
  tables: Readonly<Record<string, readonly (Comparison | Figures)[]>>,
): Results {
  const load = { minute: 0.1, fiveMinutes: 0.2, quarter: 0.3 };
  const about = {
    date: '2026-01-02T03:04:05.678Z',
    seconds: 90,
    command: 'npm run bench --',
    loadBefore: load,
    loadAfter: load,
    commit: 'abc',
    machine: { processor: 'A <fast> one', count: 2, memoryGiB: 4, system: 'linux x64' },
    versions: { node: '20.1.0', v8: '11', zlib: '1', 'websocket-codec': '0.1.0', ws: '8.0.0' },
  };
  const entries = Object.entries(tables).map(([name, list]) => [name, { ...about, tables: list }]);
  return { format: 1, benches: Object.fromEntries(entries) };
}

/** The text of all elements of this name; throws unless the document is well-formed XML. */
export function parseXml(document: string): (name: string) => string[] {
  const open: { name: string; text: string }[] = [];
  const texts: [string, string][] = [];
  const tokens =
    /<(\/?)([a-z]+)((?:\s+[\w:-]+="[^"<&]*(?:&\w+;[^"<&]*)*")*)\s*(\/?)>|([^<]+)|(<)/gi;
  let roots = 0;
  for (const [token, isEnd, name = '', attributes = '', isEmpty, text, stray] of document.matchAll(
    tokens,
  )) {
    if (stray !== undefined) throw new Error(`a stray < at ${document.slice(0, 40)}`);
    if (text !== undefined) {
      if (/&(?!(?:amp|lt|gt|quot|apos);)/.test(text)) throw new Error(`not escaped: ${text}`);
      const parent = open.at(-1);
      if (parent !== undefined) parent.text += text;
      else if (text.trim() !== '') throw new Error(`text outside of the root: ${text}`);
    } else if (isEnd === '/') {
      const element = open.pop();
      if (element?.name !== name) throw new Error(`${token} closes ${element?.name ?? 'nothing'}`);
      texts.push([name, element.text]);
    } else {
      const names = [...attributes.matchAll(/([\w:-]+)="/g)].map(([, key]) => key);
      if (new Set(names).size !== names.length) throw new Error(`twice the same in ${token}`);
      if (open.length === 0 && roots++ > 0) throw new Error('a second root');
      if (isEmpty !== '/') open.push({ name, text: '' });
    }
  }
  if (open.length > 0 || roots !== 1) throw new Error('the document does not end');
  return (wanted) => texts.filter(([name]) => name === wanted).map(([, text]) => text);
}
