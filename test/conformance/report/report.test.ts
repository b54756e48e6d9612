import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseResult } from './case-result.js';
import type { Column } from './column.js';
import { htmlReport } from './html.js';
import { caseMatrix, familyMatrix } from './matrix.js';
import { writeReport } from './store.js';

const result = (id: string, change: Partial<CaseResult> = {}): CaseResult => ({
  id,
  rounds: 1,
  compressed: 0,
  behavior: 'OK',
  behaviorClose: 'OK',
  events: [],
  closedBy: 'fuzzer',
  remoteCode: 1000,
  complaints: [],
  milliseconds: 1.25,
  ...change,
});
const column = (mode: string, ...results: CaseResult[]): Column => ({
  role: 'server',
  mode,
  results,
});
const mixed = column(
  'mixed',
  result('1.1.1'),
  result('1.1.2', { behaviorClose: 'UNCLEAN' }),
  result('7.1.6', { behavior: 'INFORMATIONAL', behaviorClose: 'INFORMATIONAL' }),
  result('7.1.1', { complaints: ['<b> & "c"'] }),
  result('9.1.1'),
  result('12.1.2', { rounds: 1000, compressed: 999 }),
  result('12.1.6', { rounds: 128, compressed: 128 }),
  result('13.1.1', { behavior: 'UNIMPLEMENTED', rounds: 0 }),
);

describe('the matrix', () => {
  test('counts the verdicts of a family', () => {
    const lines = familyMatrix([mixed]).split('\n');
    expect(lines[0]).toBe('               server, mixed');
    expect(lines[1]).toBe('family 1       1 OK, 1 OK / UNCLEAN');
    expect(lines[2]).toBe('family 2       not run');
    expect(lines[7]).toBe('family 7       1 INFORMATIONAL, 1 OK, with complaints');
  });

  test('says how many of the messages of the suite were sent, and how many came compressed', () => {
    const lines = familyMatrix([mixed]).split('\n');
    expect(lines.slice(10, 14).map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['family 12', '2 OK'],
      ['round trips', '1128 of 2000'],
      ['compressed', '1127'],
      ['family 13', '1 UNIMPLEMENTED / OK'],
    ]);
    expect(caseMatrix([mixed])).toContain('OK (128 of 1000 round trips, 128 compressed)');
  });

  test('has a line for each of the 517 cases', () => {
    const lines = caseMatrix([mixed, column('none')]).split('\n');
    expect(lines).toHaveLength(518);
    expect(lines[2]).toMatch(/^1\.1\.2 +OK \/ UNCLEAN +not run$/);
  });
});

describe('the page', () => {
  const page = htmlReport([mixed]);
  const row = (id: string) => page.split('\n').find((line) => line.includes(`row">${id}<`));

  test('has a row for each of the 517 cases, with headings for rows and columns', () => {
    expect(page.match(/<th scope="row">/g)).toHaveLength(517);
    expect(page).toContain('<th scope="col">server, mixed</th>');
    expect(page).toContain('<caption>517 cases');
    expect(page).toContain('<html lang="en">');
  });

  test('marks what is not the best verdict, and only that', () => {
    expect(row('1.1.1')).toContain('<td>OK</td>');
    expect(row('1.1.2')).toContain('<td class="bad">OK / UNCLEAN</td>');
    expect(row('7.1.6')).toContain('<td>INFORMATIONAL</td>');
    expect(row('2.1')).toContain('<td>not run</td>');
  });

  test('says how far a case with compression went', () => {
    expect(row('12.1.6')).toContain('<small>128 of 1000 round trips, 128 compressed</small>');
    expect(row('13.1.1')).toContain('<td class="bad">UNIMPLEMENTED / OK<br>');
    expect(row('1.1.1')).not.toContain('round trips');
  });

  test('escapes what a peer may have had a hand in', () => {
    expect(row('7.1.1')).toContain('&lt;b> &amp; &quot;c&quot;');
  });

  test('shows the time of family 9 alone', () => {
    expect(row('9.1.1')).toContain('1.3 ms');
    expect(row('1.1.1')).not.toContain(' ms');
  });
});

describe('the files', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'conformance-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('hold the parts of runs that end at the same time', async () => {
    await Promise.all([
      writeReport('memory', [column('one', result('1.1.1'))], folder),
      writeReport('tcp', [column('two', result('1.1.1', { behavior: 'FAILED' }))], folder),
    ]);
    const read = (name: string) => readFile(join(folder, name), 'utf8');
    const columns = JSON.parse(await read('conformance.json')) as Column[];
    expect(columns.map(({ mode }) => mode)).toEqual(['one', 'two']);
    expect(columns[0]?.results[0]?.milliseconds).toBe(1.25);
    expect(await read('conformance.html')).toContain('server, two');
    expect(await read('conformance.txt')).toContain('FAILED / OK');
    const names = await readdir(folder);
    expect(names.filter((name) => name.endsWith('.draft'))).toEqual([]);
  });
});
