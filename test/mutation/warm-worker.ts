/**
 * A worker thread that is kept from one mutant to the next: to start one takes longer than most tests. All modules of
 * src and test are evaluated anew for each mutant, so that one in their top-level code is seen.
 */

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { type PoolOptions, ThreadsPoolWorker, type WorkerRequest } from 'vitest/node';

/** Each run leaves a listener behind in the thread. */
const MAX_RUNS = 100;

const root = fileURLToPath(new URL('../../', import.meta.url));

const modules = ['src', 'test'].flatMap((folder) =>
  readdirSync(root + folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => `${entry.parentPath}/${entry.name}`),
);

const runs = new WeakMap<Worker, number>();
const kept: Worker[] = [];

class WarmWorker extends ThreadsPoolWorker {
  override readonly name = 'warm';

  override async start(): Promise<void> {
    const thread = kept.pop();
    if (thread !== undefined) {
      thread.ref();
      (this as unknown as { _thread: Worker })._thread = thread;
    }
    await super.start();
  }

  override send(message: WorkerRequest): void {
    if (message.type === 'stop') {
      const stopped = { type: 'stopped', __vitest_worker_response__: true };
      queueMicrotask(() => this.#thread?.emit('message', stopped));
      return;
    }
    if (message.type === 'run') {
      message.context.invalidates = modules;
    }
    super.send(message);
  }

  override async stop(): Promise<void> {
    const thread = this.#thread;
    if (thread === undefined) return;
    const count = (runs.get(thread) ?? 0) + 1;
    runs.set(thread, count);
    if (count >= MAX_RUNS) return super.stop();
    for (const event of ['message', 'error', 'exit']) thread.removeAllListeners(event);
    thread.stdout.unpipe();
    thread.stderr.unpipe();
    thread.once('error', () => forget(thread));
    thread.once('exit', () => forget(thread));
    thread.unref();
    kept.push(thread);
    (this as unknown as { _thread: Worker | undefined })._thread = undefined;
  }

  get #thread(): Worker | undefined {
    return (this as unknown as { _thread: Worker | undefined })._thread;
  }
}

function forget(thread: Worker): void {
  const at = kept.indexOf(thread);
  if (at >= 0) kept.splice(at, 1);
}

/** Stryker's runner wants threads; it gets these. */
export const withWarmWorkers = {
  name: 'warm workers',
  configureVitest({ project }: { project: { config: object } }): void {
    Object.assign(project.config, {
      pool: 'warm',
      poolRunner: {
        name: 'warm',
        createPoolWorker: (options: PoolOptions) => new WarmWorker(options),
      },
    });
  },
} as const;
