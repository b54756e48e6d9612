/**
 * The opening handshake of a case, from the tester's side (RFC 6455 §4).
 */

import { toBase64 } from './accept-value.js';
import { type ByteContext, bytesOf, encodeUtf8, toLatin1 } from './byte-data.js';
import type { CaseData } from './case-data.js';
import {
  answerFor,
  type DeflateTerms,
  faultOfAnswer,
  offersFor,
  termsOf,
} from './deflate-terms.js';
import type { ExtensionTerms } from './extension-field.js';
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
    const found = this.#head.push(chunk);
    if (found === false) return failed('expected the end of a head, got 64 KiB without it');
    if (found === null) return null;
    const { head, rest } = found;
    if (this.#role === 'client') return this.#answer(head, rest);
    const status = statusOf(head);
    // Interim answers may come first (RFC 9110 §15.2).
    if (status !== null && status < 200 && status !== SWITCHING) return this.receive(rest);
    return this.#judge(head, status, rest);
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
      return failed(`expected ${this.expected}, got ${status ?? 'something else'}`);
    }
    if (status !== SWITCHING) return { type: 'refused' };
    const answer = readSwitch(head, this.#accept);
    const fault = typeof answer === 'string' ? answer : faultOfAnswer(answer, this.#offers);
    if (fault !== null) return failed(`expected ${this.expected}, got ${fault}`);
    const terms = termsOf(answer as ExtensionTerms[]);
    return { type: 'open', answer: null, accept: this.#accept, terms, rest };
  }

  #answer(head: string, rest: Uint8Array): OpeningOutcome {
    const offers = readRequest(head);
    if (typeof offers === 'string') return failed(`expected ${this.expected}, got ${offers}`);
    const accept = acceptFor(head) ?? '';
    const { opening, deflate } = this.#case;
    const context: ByteContext = { round: 0, accept };
    const agreed = answerFor(deflate, offers);
    const answer =
      opening === undefined
        ? encodeUtf8(responseText(accept, agreed))
        : bytesOf(opening.bytes, context);
    const terms = termsOf(opening === undefined ? agreed : extensionsIn(toLatin1(answer)));
    return { type: 'open', answer, accept, terms, rest };
  }
}
