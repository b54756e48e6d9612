/**
 * The other side of thread.js: takes questions one by one.
 */

import { parentPort, workerData } from 'node:worker_threads';

/**
 * @template Question
 * @param {(question: Question) => Promise<unknown>} reply
 */
export function answer(reply) {
  const { signal, port } =
    /** @type {{ signal: Int32Array, port: import('node:worker_threads').MessagePort }} */ (
      workerData
    );
  parentPort?.on('message', async (/** @type {Question} */ question) => {
    port.postMessage(await reply(question));
    Atomics.add(signal, 0, 1);
    Atomics.notify(signal, 0);
  });
}
