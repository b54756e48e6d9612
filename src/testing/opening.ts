/**
 * The opening handshake of a case, from the tester's side (RFC 6455 §4).
 */

import { toBase64 } from './accept-value.js';
import { type ByteContext, bytesOf, encodeUtf8, toLatin1 } from './byte-data.js';
import type { CaseData } from './case-data.js';
import { describePayload } from './case-result.js';
import {
  answerFor,
  type DeflateTerms,
  faultOfAnswer,
  fitsAnOffer,
  offersFor,
  termsOf,
} from './deflate-terms.js';
import { type ExtensionTerms, formatExtensions } from './extension-field.js';
import {
  acceptFor,
  extensionsIn,
  HeadCollector,
  readRequest,
  readSwitch,
  requestText,
  responseText,
  statusOf,
} from './opening-head.js';
import type { SeededBytes } from './seeded-bytes.js';

export type OpeningOutcome =
  | { readonly type: 'failed'; readonly reason: string }
  /** The subject refused what it had to refuse. */
  | { readonly type: 'refused' }
  /** The case says nothing about such a subject. */
  | { readonly type: 'skipped'; readonly reason: string }
  | {
      readonly type: 'open';
      /** What the tester answers, as a server. */
      readonly answer: Uint8Array | null;
      readonly accept: string | null;
      readonly terms: DeflateTerms | null;
      /** Bytes behind the head. */
      readonly rest: Uint8Array;
    };

const SWITCHING = 101;
/** Servers send one or two. */
const MAX_INTERIM_ANSWERS = 16;

const failed = (reason: string): OpeningOutcome => ({ type: 'failed', reason });

export class Opening {
  readonly #case: CaseData;
  /** The role of the subject. */
  readonly #role: 'client' | 'server';
  readonly #random: SeededBytes;
  readonly #statuses: readonly number[];
  readonly #head = new HeadCollector();
  /** The one to the tester's key. */
  #accept: string | null = null;
  #offers: readonly ExtensionTerms[] = [];
  #interimAnswers = 0;

  constructor(testCase: CaseData, role: 'client' | 'server', random: SeededBytes) {
    this.#case = testCase;
    this.#role = role;
    this.#random = random;
    this.#statuses = testCase.opening?.status ?? [SWITCHING];
  }

  /** What the tester sends first; null as a server. */
  begin(): Uint8Array | null {
    const { opening, deflate } = this.#case;
    if (this.#role === 'client') return null;
    const key = toBase64(this.#random.take(16));
    const request =
      opening === undefined
        ? encodeUtf8(requestText(key, offersFor(deflate)))
        : bytesOf(opening.bytes);
    const text = toLatin1(request);
    this.#accept = acceptFor(text);
    this.#offers = extensionsIn(text);
    return request;
  }

  /** What has come of the handshake with these bytes; null: more are needed. */
  receive(chunk: Uint8Array): OpeningOutcome | null {
    for (let bytes = chunk; ; ) {
      const found = this.#head.push(bytes);
      if (found === false) {
        const start = described(this.#head.start);
        return failed(`expected the end of a head, got 64 KiB without it: ${start}`);
      }
      if (found === null) return null;
      const { head, rest } = found;
      if (this.#role === 'client') return this.#answer(head, rest);
      const status = statusOf(head);
      // Interim answers may come first (RFC 9110 §15.2).
      if (status === null || status >= 200 || status === SWITCHING) {
        return this.#judge(head, status, rest);
      }
      if (++this.#interimAnswers > MAX_INTERIM_ANSWERS) {
        return failed(`expected ${this.expected}, got more than ${MAX_INTERIM_ANSWERS} before it`);
      }
      bytes = rest;
    }
  }

  receiveEnd(): OpeningOutcome {
    const mayRefuse = this.#statuses.some((status) => status !== SWITCHING);
    if (this.#role === 'server' && mayRefuse && this.#head.isEmpty) return { type: 'refused' };
    return failed(`expected ${this.expected}, got the end of the connection`);
  }

  get expected(): string {
    return this.#role === 'client'
      ? 'a request to open'
      : `an answer with status ${this.#statuses.join(' or ')}`;
  }

  #judge(head: string, status: number | null, rest: Uint8Array): OpeningOutcome {
    if (status === null || !this.#statuses.includes(status)) {
      return failed(`expected ${this.expected}, got ${status ?? described(upTo('\r\n', head))}`);
    }
    if (status !== SWITCHING) return { type: 'refused' };
    const answer = readSwitch(head, this.#accept);
    const fault = typeof answer === 'string' ? answer : faultOfAnswer(answer, this.#offers);
    if (fault !== null) return failed(`expected ${this.expected}, got ${fault}`);
    const extensions = answer as ExtensionTerms[];
    if (!fitsAnOffer(extensions, this.#offers)) {
      const list = formatExtensions(extensions);
      return failed(`expected ${this.expected}, got ${list}, which is an answer to no offer`);
    }
    const terms = termsOf(extensions);
    return { type: 'open', answer: null, accept: this.#accept, terms, rest };
  }

  #answer(head: string, rest: Uint8Array): OpeningOutcome {
    const offers = readRequest(head);
    if (typeof offers === 'string') return failed(`expected ${this.expected}, got ${offers}`);
    // The request has a key: that was looked at.
    const accept = acceptFor(head) as string;
    const { opening, deflate } = this.#case;
    const unoffered = opening?.unoffered;
    if (unoffered !== undefined && namesIn(offers).includes(unoffered)) {
      return { type: 'skipped', reason: `it offers ${unoffered}` };
    }
    const context: ByteContext = { round: 0, accept };
    const answer =
      opening === undefined
        ? encodeUtf8(responseText(accept, answerFor(deflate, offers)))
        : bytesOf(opening.bytes, context);
    // Frames may stand behind it.
    const answered = extensionsIn(upTo('\r\n\r\n', toLatin1(answer)));
    // To answer what was not offered is no agreement.
    const terms = termsOf(answered.filter(({ name }) => offers.some((o) => o.name === name)));
    return { type: 'open', answer, accept, terms, rest };
  }
}

/** Of extensions and of their parameters. */
function namesIn(terms: readonly ExtensionTerms[]): string[] {
  return terms.flatMap(({ name, parameters }) => [name, ...parameters.map(([each]) => each)]);
}

/** What stands in front of the end; all of the text if it has none. */
function upTo(end: string, text: string): string {
  return text.split(end, 1)[0] as string;
}

/** @param text characters that stand for bytes */
function described(text: string): string {
  return describePayload(Uint8Array.from(text, (character) => character.charCodeAt(0)));
}
