/**
 * The judge of a case: what the subject did against what it had to do.
 */

import { type ByteContext, toHex } from './byte-data.js';
import type { CaseData, EndData } from './case-data.js';
import type { CaseResult, WireRecord } from './case-result.js';
import { describeReply, Expectation, type Reply } from './expectation.js';

/** Where a case says nothing of its end. */
const USUAL_END: EndData = { by: 'tester', codes: [1000], clean: true };

const SHOWN_BYTES = 24;

export class CaseJudge {
  result: CaseResult | null = null;
  readonly #case: CaseData;
  readonly #role: 'client' | 'server';
  readonly #seed: number;
  readonly #wire: WireRecord;
  readonly #end: EndData;
  #strict: Expectation | null = null;
  /** Null where only one thing is right. */
  #lenient: Expectation | null = null;
  /** Nothing more is waited for, and what came is allowed. */
  #isSettled = false;
  #round = 0;
  #closedBy: 'tester' | 'subject' | null = null;
  #closeSent = false;
  #closeReceived = false;
  #code: number | null = null;

  constructor(testCase: CaseData, role: 'client' | 'server', seed: number, wire: WireRecord) {
    this.#case = testCase;
    this.#role = role;
    this.#seed = seed;
    this.#wire = wire;
    this.#end = testCase.end ?? USUAL_END;
  }

  get testerMayClose(): boolean {
    return this.#end.by !== 'subject';
  }

  get isClosing(): boolean {
    return this.#closedBy !== null;
  }

  /** Whether all replies of the round are there. */
  get isRoundDone(): boolean {
    return this.#informs || this.#isSettled || this.#strict?.isMet === true;
  }

  beginRound(context: ByteContext): void {
    const { replies = [], alsoAllowed } = this.#case;
    this.#round = context.round;
    this.#strict = new Expectation(replies, context);
    this.#lenient = alsoAllowed === undefined ? null : new Expectation(alsoAllowed, context);
  }

  skip(reason: string): void {
    this.#conclude('skipped', reason, null);
  }

  /** Skips the case if there is a reason; whether there is one. */
  skipsFor(reason: string | null): boolean {
    if (reason !== null) this.skip(reason);
    return reason !== null;
  }

  fail(reason: string): CaseResult {
    return this.#conclude('failed', reason, this.#strict === null ? null : 'wrong');
  }

  /** The subject did not agree to a connection, as it had to. */
  refused(): void {
    this.#conclude('passed', '', null);
  }

  /** It agreed to one that it had to refuse. */
  wentOn(bytes: Uint8Array): void {
    const shown = inBytes(bytes.subarray(0, SHOWN_BYTES));
    this.fail(`expected the client to hang up, got bytes as if the connection were open${shown}`);
  }

