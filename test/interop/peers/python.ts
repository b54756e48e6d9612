/**
 * Implementations in Python, each in a script of its own that is told its role and reports in lines of
 * JSON. A server's first line is its port, the others are the Closes that it receives.
 */

import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ClientReport, Implementation, RunningServer } from '../conversation.js';

/** The system's, for which the system packages these implementations. */
const PYTHON = '/usr/bin/python3';
const LIMIT_MS = 30_000;

export const websockets: Implementation = python('websockets');
export const wsproto: Implementation = python('wsproto');
export const aiohttp: Implementation = python('aiohttp');

function python(module: string): Implementation {
  return {
    name: `${module} (Python)`,
    clientPings: true,
    async missing() {
      try {
        await promisify(execFile)(PYTHON, ['-c', `import ${module}`], { timeout: LIMIT_MS });
        return null;
      } catch {
        return `${PYTHON} has no module ${module}: apt-get install python3-${module}`;
      }
    },
    async startServer(): Promise<RunningServer> {
      const script = run(module, ['server']);
      return {
        port: (await script.report()) as number,
        nextEnd: async () => (await script.report()) as [number, string],
        close: async () => script.stop(),
      };
    },
    async runClient(port: number): Promise<ClientReport> {
      const script = run(module, ['client', String(port)]);
      try {
        return (await script.report()) as ClientReport;
      } finally {
        script.stop();
      }
    },
  };
}

function run(module: string, args: readonly string[]) {
  const path = fileURLToPath(new URL(`./${module}_peer.py`, import.meta.url));
  const child = spawn(PYTHON, [path, ...args], {
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1' },
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async report(): Promise<unknown> {
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`${module}_peer.py has ended without a report: ${errors}`);
      return JSON.parse(value);
    },
    stop(): void {
      child.kill('SIGKILL');
    },
  };
}
