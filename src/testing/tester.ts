/**
 * The peer that a subject is tested against, as a state machine: it says what to do next and is told what happened. It
 * has no timers and does no I/O, so the same tester serves a socket and a subject in memory.
 */

import { AgreedDeflate } from './agreed-deflate.js';
import type { CaseData, StepData } from './case-data.js';
import { CaseJudge } from './case-judge.js';
import { type CaseResult, WireRecord } from './case-result.js';
import { type DeflateTerms, reasonToSkip } from './deflate-terms.js';
import { FrameReader, type Incoming } from './frame-reader.js';
import { Opening, type OpeningOutcome } from './opening.js';
import { Outbox } from './outbox.js';
import { Script } from './script.js';
import { SeededBytes } from './seeded-bytes.js';
import { StepWriter } from './step-writer.js';
import {
  type ResolvedTesterOptions,
  resolveTesterOptions,
  type TesterAction,
  type TesterOptions,
} from './tester-options.js';

/** A subject that pings for each pong would never come to an end. */
const MAX_PINGS = 10_000;
const NORMAL_CLOSURE = /* @__PURE__ */ Uint8Array.of(0x03, 0xe8);

/**
 * Plays one case. Call `next` and do what it says, until it is `done`; tell it with `receive` and `receiveEnd` what
 * the subject does, from the first byte of the opening handshake on.
 *
 * @example
 * const action = tester.next();
 * if (action.type === 'write') socket.write(action.bytes);
 */
export class CaseTester {
  readonly #case: CaseData;
  readonly #options: ResolvedTesterOptions;
  readonly #random: SeededBytes;
  readonly #opening: Opening;
  readonly #wire: WireRecord;
  readonly #judge: CaseJudge;
  #phase: 'opening' | 'open' | 'refusing' = 'opening';
  #reader: FrameReader;
  #writer: StepWriter;
  readonly #outbox: Outbox;
  #script: Script;
  #waiting: Extract<TesterAction, { type: 'wait' }> | null = null;
  /** The wait of the step that is under way. */
  #quiet: Extract<StepData, { readonly wait: number }> | null = null;
  #endDue = false;
  #pings = 0;
  #deflate: AgreedDeflate | null = null;

