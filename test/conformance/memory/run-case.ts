/**
 * Runs one case in memory and in virtual time: fuzzer and subject face each other over two pipes.
 */

import type { ConformanceCase } from '../cases/notation.js';
import { VirtualClock } from '../model/clock.js';
import { Fuzzer } from '../model/fuzzer.js';
import type { Outcome } from '../model/outcome.js';
import { deriveSeed, fillRandom, seededRandom } from '../model/random.js';
import type { EchoPeer, MakePeer, PeerRole } from '../peers/echo-peer.js';
import { type CaseResult, caseResult } from '../report/case-result.js';
import { agree } from './agree.js';
import { type Cut, Pipe } from './pipe.js';

export interface MemoryRun {
  readonly role: PeerRole;
  readonly cut: Cut;
  readonly makePeer: MakePeer;
  /** Decides masking keys and cuts. */
  readonly seed: number;
}

export function runCase(testCase: ConformanceCase, run: MemoryRun): CaseResult {
  const started = performance.now();
  const random = seededRandom(deriveSeed(run.seed, `${testCase.id} ${run.role} ${run.cut}`));
  const clock = new VirtualClock();
  const peer = run.makePeer(run.role);
  const { deflate, fault } = agree(testCase.deflate, peer, run.role);
  if (fault !== null) return caseResult(testCase, null, [fault], performance.now() - started);
  const subject = new Subject(peer);
  let outcome: Outcome | null = null;

  const toSubject = new Pipe(clock, run.cut, random, (piece) => {
    subject.receive(piece);
    flush();
  });
  const toFuzzer = new Pipe(clock, 'as written', random, (piece) => fuzzer.receive(piece));
  const flush = (): void => {
    const output = subject.takeOutput();
    // What is written at once arrives at once, as it does on a socket.
    if (output.length > 0) toFuzzer.write(new Uint8Array(Buffer.concat(output)));
    if (subject.transport === 'open') return;
    toFuzzer.end(() => fuzzer.receiveEnd());
    if (subject.transport === 'close-after-output') toSubject.close();
  };
  const endSubject = (): void => {
    subject.receiveEnd();
    flush();
  };

  const fuzzer = new Fuzzer(testCase, {
    role: run.role === 'server' ? 'client' : 'server',
    clock,
    deflate,
    wire: {
      write: (bytes) => toSubject.write(bytes),
      end: () => toSubject.end(endSubject),
      abort: () => {
        toSubject.close();
        clock.soon(endSubject);
      },
    },
    key: () => fillRandom(random, new Uint8Array(4)),
    onEnd: (result) => {
      outcome = result;
      // The fuzzer's side of the connection goes with it.
      toSubject.end(endSubject);
    },
  });

  fuzzer.start();
  clock.run();
  return caseResult(testCase, outcome, subject.faults, performance.now() - started);
}

/** Guards a peer: an exception is a fault, and a chunk that was lent is spoilt as soon as it is back. */
class Subject {
  readonly #peer: EchoPeer;
  readonly #thrown: string[] = [];
  #ended = false;

  constructor(peer: EchoPeer) {
    this.#peer = peer;
  }

  get transport(): EchoPeer['transport'] {
    // A program whose echo loop throws dies, and its connection with it.
    return this.#thrown.length > 0 ? 'close-after-output' : this.#peer.transport;
  }

  get faults(): readonly string[] {
    const left =
      this.#ended && this.#thrown.length === 0 && this.transport !== 'close-after-output';
    const lingering = left ? ['the connection is over and its transport is not to be closed'] : [];
    return [...this.#thrown, ...this.#peer.faults, ...lingering];
  }

  receive(chunk: Uint8Array): void {
    this.#guard(() => this.#peer.receive(chunk));
    if (!this.#peer.ownsChunks) chunk.fill(0xa5);
  }

  receiveEnd(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#guard(() => this.#peer.receiveEnd());
  }

  takeOutput(): Uint8Array[] {
    return this.#guard(() => this.#peer.takeOutput()) ?? [];
  }

  #guard<T>(action: () => T): T | undefined {
    if (this.#thrown.length > 0) return undefined;
    try {
      return action();
    } catch (error) {
      this.#thrown.push(`threw ${String(error)}`);
      return undefined;
    }
  }
}
