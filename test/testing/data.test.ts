/**
 * The files of cases: what the schema says of them, and that one is up to date.
 */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { attackCases, type CaseFile, conformanceCases } from '../../src/testing.js';
import { allCases } from '../conformance/cases/index.js';

const folder = new URL('../../src/testing/data/', import.meta.url);
const text = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const validate = new Ajv({ allErrors: true }).compile(JSON.parse(text('case.schema.json')));

/** What the schema finds wrong with a file. */
function faultsOf(file: unknown): string[] {
  if (validate(file)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe.each(['conformance.json', 'attacks.json'])('%s', (name) => {
  const file = JSON.parse(text(name)) as CaseFile;

  test('is what the schema says', () => {
    expect(faultsOf(file)).toEqual([]);
  });

  test('has each id once', () => {
    const ids = file.cases.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test('has a case a line, so that a change is seen as one', () => {
    const lines = text(name)
      .split('\n')
      .filter((line) => line.includes('"id":'));
    expect(lines).toHaveLength(file.cases.length);
  });
});

describe('the schema', () => {
  const oneCase = (members: object) => ({
    title: 'x',
    cases: [{ id: '1', title: 'x', ...members }],
  });

  test.each([
    ['an unknown member', { step: [] }],
    ['a frame without an opcode', { steps: [{ frames: [{ payload: '' }] }] }],
    ['an opcode of five bits', { steps: [{ frames: [{ opcode: 16 }] }] }],
    ['half a byte', { steps: [{ bytes: 'abc' }] }],
    ['a length of three bytes', { steps: [{ frames: [{ opcode: 1, length: '000001' }] }] }],
    ['a step of two kinds', { steps: [{ wait: 1, more: 1 }] }],
    ['a reply that is none', { replies: [{ close: 1000 }] }],
    ['a role that nobody has', { roles: ['peer'] }],
    ['an end by nobody', { end: { codes: [1000] } }],
    ['strict codes that are none', { end: { by: 'tester', strictCodes: [] } }],
    ['a code that is needed by a number', { end: { by: 'tester', needsCode: 1 } }],
    ['masks that are fresh by a number', { freshMasks: 1 }],
    ['an offer without a name', { opening: { bytes: '', unoffered: '' } }],
    ['an advisory without a number', { advisories: ['CVE'] }],
    ['a wish for 16 bits', { deflate: { asks: [{ maxWindowBits: 16 }] } }],
    ['an opening without bytes', { opening: { status: [400] } }],
    ['a walk without a length', { steps: [{ bytes: { walk: '00' } }] }],
  ])('refuses %s', (_, members) => {
    expect(faultsOf(oneCase(members))).not.toEqual([]);
  });

  test('takes every form of bytes', () => {
    const forms = [
      '',
      '00 Ff',
      { utf8: 'ä' },
      { repeat: '00', times: 3 },
      { repeat: ['00', { utf8: 'a' }], length: 3 },
      { random: 1, length: 3 },
      { random: 1, length: 3, from: '0001' },
      { data: 'x' },
      { walk: '0001', length: 3 },
      { accept: 'right' },
    ];
    expect(faultsOf(oneCase({ steps: forms.map((bytes) => ({ bytes })) }))).toEqual([]);
  });
});

test('conformance.json is what the tables of the conformance tests make', () => {
  const script = fileURLToPath(new URL('../../scripts/write-case-data.js', import.meta.url));
  // A file that is out of date makes the script exit with 1, and this call throw with its message.
  expect(execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toBe('');
});

test('the cases of the entry point are those of the files, with common data in their places', () => {
  expect(conformanceCases.map(({ id }) => id)).toEqual(allCases.map(({ id }) => id));
  expect(attackCases.map(({ id }) => id)).toEqual(
    (JSON.parse(text('attacks.json')) as CaseFile).cases.map(({ id }) => id),
  );
  expect(JSON.stringify(conformanceCases)).not.toContain('"data":');
});
