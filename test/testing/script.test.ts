/**
 * The steps of a case, round after round.
 */

import { expect, test } from 'vitest';
import { Script } from '../../src/testing/script.js';
import type { CaseData } from '../../src/testing.js';

const plain: CaseData = { id: 'x', title: 'x' };
const steps = [{ more: 1 }, { more: 2 }] as const;

test('the steps of each round are the same, and its number is the one thing that changes', () => {
  const script = new Script({ ...plain, steps, rounds: 2 }, 'the accept');
  const { circles } = script.context;
  expect(script.context).toEqual({ round: 0, accept: 'the accept', circles: new Map() });
  expect([script.next(), script.next(), script.next()]).toEqual([...steps, null]);
  expect(script.nextRound()).toBe(true);
  expect(script.context).toEqual({ round: 1, accept: 'the accept', circles: new Map() });
  expect(script.context.circles).toBe(circles);
  expect([script.next(), script.next(), script.next()]).toEqual([...steps, null]);
  expect(script.nextRound()).toBe(false);
  expect(script.next()).toBe(null);
});

test('a case has one round without steps unless it says more', () => {
  const script = new Script(plain, null);
  expect(script.next()).toBe(null);
  expect(script.nextRound()).toBe(false);
  const rounds = new Script({ ...plain, rounds: 2 }, null);
  expect(rounds.nextRound()).toBe(true);
  expect(rounds.next()).toBe(null);
});

test('what is stopped has no more steps', () => {
  const script = new Script({ ...plain, steps }, null);
  expect(script.next()).toEqual({ more: 1 });
  script.stop();
  expect(script.next()).toBe(null);
});
