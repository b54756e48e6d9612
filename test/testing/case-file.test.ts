import { expect, test } from 'vitest';
import type { CaseData } from '../../src/testing/case-data.js';
import { casesOf } from '../../src/testing/case-file.js';

const withBytes = (...bytes: object[]): CaseData => ({
  id: 'x',
  title: 'x',
  rounds: 2,
  steps: bytes.map((one) => ({ bytes: one as { readonly data: string } })),
});

test('data are put in the places of their names, however deep', () => {
  const cases = [withBytes({ data: 'a' }, { repeat: { data: 'a' }, times: 2 })];
  expect(casesOf({ title: 'x', data: { a: { utf8: 'b' } }, cases })).toEqual([
    withBytes({ utf8: 'b' }, { repeat: { utf8: 'b' }, times: 2 }),
  ]);
});

test('a file without data has the cases that it lists', () => {
  const cases = [withBytes({ utf8: 'b' })];
  expect(casesOf({ title: 'x', cases })).toEqual(cases);
});

test.each(['b', 'toString', '__proto__'])(
  'the name %s that stands for nothing is refused',
  (name) => {
    const file = { title: 'x', data: { a: '00' }, cases: [withBytes({ data: name })] };
    expect(() => casesOf(file)).toThrow(`no data are called "${name}"`);
  },
);

test('what is null in a file stays so', () => {
  const cases = [withBytes({ utf8: 'b', note: null })];
  expect(casesOf({ title: 'x', cases })).toEqual(cases);
});
