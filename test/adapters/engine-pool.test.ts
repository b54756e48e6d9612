import { expect, test } from 'vitest';
import { type Engine, EnginePool } from '../../src/adapters/engine-pool.js';

interface Recorded extends Engine {
  readonly windowBits: number;
  readonly log: string[];
}

function recorded(windowBits: number): Recorded {
  const log: string[] = [];
  return {
    windowBits,
    log,
    reset: () => log.push('reset'),
    close: () => log.push('close'),
  };
}

test('makes an engine when there is no spare', () => {
  const pool = new EnginePool(recorded);
  const [a, b] = [pool.take(9), pool.take(9)];
  expect(a).not.toBe(b);
  expect([a.windowBits, pool.take(15).windowBits]).toStrictEqual([9, 15]);
  expect(a.log).toStrictEqual([]);
});

test('keeps one engine of each kind, reset, and closes the others', () => {
  const pool = new EnginePool(recorded);
  const engines = [9, 9, 15, 15].map((windowBits) => pool.take(windowBits));
  for (const engine of engines) pool.give(engine.windowBits, engine, true);
  expect(engines.map(({ log }) => log)).toStrictEqual([['reset'], ['close'], ['reset'], ['close']]);
  expect(pool.take(15)).toBe(engines[2]);
  expect(pool.take(9)).toBe(engines[0]);
  // Each is handed out once.
  expect(engines).not.toContain(pool.take(9));
});

test('closes an engine that has met an error, and goes on without it', () => {
  const pool = new EnginePool(recorded);
  const broken = pool.take(9);
  pool.give(9, broken, false);
  expect(broken.log).toStrictEqual(['close']);
  expect(pool.take(9)).not.toBe(broken);
});

test('an engine with an error does not take the place of the spare', () => {
  const pool = new EnginePool(recorded);
  const [sound, broken] = [pool.take(9), pool.take(9)];
  pool.give(9, sound, true);
  pool.give(9, broken, false);
  expect(pool.take(9)).toBe(sound);
});
