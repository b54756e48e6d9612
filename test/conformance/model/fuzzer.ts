/**
 * The peer that a subject is tested against: plays one case, records what comes back, and keeps the times
 * of the closing handshake. It does no I/O; octets leave through a wire and time comes from a clock.
 */

import type { DeflateTerms } from '../../../src/testing/deflate-terms.js';
import {
  CLOSE,
  type ConformanceCase,
  type Expected,
  type FrameSpec,
  PONG,
} from '../cases/notation.js';
import type { Clock } from './clock.js';
import { MessageDeflater, MessageInflater } from './deflate.js';
import { type Fault, FrameReader, type Incoming } from './frame-reader.js';
import type { Outcome } from './outcome.js';
import { isPrefix, type Recorded, sameEvents } from './recorded.js';
import { type Round, roundsOf } from './script.js';
import { Sender } from './sender.js';

export interface Wire {
  write(bytes: Uint8Array): void;
  /** Ends the own direction after what was written. */
  end(): void;
  /** Drops the connection. */
  abort(): void;
}

export interface FuzzerOptions {
  readonly role: 'client' | 'server';
  readonly clock: Clock;
  readonly wire: Wire;
  /** A fresh masking key for every frame; a server's are not used. */
  readonly key: () => Uint8Array;
  /** What the handshake agreed on; null or left out: no compression. */
  readonly deflate?: DeflateTerms | null;
  /** How much longer than the suite to wait for a peer, for machines that are busy. */
  readonly patience?: number;
  readonly onEnd: (outcome: Outcome) => void;
}

const ANSWER_SECONDS = 1;
/** The suite would wait for ever for a server that closes and never ends the connection. */
const HANG_SECONDS = 5;

export class Fuzzer {
  readonly #case: ConformanceCase;
  readonly #options: FuzzerOptions;
  readonly #sender: Sender;
  readonly #reader: FrameReader;
  readonly #nextRound: () => Round;
  #timers: (() => void)[] = [];
  #events: Recorded[] = [];
  #ok: readonly Expected[];
  readonly #isUnimplemented: boolean;
  #rounds = 0;
  #closedBy: 'fuzzer' | 'peer' | null = null;
  #closeSent = false;
  #closeReceived = false;
  #remoteCode: number | null = null;
  #dropped = false;
  #ended = false;
  readonly #complaints: string[] = [];

