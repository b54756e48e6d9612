/**
 * The example that runs cases against another implementation: that it comes to a table, not what stands in it.
 */

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('../../examples/testing/kit-on-ws.js', import.meta.url));

test('a few cases in both roles become a table', async () => {
  const args = [program, '1.1.2', '2.2', '5.9'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 });
  const rows = stdout.split('\n').filter((line) => /^(server|client)/.test(line));
  expect(rows.map((row) => row.split(/ +/).slice(0, 2))).toEqual([
    ['server', '1'],
    ['server', '2'],
    ['server', '5'],
    ['client', '1'],
    ['client', '2'],
    ['client', '5'],
  ]);
  for (const row of rows) {
    const [passed = NaN, allowed = NaN, failed = NaN, skipped = NaN] = row
      .split(/ +/)
      .slice(2)
      .map(Number);
    expect(passed + failed + skipped).toBe(1);
    // A part of those that passed.
    expect(allowed).toBeLessThanOrEqual(passed);
  }
});
