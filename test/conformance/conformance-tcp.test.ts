/**
 * Every case over the loopback interface, in real time: the fuzzing client against an echo server, and the
 * fuzzing server against an echo client.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atExtent, TEST_MILLISECONDS, THOROUGH } from './cases/extent.js';
import { allCases, families, familyOf } from './cases/index.js';
import { announce } from './report/announce.js';
import type { CaseResult } from './report/case-result.js';
import type { Column } from './report/column.js';
import { fewCompressed, shortcomings, silentFailures } from './report/requirements.js';
import { testServer } from './tcp/fuzzing-client.js';
import { FuzzingServer } from './tcp/fuzzing-server.js';
import { inParallel } from './tcp/pool.js';
import { subjects } from './tcp/subjects.js';

/** Independent connections may run side by side; those with megabytes are timed, so only two of them do. */
const atOnceIn = (family: number): number => (family < 9 || family === 10 ? 32 : 2);
const columns: Column[] = [];
const cases = allCases.map((testCase) => atExtent(testCase, THOROUGH));

afterAll(() => announce('tcp', 'Conformance over TCP', columns));

const casesOf = (family: number) => cases.filter((testCase) => familyOf(testCase) === family);

describe.each(subjects)('$name over TCP', ({ name, startServer, runClient }) => {
  describe('as the server', () => {
    const results: CaseResult[] = [];
    columns.push({ role: 'server', mode: `TCP, ${name}`, results });
    let server: Awaited<ReturnType<typeof startServer>>;
    beforeAll(async () => {
      server = await startServer();
    });
    afterAll(() => server.close());

    test.each(families)(
      'gets the best verdict in every case of family %i',
      async (family) => {
        const run = casesOf(family);
        results.push(
          ...(await inParallel(run, atOnceIn(family), (one) => testServer(one, server.port))),
        );
        expect(shortcomings(run, results)).toEqual([]);
        expect(silentFailures(run, results)).toEqual([]);
        expect(fewCompressed(run, results, 'some')).toEqual([]);
      },
      TEST_MILLISECONDS,
    );
  });

  describe('as the client', () => {
    const results: CaseResult[] = [];
    columns.push({ role: 'client', mode: `TCP, ${name}`, results });
    const fuzzer = new FuzzingServer(cases);
    beforeAll(() => fuzzer.listen());
    afterAll(() => fuzzer.close());

    test.each(families)(
      'gets the best verdict in every case of family %i',
      async (family) => {
        const run = casesOf(family);
        const found = await inParallel(run, atOnceIn(family), async ({ id }) => {
          await runClient(
            fuzzer.port,
            `/runCase?casetuple=${id}&agent=${encodeURIComponent(name)}`,
          );
          return fuzzer.resultOf(id);
        });
        results.push(...found.filter((result) => result !== undefined));
        expect(shortcomings(run, results)).toEqual([]);
        expect(silentFailures(run, results)).toEqual([]);
        expect(fewCompressed(run, results, 'some')).toEqual([]);
      },
      TEST_MILLISECONDS,
    );
  });
});
