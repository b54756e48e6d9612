/**
 * The fuzzing server: tests a client, which asks for a case in the target of its request, as in
 * `/runCase?case=1&agent=name` (by position) or `/runCase?casetuple=1.1.1&agent=name` (by number).
 */

import { createServer, type Server, type Socket } from 'node:net';
import { answerFor } from '../../../src/testing/deflate-terms.js';
import {
  CLOSE,
  type ConformanceCase,
  conformanceCase,
  F1000,
  kill,
  send,
  T,
} from '../cases/notation.js';
import { type CaseResult, caseResult } from '../report/case-result.js';
import { type Opened, PATIENCE, play } from './play.js';
import { HeadCollector, readRequest, responseTo } from './upgrade.js';

const RESULT_MILLISECONDS = 1000;

export class FuzzingServer {
  readonly #cases: readonly ConformanceCase[];
  readonly #patience: number;
  readonly #results = new Map<string, CaseResult>();
  readonly #waiting = new Map<string, (result: CaseResult) => void>();
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  constructor(cases: readonly ConformanceCase[], patience = PATIENCE) {
    this.#patience = patience;
    this.#cases = cases;
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    return address.port;
  }

  /**
   * What a case has come to. The client may know of the end of its connection a little earlier than this
   * side, so there is a limit to wait for; undefined when it has passed.
   */
  resultOf(id: string): Promise<CaseResult | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), RESULT_MILLISECONDS * this.#patience);
      const settle = (result: CaseResult): void => {
        clearTimeout(timer);
        resolve(result);
      };
      const result = this.#results.get(id);
      if (result === undefined) this.#waiting.set(id, settle);
      else settle(result);
    });
  }

  listen(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
  }

  close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    const collector = new HeadCollector();
    const onData = (chunk: Buffer): void => {
      try {
        const head = collector.push(chunk);
        if (head === null) return;
        socket.off('data', onData);
        const request = readRequest(head);
        const testCase = this.#caseFor(new URL(request.target, 'ws://127.0.0.1'));
        const extensions = answerFor(testCase.deflate ?? undefined, request.offers);
        socket.write(responseTo(request, extensions));
        void this.#serve(testCase, { socket, rest: head.rest, extensions });
      } catch {
        socket.destroy();
      }
    };
    socket.on('data', onData);
  }

  async #serve(testCase: ConformanceCase, opened: Opened): Promise<void> {
    const started = performance.now();
    const outcome = await play(testCase, 'server', opened, this.#patience);
    const result = caseResult(testCase, outcome, [], performance.now() - started);
    this.#results.set(testCase.id, result);
    this.#waiting.get(testCase.id)?.(result);
  }

  #caseFor({ pathname, searchParams }: URL): ConformanceCase {
    if (pathname === '/getCaseCount') return message('getCaseCount', `${this.#cases.length}`);
    if (pathname === '/updateReports') return message('updateReports', '');
    const id = searchParams.get('casetuple');
    const found =
      id === null
        ? this.#cases[Number(searchParams.get('case')) - 1]
        : this.#cases.find((testCase) => testCase.id === id);
    if (found === undefined) throw new Error(`no such case: ${searchParams}`);
    return found;
  }
}

/** A connection that tests nothing: one text, and the Close right behind it. */
function message(name: string, content: string): ConformanceCase {
  return conformanceCase(name, {
    sends: [send(...(content === '' ? [CLOSE(1000)] : [T(content), CLOSE(1000)]))],
    ok: [],
    close: F1000,
    timer: kill(1),
    informational: true,
  });
}
