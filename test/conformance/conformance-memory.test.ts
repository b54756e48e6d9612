/**
 * Every case against the package's `Connection`, in both roles and however the octets are cut, in memory
 * and in virtual time. `CONFORMANCE_SEED` repeats a run.
 */

import { afterAll, describe, expect, test, vi } from 'vitest';
import { atExtent, BRIEF, TEST_MILLISECONDS } from './cases/extent.js';
import { allCases, families, familyOf } from './cases/index.js';
import { cutFor, modes } from './memory/modes.js';
import { runCase } from './memory/run-case.js';
import type { PeerRole } from './peers/echo-peer.js';
import { announce } from './report/announce.js';
import type { CaseResult } from './report/case-result.js';
import type { Column } from './report/column.js';
import { fewCompressed, shortcomings, silentFailures } from './report/requirements.js';

// Seconds on an idle machine; the limit is for one that does other things too.
vi.setConfig({ testTimeout: TEST_MILLISECONDS });

const { CONFORMANCE_SEED } = process.env;
const seed = Number(CONFORMANCE_SEED ?? Math.floor(Math.random() * 2 ** 32));
const repeat = `repeat with CONFORMANCE_SEED=${seed}`;
const roles: readonly PeerRole[] = ['server', 'client'];
const columns: Column[] = [];

const place = 'WebAssembly' in globalThis ? 'memory' : 'memory without WebAssembly';

afterAll(() => announce(place, `Conformance in ${place}, seed ${seed}`, columns));

describe.each(roles)('the %s in memory', (role) => {
  describe.each(modes)('with octets $name', ({ name, cut, makePeer }) => {
    const results: CaseResult[] = [];
    columns.push({ role, mode: `${place}, ${name}`, results });

    test.each(families)('gets the best verdict in every case of family %i', (family) => {
      const cases = allCases
        .filter((testCase) => familyOf(testCase) === family)
        .map((testCase) => atExtent(testCase, BRIEF));
      for (const testCase of cases) {
        const run = { role, makePeer, seed, cut: cutFor(testCase, cut) };
        results.push(runCase(testCase, run));
      }
      expect(shortcomings(cases, results), repeat).toEqual([]);
      expect(silentFailures(cases, results), repeat).toEqual([]);
      expect(fewCompressed(cases, results, 'all'), repeat).toEqual([]);
    });
  });
});
