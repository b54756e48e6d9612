/**
 * Others that answer later, asked so that their answer is there at once: they work on a thread of their own, and the
 * one that asks waits.
 */

import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';

/** A machine may be busy; nobody takes so long otherwise. */
const MAX_MILLISECONDS = 60_000;

/**
 * @template Question, Answer
 */
export class Thread {
  #url;
  /** @type {{ worker: Worker, signal: Int32Array, port: import('node:worker_threads').MessagePort } | null} */
  #started = null;

  /** @param {URL} url of a module that calls `answer` */
  constructor(url) {
    this.#url = url;
  }

  /**
   * @param {Question} question
   * @returns {Answer}
   */
  ask(question) {
    this.#started ??= start(this.#url);
    const { worker, signal, port } = this.#started;
    // A number of its own for each, since one may be woken late, for the question before.
    const answered = Atomics.load(signal, 0);
    worker.postMessage(question);
    let outcome = 'ok';
    while (outcome === 'ok') outcome = Atomics.wait(signal, 0, answered, MAX_MILLISECONDS);
    const answer = receiveMessageOnPort(port);
    if (answer === undefined) throw new Error('the other thread does not answer');
    return answer.message;
  }
}

/** @param {URL} url */
function start(url) {
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(url, {
    execArgv: [],
    workerData: { signal, port: port2 },
    transferList: [port2],
  });
  worker.unref();
  return { worker, signal, port: port1 };
}
