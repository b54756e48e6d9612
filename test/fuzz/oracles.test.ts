/**
 * An oracle that cannot fail says nothing: each is shown a fault that it must report.
 */

import { describe, expect, test } from 'vitest';
import { codec } from '../../fuzz/codec.js';
import { brokenBy, runTarget } from '../../fuzz/engine/loop.js';
import { allTargets } from '../../fuzz/targets/index.js';
import { faults, faulty } from './faults.js';
import { plantedCodec } from './planted-codec.js';
import { plantedConnectFaults } from './planted-connect-faults.js';
import { plantedFaults } from './planted-faults.js';
import { plantedHandshakeFaults } from './planted-handshake-faults.js';

const named = (name: string, of = codec) => {
  const target = allTargets(of).find((one) => one.name === name);
  if (target === undefined) throw new Error(`no target ${name}`);
  return target;
};

/** A busy machine takes long to make a finding small; what is judged here is no time. */
const patient = { timeout: 180_000 };

describe.each(faults)('the target $target', patient, (fault) => {
  test(`reports ${fault.name}`, () => {
    const run = runTarget(named(fault.target, faulty(fault)), { seed: 1, executions: 3000 });
    expect(run.found?.oracle).toBe(fault.oracle);
    if (run.found === null) return;
    // What was found is no matter of the input: the right codec takes it.
    expect(brokenBy(named(fault.target), run.found.input)).toBeNull();
  });
});

describe.each([...plantedFaults, ...plantedHandshakeFaults, ...plantedConnectFaults])(
  'a codec in which $name',
  patient,
  ({ edits, foundBy }) => {
    test.each(foundBy)('is found by the target %s with its oracle %s', async (target, oracle) => {
      const planted = await plantedCodec(edits);
      const run = runTarget(named(target, planted), { seed: 1, executions: 3000 });
      expect(run.found?.oracle).toBe(oracle);
      expect(brokenBy(named(target), run.found?.input ?? new Uint8Array(0))).toBeNull();
    });
  },
);

test('every target is shown a fault', () => {
  const shown = new Set(faults.map(({ target }) => target));
  expect(allTargets(codec).filter(({ name }) => !shown.has(name))).toStrictEqual([]);
});

test.each(allTargets(codec))('the target $name finds nothing in the codec as it is', (target) => {
  const run = runTarget(target, { seed: 3, executions: target.isCheap ? 5000 : 60 });
  expect(run.found).toBeNull();
});
