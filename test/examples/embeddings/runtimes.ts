/**
 * Programs in other runtimes, as children of a test.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { binaries as installed } from '../../runtimes/binaries.js';
import { afterTest } from '../transports/harness.js';

const { deno, bun, workerd } = installed;

export const binaries = { node: process.execPath, deno, bun, workerd };

export async function missing(name: keyof typeof binaries): Promise<string | null> {
  if (existsSync(binaries[name])) return null;
  return `${name} is not installed: npm ci --ignore-scripts --prefix test/runtimes`;
}

/** Starts a program that tells what it does line by line; it is gone after the test. */
export function start(
  name: keyof typeof binaries,
  args: readonly string[],
): { child: ChildProcess; nextLine: () => Promise<string> } {
  const child = spawn(binaries[name], args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  afterTest(() => child.kill('SIGKILL'));
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  if (child.stdout === null) throw new Error('there is no output');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => (await lines.next()).value ?? `ended: ${errors}`;
  return { child, nextLine };
}
