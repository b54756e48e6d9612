import { expect, test } from 'vitest';
import { Signal } from '../../../src/adapters/streams/signal.js';

/** Notes its name when the signal has woken it. */
async function waitFor(signal: Signal, name: string, woken: string[]): Promise<void> {
  await signal.wait();
  woken.push(name);
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await null;
}

test('wakes all that wait, in the order in which they came, and nobody before', async () => {
  const signal = new Signal();
  const woken: string[] = [];
  const all = [waitFor(signal, 'a', woken), waitFor(signal, 'b', woken)];
  await turns();
  expect(woken).toStrictEqual([]);
  signal.notify();
  await Promise.all(all);
  expect(woken).toStrictEqual(['a', 'b']);
});

test('does not wake who comes behind it, until the next time', async () => {
  const signal = new Signal();
  const woken: string[] = [];
  signal.notify();
  const late = waitFor(signal, 'late', woken);
  await turns();
  expect(woken).toStrictEqual([]);
  signal.notify();
  signal.notify();
  await late;
  expect(woken).toStrictEqual(['late']);
});
