/**
 * The soak run itself, with a few clients for a few seconds.
 */

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));

function run(options: string[], fault = ''): Promise<{ exitCode: unknown; output: string }> {
  const all = ['--minutes', '0.1', '--seed', '7', ...options];
  const env = { ...process.env, SOAK_FAULT: fault };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [pathOf('../../soak/run.js'), ...all],
      { env },
      (error, out, err) => {
        resolve({ exitCode: error === null ? 0 : error.code, output: out + err });
      },
    );
  });
}

/** Good clients alone, for a shorter time, with a server that is not good. */
function runWith(fault: string, ...more: string[]) {
  const server = ['--server', pathOf('./faulty-server.js')];
  const clients = ['--minutes', '0.05', '--connections', '20', '--hostile', '0'];
  return run([...server, ...clients, ...more], fault);
}

describe('the soak run', () => {
  // Enough attackers that each attack is begun at once: the deadlines of the server are what takes its time.
  test('finds no fault with the example server', { timeout: 180_000 }, async () => {
    const { exitCode, output } = await run(['--connections', '84']);
    expect(output).toContain('no fault');
    expect(output).toMatch(/[1-9]\d* good connections ended with [1-9]\d* messages; [1-9]/);
    expect(exitCode).toBe(0);
  });

  test('fails with a server that echoes another text', { timeout: 60_000 }, async () => {
    const { exitCode, output } = await runWith('another echo');
    expect(output).toMatch(/FAULT: \d+ × another message came back/);
    expect(exitCode).toBe(1);
  });

  test('fails with a server that answers no ping', { timeout: 60_000 }, async () => {
    const { exitCode, output } = await runWith('no pongs');
    expect(output).toMatch(/FAULT: \d+ × a ping was not answered/);
    expect(output).toContain('FAULT: no ping was answered');
    expect(exitCode).toBe(1);
  });

  test('fails with a server that hangs, and does not wait for it', {
    timeout: 60_000,
  }, async () => {
    const { exitCode, output } = await runWith(
      'hangs when it is asked again',
      '--answer-seconds',
      '2',
    );
    expect(output).toContain('FAULT: the server has not answered for 2 s');
    expect(exitCode).toBe(1);
  });

  test('fails when an attack was not played', { timeout: 60_000 }, async () => {
    expect((await runWith('')).output).toContain('FAULT: never played: a bomb');
  });

  test('refuses numbers that make no sense', async () => {
    const { exitCode, output } = await run(['--hostile', '2']);
    expect(exitCode).toBe(1);
    expect(output).toContain('--hostile is 2; it must be from 0 to 1');
  });
});
