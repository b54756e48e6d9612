/**
 * The live example as a child process, as `npm start` runs it.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../examples/live/server.js', import.meta.url));

export interface Exit {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class LiveServer {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #exit: Promise<Exit>;

  private constructor(port: number, child: ChildProcess, exit: Promise<Exit>) {
    this.port = port;
    this.#child = child;
    this.#exit = exit;
  }

  /** Starts a server on a port of the system's choice. */
  static async start(): Promise<LiveServer> {
    const { child, exit } = run('0');
    const line = await Promise.race([
      once(child.stdout as NodeJS.ReadableStream, 'data').then(([chunk]) => String(chunk)),
      exit.then(({ stderr }) => {
        throw new Error(`the server ended before it listened: ${stderr}`);
      }),
    ]);
    const port = /^http:\/\/localhost:(\d+)\/\n$/.exec(line)?.[1];
    if (port === undefined) throw new Error(`the server printed ${JSON.stringify(line)}`);
    return new LiveServer(Number(port), child, exit);
  }

  /** Runs a server that is expected to end by itself. */
  static async runToEnd(port: string): Promise<Exit> {
    return run(port).exit;
  }

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  get chat(): string {
    return `ws://localhost:${this.port}/chat`;
  }

  /** Asks it to end, and waits until it has. */
  async stop(signal: 'SIGINT' | 'SIGTERM' = 'SIGINT'): Promise<Exit> {
    this.#child.kill(signal);
    return this.#exit;
  }
}

function run(port: string): { child: ChildProcess; exit: Promise<Exit> } {
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const exit = once(child, 'close').then(([code]) => ({ code: code as number, stdout, stderr }));
  return { child, exit };
}
