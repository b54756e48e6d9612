/**
 * What the tester makes of the subject's bytes: messages, control frames, and every breach of the protocol. Strict,
 * and apart from the package's own decoder for the same reason as the writer.
 */

import { join } from './byte-data.js';
import { xor } from './frame-writer.js';
import { isUtf8 } from './is-utf8.js';

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

interface Head {
  readonly rsv1: boolean;
  readonly fin: boolean;
  readonly opcode: number;
  readonly key: Uint8Array | null;
  readonly headBytes: number;
  readonly length: number;
}

export interface ReaderOptions {
  /** Null: no extension was negotiated. */
  readonly inflate?: Inflate | null;
  /** Whether a masking key that has been there before is a breach. */
  readonly freshMasks?: boolean;
}

const FIRST_CAPACITY = 1024;
/** No case has a longer echo, compressed or not. */
export const MAX_MESSAGE_BYTES = 67_108_864;
/** Empty ones have no length that could be too much. */
const MAX_FRAGMENTS = 1_048_576;
/** So much of a frame is enough to see what is wrong with it. */
const SHOWN_BYTES = 24;
const RSV1_BIT = 0x40;
const OTHER_RSV_BITS = 0x30;

export class FrameReader {
  /** A client's frames must be masked, a server's must not. */
  readonly #isMasked: boolean;
  readonly #inflate: Inflate | null;
  /** Null: keys are not looked at. */
  readonly #keys: Set<number> | null;
  #buffer: Uint8Array = new Uint8Array(FIRST_CAPACITY);
  #start = 0;
  #end = 0;
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
    this.#append(chunk);
    while (!this.#isClosed) {
      const head = this.#readHead();
      if (head === null) return incoming;
      if (typeof head === 'string') return [...incoming, this.#breach(head)];
      if (this.#end - this.#start < head.headBytes + head.length) return incoming;
      const frame = this.#shown(head.headBytes + head.length);
      const item = this.#take(head);
      if (item === null) continue;
      incoming.push({ ...item, frame });
      if (item.type === 'breach') return incoming;
      this.#isClosed = item.type === 'close';
    }
    const isAfterClose = this.#start < this.#end;
    return isAfterClose ? [...incoming, this.#breach('bytes after its Close')] : incoming;
  }

  #breach(what: string): Incoming {
    return { type: 'breach', what, frame: this.#shown(this.#end - this.#start) };
  }

  /** The first of so many unread bytes. */
  #shown(length: number): Uint8Array {
    return this.#buffer.slice(this.#start, this.#start + Math.min(length, SHOWN_BYTES));
  }

  #append(chunk: Uint8Array): void {
    const pending = this.#end - this.#start;
    if (this.#end + chunk.length > this.#buffer.length) {
      const capacity = Math.max(2 * (pending + chunk.length), FIRST_CAPACITY);
      const next = capacity > this.#buffer.length ? new Uint8Array(capacity) : this.#buffer;
      next.set(this.#buffer.subarray(this.#start, this.#end));
      this.#buffer = next;
      this.#start = 0;
      this.#end = pending;
    }
    this.#buffer.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** The header, or what is wrong with it, or null when it is not all there. */
  #readHead(): Head | string | null {
    const view = new DataView(this.#buffer.buffer, this.#start, this.#end - this.#start);
    if (view.byteLength < 2) return null;
    const [first, second] = [view.getUint8(0), view.getUint8(1)];
    const short = second & 0x7f;
    const masked = second >= 0x80;
    const wrong = this.#judge(first, masked, short);
    if (wrong !== null) return wrong;
    const keyAt = short < 126 ? 2 : short === 126 ? 4 : 10;
    const headBytes = keyAt + (masked ? 4 : 0);
    if (view.byteLength < headBytes) return null;
    const length =
      short < 126 ? short : short === 126 ? view.getUint16(2) : Number(view.getBigUint64(2));
    if ((short === 126 && length < 126) || (short === 127 && length < 65_536)) {
      return `a length of ${length} in a longer form than needed`;
    }
    const tooMuch = this.#judgeLength(first & 0xf, length);
    if (tooMuch !== null) return tooMuch;
    const key = masked ? this.#buffer.slice(this.#start + keyAt, this.#start + headBytes) : null;
    const [fin, rsv1, opcode] = [first >= 0x80, (first & RSV1_BIT) !== 0, first & 0xf];
    return { rsv1, fin, opcode, key, headBytes, length };
  }

  #judge(first: number, masked: boolean, short: number): string | null {
    const opcode = first & 0xf;
    const rsv1 = (first & RSV1_BIT) !== 0;
    if ((first & OTHER_RSV_BITS) !== 0 || (rsv1 && this.#inflate === null)) {
      return 'a reserved bit without an extension';
    }
    if (rsv1 && opcode !== 0x1 && opcode !== 0x2) {
      return 'RSV1 on a frame that does not begin a message';
    }
    if ((opcode > 0x2 && opcode < 0x8) || opcode > 0xa) return `the reserved opcode ${opcode}`;
    if (masked !== this.#isMasked) {
      return masked ? 'a masked frame from a server' : 'an unmasked frame from a client';
    }
    if (opcode >= 0x8) {
      if (first < 0x80) return 'a fragmented control frame';
      return short > 125 ? 'a control frame of more than 125 bytes' : null;
    }
    if ((opcode === 0x0) === (this.#message !== null)) return null;
    return opcode === 0x0 ? 'a continuation of nothing' : 'a message inside a message';
  }

  /** Before any of the payload is waited for: it might never come, or never end. */
  #judgeLength(opcode: number, length: number): string | null {
    if (opcode >= 0x8) return null;
    const before = this.#message;
    if ((before?.length ?? 0) + length > MAX_MESSAGE_BYTES) {
      return `a length of ${length}, longer than any message of a case`;
    }
    if (before?.parts.length === MAX_FRAGMENTS) return `more than ${MAX_FRAGMENTS} fragments`;
    return null;
  }

  #take({ rsv1, fin, opcode, key, headBytes, length }: Head): Found | null {
    const at = this.#start + headBytes;
    const payload = this.#buffer.slice(at, at + length);
    this.#start = at + length;
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
