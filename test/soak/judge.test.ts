import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { attacks } from '../../soak/attacks.js';
import { judge, type Run } from '../../soak/judge.js';

const MIB = 1_048_576;
const sample = (mebibytes: number) => ({
  usedBytes: mebibytes * MIB,
  residentBytes: 2 * mebibytes * MIB,
  connections: 20,
});
const tally = {
  good: 3,
  messages: 9,
  bytes: 90,
  pongs: 2,
  faults: {},
  hostile: 4,
  cutOff: 1,
  outcomes: { bomb: { 'Close 1009': 4 } },
  wrong: {},
};
const flat = {
  samples: [10, 40, 100, 100, 101, 99, 100, 102, 100].map(sample),
  after: { usedBytes: 8 * MIB, residentBytes: 90 * MIB, connections: 0 },
  tally,
  attacks: ['bomb'],
  exitCode: 0,
};

describe('a soak run', () => {
  test('is good when all were served and memory is flat, though it was filled at first', () => {
    expect(judge(flat)).toStrictEqual([]);
  });

  test.each<[string, Partial<Run>, RegExp[]]>([
    ['a good client that was failed', { tally: { ...tally, faults: { lost: 2 } } }, [/^2 × lost/]],
    ['an attack that ended wrongly', { tally: { ...tally, wrong: { odd: 1 } } }, [/^1 × odd/]],
    ['a server that ended by itself', { exitCode: 1 }, [/ended with 1/]],
    ['a server that a signal ended', { exitCode: null }, [/ended with null/]],
    ['no good client', { tally: { ...tally, good: 0 } }, [/no good connection/]],
    ['no hostile client', { tally: { ...tally, hostile: 0 } }, [/no hostile connection/]],
    ['no pong', { tally: { ...tally, pongs: 0 } }, [/no ping was answered/]],
    ['no count of pongs', { tally: { ...tally, pongs: undefined as never } }, [/no ping was/]],
    ['an attack that nobody played', { attacks: ['bomb', 'drip'] }, [/^never played: drip$/]],
    ['a connection left', { after: { ...flat.after, connections: 1 } }, [/1 connections are left/]],
    ['too few samples', { samples: [100, 100, 100, 100, 100].map(sample) }, [/5 samples/]],
    [
      'memory that grows',
      { samples: [10, 40, 60, 80, 100, 120, 140, 160, 180].map(sample) },
      [/usedBytes have grown/, /residentBytes have grown/],
    ],
  ])('is not with %s', (_, change, expected) => {
    const faults = judge({ ...flat, ...change });
    expect(faults).toHaveLength(expected.length);
    for (const [at, pattern] of expected.entries()) expect(faults[at]).toMatch(pattern);
  });
});

test('the run on record is good by what is asked of a run today', () => {
  const { samples, ...record } = JSON.parse(
    readFileSync(new URL('../../soak/results.json', import.meta.url), 'utf8'),
  );
  const memory = (samples as [number, number, number][]).map(
    ([usedBytes, residentBytes, connections]) => ({ usedBytes, residentBytes, connections }),
  );
  const names = attacks.map(({ name }) => name);
  expect(judge({ ...record, samples: memory, attacks: names, exitCode: 0 })).toStrictEqual([]);
  expect(record).toMatchObject({ connections: 2000, minutes: 10, hostile: 0.5, faults: [] });
});
