import { describe, expect, test } from 'vitest';
import { offersFor } from '../../../src/testing/deflate-terms.js';
import { formatExtensions } from '../../../src/testing/extension-field.js';
import type { DeflateTask } from './deflate-task.js';
import { atExtent, BRIEF, THOROUGH } from './extent.js';
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
  [12, 90],
  [13, 126],
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

  test('there are 517 cases, each number once, in the order of the numbers', () => {
    const ids = allCases.map(({ id }) => id);
    expect(ids).toHaveLength(517);
    expect(new Set(ids).size).toBe(517);
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

describe('the cases with compression', () => {
  const tasks = allCases.flatMap(({ id, deflate, rounds, timer }) =>
    deflate === null ? [] : [{ id, rounds, timer, ...deflate }],
  );
  const taskOf = (id: string) => tasks.find((task) => task.id === id);

  test('are those of families 12 and 13, 18 in each of 12 groups, with 1000 messages', () => {
    expect(tasks.every(({ id, rounds }) => /^1[23]\./.test(id) && rounds === 1000)).toBe(true);
    const groups = new Map(tasks.map(({ id }) => [id.replace(/\.\d+$/, ''), id]));
    expect([...groups.values()]).toEqual([
      ...[1, 2, 3, 4, 5].map((group) => `12.${group}.18`),
      ...[1, 2, 3, 4, 5, 6, 7].map((group) => `13.${group}.18`),
    ]);
  });

  test.each([
    ['12.1.1', 'JSON', 16, 0, 60],
    ['12.2.3', 'bitmap', 256, 0, 120],
    ['12.3.4', 'prose', 1024, 0, 240],
    ['12.4.10', 'HTML', 131_072, 0, 480],
    ['12.5.11', 'PDF', 8192, 256, 480],
    ['13.3.16', 'JSON', 131_072, 1024, 480],
    ['13.7.18', 'JSON', 131_072, 32_768, 480],
  ])(
    'case %s walks over the %s by %i, in fragments of %i, for %i seconds',
    (id, name, length, fragment, seconds) => {
      expect(taskOf(id)).toMatchObject({
        data: { name },
        length,
        fragment,
        timer: { kind: 'closeafter', seconds },
      });
    },
  );

  const P = 'permessage-deflate; client_no_context_takeover; client_max_window_bits';
  test.each([
    ['12.5.1', P],
    ['13.1.1', P],
    ['13.2.1', `${P}; server_no_context_takeover`],
    ['13.3.1', `${P}; server_max_window_bits=9`],
    ['13.4.1', `${P}; server_max_window_bits=15`],
    ['13.5.1', `${P}; server_no_context_takeover; server_max_window_bits=9`],
    ['13.6.1', `${P}; server_no_context_takeover; server_max_window_bits=15`],
    [
      '13.7.1',
      `${P}; server_no_context_takeover; server_max_window_bits=9, ${P}; server_no_context_takeover, ${P}`,
    ],
  ])('case %s offers %s', (id, offered) => {
    expect(formatExtensions(offersFor(caseOf(id).deflate ?? undefined))).toBe(offered);
  });
});

describe('the extent of a case with compression', () => {
  test.each([
    ['12.1.4', 1000, 100],
    ['12.1.5', 256, 48],
    ['12.1.10', 8, 2],
    ['12.5.10', 16, 8],
  ])('is for %s %i messages thoroughly and %i briefly', (id, thorough, brief) => {
    expect(atExtent(caseOf(id), THOROUGH, false).rounds).toBe(thorough);
    expect(atExtent(caseOf(id), BRIEF, false).rounds).toBe(brief);
  });

  test('takes all of the data twice, or once, or as many messages as it may', () => {
    for (const one of allCases.filter(({ deflate }) => deflate !== null)) {
      const task = one.deflate as DeflateTask;
      for (const extent of [THOROUGH, BRIEF]) {
        const { rounds } = atExtent(one, extent, false);
        const enough = rounds * task.length >= extent.walks * task.data.units;
        expect(enough || rounds === extent.rounds).toBe(true);
      }
    }
  });

  test('is that of the suite when all of it is asked for, and for every other case', () => {
    expect(atExtent(caseOf('12.1.10'), BRIEF, true).rounds).toBe(1000);
    expect(atExtent(caseOf('9.7.1'), BRIEF, false).rounds).toBe(1000);
  });
});
