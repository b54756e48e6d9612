/**
 * What a round of a case expects of the subject, and how far it has come.
 */

import { type ByteContext, bytesOf } from './byte-data.js';
import type { ReplyData } from './case-data.js';
import { describePayload } from './case-result.js';

/** Something that the subject did. */
export type Reply = Sent | Waited;

interface Sent {
  readonly type: 'text' | 'binary' | 'pong';
  readonly payload: Uint8Array;
}

interface Waited {
  readonly type: 'waited';
  readonly name: string;
}

interface Expected {
  readonly reply: Reply;
  readonly times: number;
}

export class Expectation {
  readonly #expected: readonly Expected[];
  #index = 0;
  /** Of the reply at the index. */
  #times = 0;
  #isWrong = false;

  constructor(replies: readonly ReplyData[], context: ByteContext) {
    this.#expected = replies
      .map((data) => expectedOf(data, context))
      .filter(({ times }) => times > 0);
  }

  /** Whether everything came, and nothing else. */
  get isMet(): boolean {
    return !this.#isWrong && this.#index === this.#expected.length;
  }

  /** Whether it can still be met, or is. */
  get isPossible(): boolean {
    return !this.#isWrong;
  }

  /** The next reply for a person. */
  get next(): string {
    const expected = this.#expected[this.#index];
    return expected === undefined ? 'nothing more' : describeReply(expected.reply);
  }

  take(reply: Reply): void {
    const expected = this.#expected[this.#index];
    if (expected === undefined || !sameReply(reply, expected.reply)) {
      this.#isWrong = true;
    } else if (++this.#times >= expected.times) {
      this.#index++;
      this.#times = 0;
    }
  }
}

export function describeReply(reply: Reply): string {
  if (reply.type === 'waited') return `silence during the wait ${reply.name}`;
  const what = reply.type === 'pong' ? 'pong' : `${reply.type} message`;
  return `the ${what} ${describePayload(reply.payload)}`;
}

function expectedOf(data: ReplyData, context: ByteContext): Expected {
  if ('waited' in data) return { reply: { type: 'waited', name: data.waited }, times: 1 };
  const { times = 1 } = data;
  const made = (type: 'text' | 'binary' | 'pong', payload: ReplyPayload): Expected => ({
    reply: { type, payload: bytesOf(payload, context) },
    times,
  });
  if ('text' in data) return made('text', data.text);
  return 'binary' in data ? made('binary', data.binary) : made('pong', data.pong);
}

type ReplyPayload = Parameters<typeof bytesOf>[0];

function sameReply(reply: Reply, other: Reply): boolean {
  if (reply.type !== other.type) return false;
  if (reply.type === 'waited') return reply.name === (other as Waited).name;
  return sameBytes(reply.payload, (other as Sent).payload);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
