import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Operation,
  operations,
  play,
  type Scenario,
} from '../../../src/adapters/fast-check.js';
import { connect } from '../../connection/drive.js';
import { legible } from '../../vectors/bits.js';
import { runs, sample, share, smallest, tally } from './sampling.js';

const many = runs.map((run) => ({ ...run, numRuns: 400 }));

test.each(many)('a connection does what the model says, mistakes included (%j)', (run) => {
  const any = fc.oneof(operations(), operations({ legal: false }));
  fc.assert(
    fc.property(any, ({ role, operations: list, expected }) => {
      expect(legible(play(connect(role), list, { role }))).toStrictEqual(legible(expected));
    }),
    run,
  );
});

test.each(runs)('what is drawn has one outcome each, and ends with one close (%j)', (run) => {
  fc.assert(
    fc.property(operations({ legal: false }), ({ operations: list, expected: { outcomes } }) => {
      expect(outcomes).toHaveLength(list.length);
      const closes = outcomes.filter(
        (outcome) => typeof outcome === 'object' && outcome?.type === 'close',
      );
      expect(closes).toHaveLength(1);
    }),
    run,
  );
});

test('nothing throws unless mistakes are asked for, and then everything does that may', () => {
  const throwing = (scenarios: readonly Scenario[]): Operation[] =>
    scenarios.flatMap(({ operations: list, expected: { outcomes } }) =>
      list.filter((_, at) => outcomes[at] === 'throws'),
    );
  expect(throwing(sample(operations(), 500))).toStrictEqual([]);
  const kinds = tally(throwing(sample(operations({ legal: false }), 1_000)), (one) => one.do);
  expect([...kinds.keys()].sort()).toStrictEqual([
    'close',
    'ping',
    'pong',
    'sendBinary',
    'sendFragment',
    'sendText',
  ]);
});

test('every operation, every event, both roles, refusals and violations are reached', () => {
  const scenarios = sample(operations(), 1_000);
  const all = scenarios.flatMap(({ operations: list }) => list.map((one) => one.do));
  expect(tally(all, (name) => name).size).toBe(10);
  const outcomes = scenarios.flatMap(({ expected }) => expected.outcomes);
  const events = outcomes.flatMap((one) =>
    typeof one === 'object' && one !== null ? [one.type] : [],
  );
  expect(tally(events, (type) => type).size).toBe(6);
  expect(share(outcomes, (outcome) => outcome === false)).toBeGreaterThan(0.003);
  expect(share(outcomes, (outcome) => outcome === true)).toBeGreaterThan(0.04);
  expect(share(scenarios, ({ role }) => role === 'client')).toBeGreaterThan(0.3);
  expect(share(scenarios, ({ incoming }) => 'error' in incoming)).toBeGreaterThan(0.1);
  const closesFirst = ({ operations: list, expected }: Scenario) =>
    list.some((one) => one.do === 'close') &&
    expected.outcomes.some(
      (one) => typeof one === 'object' && one?.type === 'close' && one.wasClean,
    );
  expect(share(scenarios, closesFirst)).toBeGreaterThan(0.03);
});

test('options bound it', () => {
  const scenarios = sample(operations({ role: 'client', maxOperations: 0, broken: false }), 200);
  expect(scenarios.every(({ role }) => role === 'client')).toBe(true);
  expect(scenarios.some(({ incoming }) => 'error' in incoming)).toBe(false);
  const names = tally(
    scenarios.flatMap(({ operations: list }) => list),
    (one) => one.do,
  );
  expect([...names.keys()].sort()).toStrictEqual(['nextEvent', 'receive', 'receiveEnd']);
  expect(() => operations({ role: 'proxy' as 'client' })).toThrow(TypeError);
  expect(() => operations({ maxOperations: -1 })).toThrow(RangeError);
});

test('a connection that loses a pong is found, and the scenario shrinks', () => {
  const loses = ({ role, operations: list, expected }: Scenario): boolean => {
    const connection = connect(role, { autoPong: false });
    return JSON.stringify(play(connection, list)) !== JSON.stringify(expected);
  };
  const { operations: list, incoming } = smallest(operations(), loses);
  expect(incoming.bytes.length).toBeLessThan(40);
  expect(list.length).toBeLessThan(20);
});

test('what goes out and is no frame is reported', () => {
  const connection = connect('server');
  const broken = Object.assign(Object.create(connection), {
    takeOutput: () => [Uint8Array.of(0x81)],
  });
  expect(() => play(broken, [])).toThrow('ends inside a frame');
});

test('output is read as the peer would read it', () => {
  const ping: Operation = { do: 'ping', payload: Uint8Array.of(1) };
  for (const role of ['client', 'server'] as const) {
    const other = role === 'client' ? 'server' : 'client';
    expect(play(connect(role), [ping], { role }).frames).toHaveLength(1);
    expect(() => play(connect(role), [ping], { role: other })).toThrow('what went out is wrong');
    expect(play(connect(role), [ping]).frames).toHaveLength(1);
  }
  expect(() => play(connect('client'), [], { role: 'proxy' as 'client' })).toThrow(/role/);
});

function thrownBy(action: () => unknown): unknown[] {
  try {
    action();
  } catch (error) {
    return [error];
  }
  return [];
}

test('only what answers a mistake counts as thrown; a crash comes through', () => {
  const throwing = (name: string, error: unknown) =>
    Object.assign(connect('server'), {
      [name]: () => {
        throw error;
      },
    });
  const sendText: Operation = { do: 'sendText', text: '' };
  const outcomes = (error: unknown, isMistake?: (error: unknown) => boolean) =>
    play(throwing('sendText', error), [sendText], isMistake === undefined ? {} : { isMistake })
      .outcomes;
  expect(outcomes(new RangeError('too long'))).toEqual(['throws']);
  expect(outcomes(new TypeError('no text'))).toEqual(['throws']);
  expect(() => outcomes(new Error('disk full'))).toThrow('disk full');
  expect(outcomes(new Error('wrong'), (error) => error instanceof Error)).toEqual(['throws']);
  // Anything can be thrown, and it is that which comes through.
  for (const odd of [undefined, null, 'RangeError', { name: 'odd' }]) {
    expect(thrownBy(() => outcomes(odd))).toEqual([odd]);
  }
  // What a peer sends is no mistake of the caller's.
  for (const operation of [
    { do: 'receive', chunk: Uint8Array.of(1) },
    { do: 'receiveEnd' },
    { do: 'nextEvent' },
    { do: 'takeOutput' },
  ] satisfies Operation[]) {
    const broken = throwing(operation.do, new TypeError('crash'));
    expect(() => play(broken, [operation])).toThrow('crash');
  }
});
