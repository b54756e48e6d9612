import { describe, expect, test } from 'vitest';
import { allCases, families, familyOf } from './index.js';
import { materialize } from './payload.js';

/** How many cases the suite has in each family. */
const COUNTS = [
  [1, 16],
  [2, 11],
  [3, 7],
  [4, 10],
  [5, 20],
  [6, 145],
  [7, 37],
  [9, 54],
  [10, 1],
] as const;

const caseOf = (id: string) => {
  const found = allCases.find((testCase) => testCase.id === id);
  if (found === undefined) throw new Error(`there is no case ${id}`);
  return found;
};
const payloadHex = (id: string): string => {
  const [step] = caseOf(id).sends;
  if (step?.kind !== 'frames') throw new Error(`${id} does not send frames`);
  return step.frames.map(({ payload }) => Buffer.from(materialize(payload)).toString('hex')).join();
};

describe('the tables of cases', () => {
  test.each(COUNTS)('family %i has %i cases', (family, count) => {
    expect(allCases.filter((testCase) => familyOf(testCase) === family)).toHaveLength(count);
  });

  test('there are 301 cases, each number once, in the order of the numbers', () => {
    const ids = allCases.map(({ id }) => id);
    expect(ids).toHaveLength(301);
    expect(new Set(ids).size).toBe(301);
    expect(families).toEqual(COUNTS.map(([family]) => family));
    expect(ids.indexOf('9.1.6')).toBe(ids.indexOf('9.2.1') - 1);
    expect(ids.indexOf('2.9')).toBe(ids.indexOf('2.10') - 1);
  });

  test('a repeated payload is the unit over and over, cut to its length', () => {
    const unit = Uint8Array.of(1, 2, 3);
    expect([...materialize({ unit, length: 7 })]).toEqual([1, 2, 3, 1, 2, 3, 1]);
    expect([...materialize({ unit, length: 2 })]).toEqual([1, 2]);
    expect([...materialize({ unit, length: 0 })]).toEqual([]);
  });

  test.each([
    ['6.2.1', '48656c6c6f2dc2b540c39fc3b6c3a4c3bcc3a0c3a12d5554462d382121'],
    ['6.3.1', 'cebae1bdb9cf83cebcceb5eda080656469746564'],
    ['6.6.3', 'cebae1'],
    ['6.12.8', Array.from({ length: 63 }, (_, i) => (0x80 + i).toString(16)).join('')],
    ['6.13.5', 'fc20'],
    ['6.15.1', 'c0e080f08080f8808080fc80808080dfefbff7bfbffbbfbfbffdbfbfbfbf'],
    ['6.21.4', 'edadbfedbfbf'],
    ['6.22.1', 'efbfbe'],
    ['6.22.3', 'f09fbfbe'],
    ['6.22.34', 'f48fbfbf'],
    ['6.23.1', 'efbfb9'],
    ['6.23.7', 'efbfbf'],
    ['7.3.2', '61'],
    ['7.5.1', '03e8cebae1bdb9cf83cebcceb5eda080656469746564'],
    ['7.9.1', '0000'],
    ['7.13.2', 'ffff'],
  ])('case %s sends the octets of the suite', (id, hexDigits) => {
    expect(payloadHex(id)).toBe(hexDigits);
  });

  test.each([
    ['2.4', 125],
    ['2.5', 126],
    ['4.1.2', 23],
    ['7.3.5', 125],
    ['7.3.6', 126],
    ['1.1.7', 65_536],
    ['9.1.6', 16_777_216],
  ])('the frame of case %s has a payload of %i octets', (id, length) => {
    expect(payloadHex(id)).toHaveLength(2 * length);
  });
});