  /** @throws TypeError or RangeError if the case is not what `CaseData` says */
  constructor(testCase: CaseData, options: TesterOptions) {
    this.#options = resolveTesterOptions(options);
    const { role, seed, maxWireBytes, compressor, pieceBytes } = this.#options;
    this.#case = testCase;
    this.#random = new SeededBytes(seed);
    this.#script = new Script(testCase, null);
    this.#outbox = new Outbox(pieceBytes);
    this.#wire = new WireRecord(maxWireBytes);
    this.#judge = new CaseJudge(testCase, role, seed, this.#wire);
    this.#opening = new Opening(testCase, role, this.#random);
    this.#reader = new FrameReader(role);
    this.#writer = this.#writerWith(null);
    if (testCase.roles !== undefined && !testCase.roles.includes(role)) {
      this.#judge.skip(`it is not for a ${role}`);
    } else if (testCase.deflate !== undefined && compressor === undefined) {
      this.#judge.skip('it needs a compressor');
    }
    if (this.#judge.result !== null) return;
    const request = this.#opening.begin();
    if (request !== null) this.#outbox.add([request], testCase.opening?.cut);
  }

  /** What came of the case; null while it is under way. */
  get result(): CaseResult | null {
    return this.#judge.result;
  }

  /** What to do now. Asking again without having done it skips it. */
  next(): TesterAction {
    for (;;) {
      const { result } = this.#judge;
      if (result !== null) {
        this.#deflate?.release();
        this.#deflate = null;
        this.#outbox.clear();
        return { type: 'done', result };
      }
      const bytes = this.#outbox.next();
      if (bytes !== null) {
        this.#wire.add('tester', bytes);
        return { type: 'write', bytes };
      }
      if (this.#endDue) {
        this.#endDue = false;
        this.#judge.testerEnded();
        return { type: 'end' };
      }
      if (!this.#advance()) break;
    }
    const { answerMs, quietMs } = this.#options;
    const milliseconds = this.#quiet === null ? answerMs : Math.min(quietMs, this.#quiet.wait);
    this.#waiting ??= { type: 'wait', milliseconds };
    return this.#waiting;
  }

  /** Takes bytes of the subject; they are neither changed nor kept. */
  receive(bytes: Uint8Array): void {
    if (this.#judge.result !== null || bytes.length === 0) return;
    this.#wire.add('subject', bytes);
    if (this.#quiet === null) this.#waiting = null;
    if (this.#phase === 'opening') this.#takeOpening(this.#opening.receive(bytes));
    else if (this.#phase === 'refusing') this.#judge.wentOn(bytes);
    else this.#read(bytes);
  }

  /** The subject ended its side of the stream, or the connection is gone. */
  receiveEnd(): void {
    if (this.#phase === 'opening') this.#takeOpening(this.#opening.receiveEnd());
    else if (this.#phase === 'refusing') this.#judge.refused();
    else this.#judge.subjectEnded();
  }

  /** The subject failed in a way that the wire does not show. */
  fail(reason: string): void {
    this.#judge.fail(reason);
  }

  /** The case has taken as long as it may, `caseMs`. */
  giveUp(): CaseResult {
    return this.#judge.giveUp(this.#options.caseMs);
  }

  /** How long the case may take, in milliseconds, for those who have a clock. */
  get caseMs(): number {
    return this.#options.caseMs;
  }

  /** The last wait is over, and nothing happened that would have ended it. */
  expire(): void {
    this.#waiting = null;
    if (this.#quiet !== null) {
      const { name } = this.#quiet;
      this.#quiet = null;
      if (name !== undefined) this.#judge.take({ type: 'waited', name }, null);
    } else if (this.#phase === 'open') this.#judge.expire(this.#options.answerMs);
    else {
      const expected = this.#phase === 'opening' ? this.#opening.expected : 'the client to hang up';
      this.#judge.fail(`expected ${expected}, got nothing in ${this.#options.answerMs} ms`);
    }
  }

  #takeOpening(outcome: OpeningOutcome | null): void {
    if (outcome === null) return;
    if (outcome.type === 'failed') this.#judge.fail(outcome.reason);
    else if (outcome.type === 'refused') this.#judge.refused();
    else if (outcome.type === 'skipped') this.#judge.skip(outcome.reason);
    else this.#open(outcome);
  }

  #open({ answer, accept, terms, rest }: Extract<OpeningOutcome, { type: 'open' }>): void {
    const { opening, deflate } = this.#case;
    if (answer !== null) this.#outbox.add([answer], opening?.cut);
    this.#phase = opening?.accepted === false ? 'refusing' : 'open';
    if (this.#judge.skipsFor(reasonToSkip(deflate, terms, this.#options.role))) return;
    this.#script = new Script(this.#case, accept);
    // What must be refused is not agreed on.
    this.#agree(this.#phase === 'refusing' ? null : terms);
    if (this.#phase === 'open') this.#judge.beginRound(this.#script.context);
    if (rest.length === 0) return;
    // A server may have sent its first frames right behind its answer; a client may not.
    if (this.#phase === 'refusing') this.#judge.wentOn(rest);
    else this.#read(rest);
  }

  #agree(terms: DeflateTerms | null): void {
    const { role, compressor } = this.#options;
    if (terms !== null && compressor !== undefined) {
      if (AgreedDeflate.isPossible(compressor, terms, role)) {
        this.#deflate = new AgreedDeflate(compressor, terms, role);
      } else this.#judge.skip('it asks for a window that the compressor does not have');
    }
    const { freshMasks = false } = this.#case;
    this.#reader = new FrameReader(role, { inflate: this.#deflate, freshMasks });
    this.#writer = this.#writerWith(this.#deflate);
  }

  #writerWith(deflate: AgreedDeflate | null): StepWriter {
    return new StepWriter(this.#options.role === 'server', this.#random, deflate);
  }

  /** Goes one step on; false: there is nothing to do but to wait. */
  #advance(): boolean {
    if (this.#phase === 'opening' || this.#quiet !== null) return false;
    const step = this.#script.next();
    if (step === null) return this.#phase === 'open' && this.#finishRound();
    this.#waiting = null;
    if ('wait' in step) this.#quiet = step;
    else if ('end' in step) this.#endDue = true;
    else this.#outbox.add(this.#writer.writesOf(step, this.#script.context));
    if (isClose(step) && this.#judge.testerMayClose) this.#judge.testerCloses();
    return true;
  }

  #finishRound(): boolean {
    const judge = this.#judge;
    if (!judge.isRoundDone || judge.isClosing) return false;
    if (this.#script.nextRound()) judge.beginRound(this.#script.context);
    else if (judge.testerMayClose) {
      this.#sendFrame(0x8, NORMAL_CLOSURE);
      judge.testerCloses();
    } else return false;
    this.#waiting = null;
    return true;
  }

  #sendFrame(opcode: number, payload: Uint8Array): void {
    // In the middle of a frame nothing else can be said.
    if (this.#writer.isInFrame) return;
    const frame = this.#writer.frame({ opcode, payload, fin: true, rsv: 0, length: null });
    this.#outbox.add([frame]);
  }

  #read(bytes: Uint8Array): void {
    for (const item of this.#reader.push(bytes)) this.#take(item);
  }

  #take(item: Incoming): void {
    const judge = this.#judge;
    if (item.type === 'breach') judge.breach(item.what, item.frame);
    else if (item.type === 'close') this.#takeClose(item.code);
    else if (item.type !== 'ping') judge.take(item, item.frame);
    else if (++this.#pings > MAX_PINGS)
      judge.fail(`expected an end, got more than ${MAX_PINGS} pings`);
    else if (!judge.isClosing) this.#sendFrame(0xa, item.payload);
  }

  #takeClose(code: number | null): void {
    if (!this.#judge.isClosing) {
      this.#sendFrame(0x8, NORMAL_CLOSURE);
      this.#script.stop();
      this.#quiet = null;
      this.#waiting = null;
    }
    this.#judge.subjectCloses(code);
    // A server ends the connection; a client waits for that.
    if (this.#options.role === 'client') this.#endDue = true;
  }
}

function isClose(step: StepData): boolean {
  return 'frames' in step && step.frames.some(({ opcode }) => opcode === 0x8);
}