  /** @param frame the first bytes of the frame that it came in */
  take(reply: Reply, frame: Uint8Array | null): void {
    // Where the opening is to be refused, there are no rounds.
    if (this.#informs || this.#strict === null) return;
    if (reply.type === 'pong' && this.#case.anyPongs === true) return;
    const expected = this.#expected;
    this.#strict.take(reply);
    this.#lenient?.take(reply);
    if (this.#strict.isPossible || this.#lenient?.isPossible === true) return;
    this.fail(`expected ${expected}, got ${describeReply(reply)}${inBytes(frame)}`);
  }

  testerCloses(): void {
    this.#closedBy ??= 'tester';
    this.#closeSent = true;
  }

  testerEnded(): void {
    this.#closedBy ??= 'tester';
  }

  subjectCloses(code: number | null): void {
    this.#closedBy ??= 'subject';
    // It is answered at once.
    if (this.#closedBy === 'subject') this.#closeSent = true;
    this.#closeReceived = true;
    this.#code = code;
  }

  subjectEnded(): void {
    this.#closedBy ??= 'subject';
    this.#finish(this.#closeReceived ? `Close ${this.#codeText}` : 'the end of the connection');
  }

  /** It has broken a rule of the wire itself. */
  breach(what: string, frame: Uint8Array): void {
    const bytes = inBytes(frame);
    this.fail(`expected ${this.#expected}, got what breaks the protocol: ${what}${bytes}`);
  }

  /** It was not over after so long. */
  giveUp(milliseconds: number): CaseResult {
    const expected = this.#strict === null ? 'an end of the opening handshake' : this.#expected;
    return this.fail(`expected ${expected}, and the case was not over after ${milliseconds} ms`);
  }

  /** Nothing has come for so long. */
  expire(milliseconds: number): void {
    if (this.#closeReceived) {
      // The server ends a connection, and a client is not blamed for leaving that to it.
      if (this.#role === 'client') this.#finish(`Close ${this.#codeText}`);
      else
        this.fail(
          `expected the end of the connection after both Closes, got nothing in ${milliseconds} ms`,
        );
    } else if (!this.isClosing && this.#lenient?.isMet === true && this.testerMayClose) {
      this.#isSettled = true;
    } else this.fail(`expected ${this.#expected}, got nothing in ${milliseconds} ms`);
  }

  get #informs(): boolean {
    return this.#case.informational === true;
  }

  get #codeText(): string {
    return this.#code === null ? 'without a code' : String(this.#code);
  }

  get #expected(): string {
    // Once the strict replies cannot come any more, it is the others that are waited for.
    const awaited = this.#strict?.isPossible === false ? this.#lenient : this.#strict;
    if (awaited?.isMet === false && !this.#informs) return awaited.next;
    if (this.#end.by === 'subject') return closeWith(this.#end.codes, 'a Close');
    if (this.#closeReceived) return 'the end of the connection';
    if (this.#closeSent) return 'an answer to the Close';
    return this.isClosing ? 'the end of the connection' : 'nothing more';
  }

  #finish(got: string): void {
    if (this.#informs) {
      this.#conclude('passed', '', null);
      return;
    }
    const isStrict = this.#strict?.isMet === true;
    if (!isStrict && this.#lenient?.isMet !== true) {
      this.fail(`expected ${this.#expected}, got ${got}`);
      return;
    }
    const { rounds = 1 } = this.#case;
    if (this.#round + 1 < rounds) {
      this.fail(`expected ${rounds} rounds, got ${got} in round ${this.#round + 1}`);
      return;
    }
    const fault = this.#faultOfEnd(got);
    const behaviour = isStrict && !this.#isVague ? 'strict' : 'allowed';
    this.#conclude(fault === null ? 'passed' : 'failed', fault ?? '', behaviour);
  }

  #faultOfEnd(got: string): string | null {
    const { by, codes, clean = false, needsCode = false } = this.#end;
    if (by === 'tester' && this.#closedBy === 'subject') {
      return `expected the connection to stay open, got ${got}`;
    }
    if (needsCode && this.#closeReceived && this.#code === null) {
      return `expected ${closeWith(codes, 'a Close with a code')}, got ${got}`;
    }
    if (clean && !this.#isClean) return `expected an answer to the Close, got ${got}`;
    if (this.#code !== null && codes !== undefined && !codes.includes(this.#code)) {
      return `expected Close ${codes.join(' or ')}, got Close ${this.#code}`;
    }
    return null;
  }

  /** It could have said why it closes, or the code that it was told: which passes, and is not the best. */
  get #isVague(): boolean {
    const { codes, strictCodes, clean = false } = this.#end;
    if (this.#code !== null) return strictCodes?.includes(this.#code) === false;
    return strictCodes !== undefined || (codes !== undefined && !clean);
  }

  get #isClean(): boolean {
    return this.#closeSent && this.#closeReceived;
  }

  #conclude(
    verdict: CaseResult['verdict'],
    reason: string,
    behaviour: CaseResult['behaviour'],
  ): CaseResult {
    const { id, title, section = null } = this.#case;
    this.result ??= {
      id,
      title,
      section,
      role: this.#role,
      verdict,
      reason,
      behaviour,
      end: { by: this.#closedBy, code: this.#code, clean: this.#isClean },
      wire: this.#wire.entries,
      seed: this.#seed,
    };
    return this.result;
  }
}

function inBytes(frame: Uint8Array | null): string {
  return frame === null ? '' : `, in the bytes ${toHex(frame)}`;
}

function closeWith(codes: EndData['codes'], otherwise: string): string {
  return codes === undefined ? otherwise : `Close ${codes.join(' or ')}`;
}