  constructor(testCase: ConformanceCase, options: FuzzerOptions) {
    this.#case = testCase;
    this.#options = options;
    const { role, deflate = null } = options;
    const peerRole = role === 'client' ? 'server' : 'client';
    const inflater = deflate === null ? null : new MessageInflater(deflate[peerRole]);
    const deflater = deflate === null ? null : new MessageDeflater(deflate[role]);
    this.#isUnimplemented = testCase.deflate !== null && deflate === null;
    this.#reader = new FrameReader(peerRole, inflater);
    this.#nextRound = roundsOf(testCase);
    this.#ok = testCase.ok;
    this.#sender = new Sender(options.clock, {
      write: (bytes) => options.wire.write(bytes),
      key: () => (role === 'client' ? options.key() : null),
      compress: (message) => deflater?.deflate(message) ?? message,
      onTimeout: (tag) => this.#record({ type: 'timeout', tag }),
      onCloseSent: () => this.#beginClose(),
      onStepsDone: () => this.#armCaseTimer(),
    });
  }

  start(): void {
    if (this.#isUnimplemented) this.#close(CLOSE(1000));
    else this.#beginRound();
  }

  #beginRound(): void {
    const { sends, ok } = this.#nextRound();
    this.#events = [];
    this.#ok = ok;
    this.#sender.start(sends);
  }

  receive(chunk: Uint8Array): void {
    if (this.#ended) return;
    const wasOpen = !this.#closeSent;
    for (const item of this.#reader.push(chunk)) this.#take(item);
    // The peer cannot have read a Close that is only an answer to this chunk.
    if (wasOpen && this.#closeReceived && this.#closedBy === 'fuzzer') {
      this.#complaints.push('a Close of its own where it should have waited');
    }
  }

  /** The peer ended the connection. */
  receiveEnd(): void {
    this.#end();
  }

  #take(item: Incoming): void {
    switch (item.type) {
      case 'text':
      case 'binary':
      case 'pong':
        this.#record({ type: item.type, payload: item.payload });
        break;
      case 'ping':
        if (!this.#closeSent) this.#send(PONG(item.payload));
        break;
      case 'close':
        this.#takeClose(item.code, item.fault);
        break;
      case 'fault':
        this.#refuse(item.fault);
        break;
    }
  }

  #record(event: Recorded): void {
    this.#events.push(event);
    const { rounds, closesOnMatch, closesOnMismatch } = this.#case;
    if (sameEvents(this.#events, this.#ok)) {
      this.#rounds++;
      if (this.#rounds < rounds) this.#beginRound();
      else if (closesOnMatch) this.#close(CLOSE(1000));
    } else if (closesOnMismatch && !isPrefix(this.#events, this.#ok)) this.#close(CLOSE(1000));
  }

  #takeClose(code: number | null, fault: Fault | null): void {
    this.#remoteCode = code;
    if (fault !== null) {
      this.#refuse(fault);
      return;
    }
    this.#closeReceived = true;
    if (!this.#closeSent) {
      this.#closedBy = 'peer';
      this.#closeSent = true;
      this.#send(CLOSE(1000));
      // A case that waits in the middle has not armed its timer.
      if (this.#sender.busy) this.#armCaseTimer();
      this.#sender.stopSteps();
      this.#arm(HANG_SECONDS, () => this.#drop());
    } else {
      this.#cancelTimers();
      this.#arm(ANSWER_SECONDS, () => this.#drop());
    }
    // A server ends the connection; a client waits for that.
    if (this.#options.role === 'server') this.#sender.whenFlushed(() => this.#options.wire.end());
  }

  /** The peer broke the protocol: fail the connection, or drop it if it is closing already. */
  #refuse({ closeCode, what }: Fault): void {
    this.#complaints.push(what);
    if (this.#closeReceived) return;
    if (this.#closeSent) this.#drop();
    else this.#close(CLOSE(closeCode));
  }

  #close(frame: FrameSpec): void {
    if (this.#closeSent || this.#ended) return;
    this.#send(frame);
    this.#beginClose();
  }

  #beginClose(): void {
    if (this.#closeSent) return;
    this.#closeSent = true;
    this.#closedBy = 'fuzzer';
    this.#arm(ANSWER_SECONDS, () => this.#drop());
  }

  #armCaseTimer(): void {
    const { timer, rounds } = this.#case;
    // One limit for all rounds together.
    if (rounds > 1 && this.#rounds > 0) return;
    this.#arm(timer.seconds, () => {
      if (this.#closeSent) {
        if (timer.kind === 'kill') this.#drop();
      } else this.#close(timer.kind === 'kill' ? CLOSE(1001, 'Going Away') : CLOSE(null));
    });
  }

  #send(frame: FrameSpec): void {
    if (!this.#ended) this.#sender.sendFrame(frame);
  }

  #arm(seconds: number, action: () => void): void {
    if (this.#ended) return;
    const { clock, patience = 1 } = this.#options;
    this.#timers.push(clock.after(seconds * patience, action));
  }

  #cancelTimers(): void {
    for (const cancel of this.#timers) cancel();
    this.#timers = [];
  }

  #drop(): void {
    if (this.#ended) return;
    this.#dropped = true;
    if (this.#options.role === 'server' && this.#closeReceived) {
      this.#complaints.push('the connection was still there after both sides had closed');
    }
    this.#options.wire.abort();
    this.#end();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#sender.stop();
    this.#cancelTimers();
    const bothClosed = this.#closeSent && this.#closeReceived;
    this.#options.onEnd({
      opened: true,
      unimplemented: this.#isUnimplemented,
      events: this.#events,
      ok: this.#ok,
      rounds: this.#rounds,
      compressed: this.#reader.compressedMessages,
      closedBy: this.#closedBy,
      remoteCode: this.#remoteCode,
      clean: bothClosed && (this.#options.role === 'server' || !this.#dropped),
      // A server ends the connection anyway, so it cannot be failed by a client's reluctance.
      dropped: this.#dropped && this.#options.role === 'client',
      complaints: this.#complaints,
    });
  }
}
