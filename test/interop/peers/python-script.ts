/**
 * Scripts in Python, one for each package, that report in lines of JSON.
 */

import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The system's, for which the system packages these implementations. */
const PYTHON = '/usr/bin/python3';
const LIMIT_MS = 30_000;

/** What is known of packages; it costs a process to find out. */
const reasons = new Map<string, Promise<string | null>>();

/** Why a package cannot be used on this machine, or null. */
export function missingModule(module: string): Promise<string | null> {
  const reason = reasons.get(module) ?? tryImport(module);
  reasons.set(module, reason);
  return reason;
}

async function tryImport(module: string): Promise<string | null> {
  try {
    await promisify(execFile)(PYTHON, ['-c', `import ${module}`], { timeout: LIMIT_MS });
    return null;
  } catch {
    return `${PYTHON} has no module ${module}: apt-get install python3-${module}`;
  }
}

export interface Script {
  /** Writes a line of JSON to it. */
  tell(value: unknown): void;
  /** The next line that it writes. */
  report(): Promise<unknown>;
  stop(): void;
}

export function startScript(
  name: string,
  args: readonly string[],
  { limitMs = LIMIT_MS } = {},
): Script {
  const path = fileURLToPath(new URL(`./${name}.py`, import.meta.url));
  const child = spawn(PYTHON, [path, ...args], {
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1' },
    timeout: limitMs,
    killSignal: 'SIGKILL',
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  // Whoever waits for its report learns that it has ended.
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    tell(value) {
      child.stdin.write(`${JSON.stringify(value)}\n`);
    },
    async report() {
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`${name}.py has ended without a report: ${errors}`);
      return JSON.parse(value);
    },
    stop() {
      child.kill('SIGKILL');
    },
  };
}
