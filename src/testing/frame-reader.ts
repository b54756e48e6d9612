/**
 * What the tester makes of the subject's bytes: messages, control frames, and every breach of the protocol.
 */

import { join } from './byte-data.js';
import { type FrameHead, readFrameHead } from './frame-head.js';
import { xor } from './frame-writer.js';
import { isUtf8 } from './is-utf8.js';
import { UnreadBytes } from './unread-bytes.js';

export type Incoming = Found & {
  /** The first bytes of its last frame, as they stood on the wire. */
  readonly frame: Uint8Array;
};

type Found =
  | { readonly type: 'text' | 'binary' | 'pong'; readonly payload: Uint8Array }
  | { readonly type: 'ping'; readonly payload: Uint8Array }
  | { readonly type: 'close'; readonly code: number | null; readonly reason: Uint8Array }
  | { readonly type: 'breach'; readonly what: string };

/** Undoes what permessage-deflate makes of a message. */
export interface Inflate {
  /** The plain bytes of a message, or null if the data cannot be one. */
  inflate(data: Uint8Array): Uint8Array | null;
}

interface Message {
  readonly opcode: number;
  /** Null: it is not compressed. */
  readonly inflate: Inflate | null;
  readonly parts: Uint8Array[];
  length: number;
}

export interface ReaderOptions {
  /** Null: no extension was negotiated. */
  readonly inflate?: Inflate | null;
  /** Whether a masking key that has been there before is a breach. */
  readonly freshMasks?: boolean;
}

/** No case has a longer echo, compressed or not. */
export const MAX_MESSAGE_BYTES = 67_108_864;
/** Empty ones have no length that could be too much. */
const MAX_FRAGMENTS = 1_048_576;
/** So much of a frame is enough to see what is wrong with it. */
const SHOWN_BYTES = 24;

export class FrameReader {
  /** A client's frames must be masked, a server's must not. */
  readonly #isMasked: boolean;
  readonly #inflate: Inflate | null;
  /** Null: keys are not looked at. */
  readonly #keys: Set<number> | null;
  readonly #unread = new UnreadBytes();
  #message: Message | null = null;
  #isClosed = false;

  constructor(
    role: 'client' | 'server',
    { inflate = null, freshMasks = false }: ReaderOptions = {},
  ) {
    this.#isMasked = role === 'client';
    this.#inflate = inflate;
    this.#keys = freshMasks ? new Set() : null;
  }

  /** What there is up to the first breach, behind which nothing can be made of the bytes. */
  push(chunk: Uint8Array): Incoming[] {
    const incoming: Incoming[] = [];
    this.#unread.append(chunk);
    while (!this.#isClosed) {
      const head = this.#readHead();
      if (head === null) return incoming;
      if (typeof head === 'string') return [...incoming, this.#breach(head)];
      const frameBytes = head.headBytes + head.length;
      if (this.#unread.length < frameBytes) return incoming;
      const frame = this.#shown(frameBytes);
      const item = this.#take(head);
      if (item === null) continue;
      incoming.push({ ...item, frame });
      if (item.type === 'breach') return incoming;
      this.#isClosed = item.type === 'close';
    }
    const isAfterClose = this.#unread.length > 0;
    return isAfterClose ? [...incoming, this.#breach('bytes after its Close')] : incoming;
  }

  #breach(what: string): Incoming {
    return { type: 'breach', what, frame: this.#shown(this.#unread.length) };
  }

  /** The first of so many unread bytes. */
  #shown(length: number): Uint8Array {
    return this.#unread.view.slice(0, Math.min(length, SHOWN_BYTES));
  }

  #readHead(): FrameHead | string | null {
    const head = readFrameHead(this.#unread.view, {
      isMasked: this.#isMasked,
      isCompressing: this.#inflate !== null,
      isInMessage: this.#message !== null,
    });
    if (head === null || typeof head === 'string') return head;
    return this.#judgeLength(head) ?? head;
  }

  /** Before any of the payload is waited for: it might never come, or never end. */
  #judgeLength({ opcode, length }: FrameHead): string | null {
    if (opcode >= 0x8) return null;
    const before = this.#message;
    if ((before?.length ?? 0) + length > MAX_MESSAGE_BYTES) {
      return `a length of ${length}, longer than any message of a case`;
    }
    if (before?.parts.length === MAX_FRAGMENTS) return `more than ${MAX_FRAGMENTS} fragments`;
    return null;
  }

  #take({ rsv1, fin, opcode, key, headBytes, length }: FrameHead): Found | null {
    const payload = this.#unread.take(headBytes + length).subarray(headBytes);
    if (key !== null) {
      if (this.#isStale(key)) return { type: 'breach', what: 'a masking key for a second time' };
      xor(payload, 0, key);
    }
    if (opcode === 0x8) return readClose(payload);
    if (opcode === 0x9) return { type: 'ping', payload };
    if (opcode === 0xa) return { type: 'pong', payload };
    this.#message ??= { opcode, inflate: rsv1 ? this.#inflate : null, parts: [], length: 0 };
    this.#message.parts.push(payload);
    this.#message.length += length;
    if (!fin) return null;
    const message = this.#message;
    this.#message = null;
    return this.#finish(message);
  }

  #isStale(key: Uint8Array): boolean {
    if (this.#keys === null) return false;
    const before = this.#keys.size;
    return this.#keys.add(new DataView(key.buffer).getUint32(0)).size === before;
  }

  #finish({ opcode, inflate, parts }: Message): Found {
    const whole = join(parts);
    const payload = inflate === null ? whole : inflate.inflate(whole);
    if (payload === null) return { type: 'breach', what: 'compressed data that do not inflate' };
    if (opcode === 0x2) return { type: 'binary', payload };
    if (isUtf8(payload)) return { type: 'text', payload };
    return { type: 'breach', what: 'a text that is not UTF-8' };
  }
}

function readClose(payload: Uint8Array): Found {
  if (payload.length === 0) return { type: 'close', code: null, reason: payload };
  if (payload.length === 1) return { type: 'breach', what: 'a Close with a body of one byte' };
  const code = ((payload[0] as number) << 8) | (payload[1] as number);
  const reason = payload.subarray(2);
  if (!mayBeSent(code)) return { type: 'breach', what: `a Close with the code ${code}` };
  if (!isUtf8(reason)) return { type: 'breach', what: 'a Close whose reason is not UTF-8' };
  return { type: 'close', code, reason };
}

/** RFC 6455 §7.4.1 and the registry that it founds: 1012 to 1014 came later. */
function mayBeSent(code: number): boolean {
  if (code >= 1000 && code <= 1014) return code < 1004 || code > 1006;
  return code >= 3000 && code <= 4999;
}
