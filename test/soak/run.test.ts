/**
 * The soak run itself, with a few clients for a few seconds.
 */

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));

function run(...more: string[]): Promise<{ exitCode: unknown; output: string }> {
  const options = ['--connections', '40', '--minutes', '0.1', '--seed', '7', ...more];
  return new Promise((resolve) => {
    execFile(process.execPath, [pathOf('../../soak/run.js'), ...options], (error, out, err) => {
      resolve({ exitCode: error === null ? 0 : error.code, output: out + err });
    });
  });
}

describe('the soak run', () => {
  test('finds no fault with the example server', { timeout: 120_000 }, async () => {
    const { exitCode, output } = await run();
    expect(output).toContain('no fault');
    expect(output).toMatch(/[1-9]\d* good connections ended with [1-9]\d* messages; [1-9]/);
    expect(exitCode).toBe(0);
  });

  test('fails with a server that does not serve', { timeout: 120_000 }, async () => {
    const { exitCode, output } = await run('--server', pathOf('./faulty-server.js'));
    expect(output).toMatch(/FAULT: \d+ × another message came back/);
    expect(exitCode).toBe(1);
  });

  test('refuses numbers that make no sense', async () => {
    expect(await run('--hostile', '2')).toMatchObject({ exitCode: 1 });
    expect((await run('--hostile', '2')).output).toContain(
      '--hostile is 2; it must be from 0 to 1',
    );
  });
});
