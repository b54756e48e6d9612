/**
 * What the fuzzer makes of the peer's octets: messages, control frames, and every breach of the protocol.
 * As strict as the suite, and apart from the package for the same reason as the writer.
 */

import { isUtf8 } from 'node:buffer';
import type { MessageInflater } from './deflate.js';
import { xor } from './frame-writer.js';

export interface Fault {
  readonly closeCode: 1002 | 1007;
  readonly what: string;
}

export type Incoming =
  | { readonly type: 'text' | 'binary' | 'ping' | 'pong'; readonly payload: Uint8Array }
  | { readonly type: 'close'; readonly code: number | null; readonly fault: Fault | null }
  | { readonly type: 'fault'; readonly fault: Fault };

interface Message {
  readonly opcode: number;
  readonly isCompressed: boolean;
  readonly parts: Uint8Array[];
}

interface Head {
  readonly rsv1: boolean;
  readonly fin: boolean;
  readonly opcode: number;
  readonly key: Uint8Array | null;
  readonly headBytes: number;
  readonly length: number;
}

const RSV1_BIT = 0x40;
const OTHER_RSV_BITS = 0x30;

const breach = (what: string): Fault => ({ closeCode: 1002, what });
const invalid = (what: string): Fault => ({ closeCode: 1007, what });

export class FrameReader {
  /** A server's frames must not be masked, a client's must. */
  readonly #peerMasks: boolean;
  /** Null: no extension was negotiated. */
  readonly #inflater: MessageInflater | null;
  #buffer: Uint8Array = new Uint8Array(1024);
  #start = 0;
  #end = 0;
  #message: Message | null = null;
  #compressedMessages = 0;
  #over = false;

  constructor(peerRole: 'client' | 'server', inflater: MessageInflater | null = null) {
    this.#peerMasks = peerRole === 'client';
    this.#inflater = inflater;
  }

  /** How many messages have come compressed. */
  get compressedMessages(): number {
    return this.#compressedMessages;
  }

  push(chunk: Uint8Array): Incoming[] {
    if (chunk.length === 0) return [];
    if (this.#over) return [{ type: 'fault', fault: breach('octets after its Close') }];
    this.#append(chunk);
    const incoming: Incoming[] = [];
    while (!this.#over) {
      const head = this.#readHead();
      if (head === null) return incoming;
      if ('what' in head) {
        this.#over = true;
        incoming.push({ type: 'fault', fault: head });
        return incoming;
      }
      if (this.#end - this.#start < head.headBytes + head.length) return incoming;
      const item = this.#take(head);
      if (item === null) continue;
      incoming.push(item);
      this.#over = item.type === 'close' || item.type === 'fault';
    }
    if (this.#start < this.#end && incoming.at(-1)?.type === 'close') {
      incoming.push({ type: 'fault', fault: breach('octets after its Close') });
    }
    return incoming;
  }

  #append(chunk: Uint8Array): void {
    const pending = this.#end - this.#start;
    if (this.#end + chunk.length > this.#buffer.length) {
      const room = Math.max(2 * pending, pending + chunk.length, 1024);
      const next = room > this.#buffer.length ? new Uint8Array(room) : this.#buffer;
      next.set(this.#buffer.subarray(this.#start, this.#end));
      this.#buffer = next;
      this.#start = 0;
      this.#end = pending;
    }
    this.#buffer.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  #readHead(): Head | Fault | null {
    const view = new DataView(this.#buffer.buffer, this.#start, this.#end - this.#start);
    if (view.byteLength < 2) return null;
    const [first, second] = [view.getUint8(0), view.getUint8(1)];
    const fin = first >= 0x80;
    const rsv1 = (first & RSV1_BIT) !== 0;
    const opcode = first & 0xf;
    const masked = second >= 0x80;
    const short = second & 0x7f;
    const fault = this.#judge(first, masked, short);
    if (fault !== null) return fault;

    const keyAt = short < 126 ? 2 : short === 126 ? 4 : 10;
    const headBytes = keyAt + (masked ? 4 : 0);
    if (view.byteLength < headBytes) return null;
    const length =
      short < 126 ? short : short === 126 ? view.getUint16(2) : Number(view.getBigUint64(2));
    if ((short === 126 && length < 126) || (short === 127 && length < 65_536)) {
      return breach('a length that is not minimal');
    }
    if (length >= 2 ** 63) return breach('a length of 2^63 or more');
    const key = masked ? this.#buffer.slice(this.#start + keyAt, this.#start + headBytes) : null;
    return { rsv1, fin, opcode, key, headBytes, length };
  }

  #judge(first: number, masked: boolean, short: number): Fault | null {
    const opcode = first & 0xf;
    const rsv1 = (first & RSV1_BIT) !== 0;
    if ((first & OTHER_RSV_BITS) !== 0 || (rsv1 && this.#inflater === null)) {
      return breach('a reserved bit without an extension');
    }
    if (rsv1 && opcode !== 0x1 && opcode !== 0x2) {
      return breach('RSV1 on a frame that does not begin a message');
    }
    if ((opcode > 0x2 && opcode < 0x8) || opcode > 0xa) return breach(`reserved opcode ${opcode}`);
    if (masked !== this.#peerMasks) {
      return breach(masked ? 'a masked frame from a server' : 'an unmasked frame from a client');
    }
    if (opcode >= 0x8) {
      if (first < 0x80) return breach('a fragmented control frame');
      if (short > 125) return breach('a control frame of more than 125 octets');
    } else if ((opcode === 0x0) !== (this.#message !== null)) {
      return breach(opcode === 0x0 ? 'a continuation of nothing' : 'a message inside a message');
    }
    return null;
  }

  #take({ rsv1, fin, opcode, key, headBytes, length }: Head): Incoming | null {
    const at = this.#start + headBytes;
    const payload = this.#buffer.slice(at, at + length);
    this.#start = at + length;
    if (key !== null) xor(payload, key);
    if (opcode === 0x8) return readClose(payload);
    if (opcode >= 0x8) return { type: opcode === 0x9 ? 'ping' : 'pong', payload };

    this.#message ??= { opcode, isCompressed: rsv1, parts: [] };
    this.#message.parts.push(payload);
    if (!fin) return null;
    const message = this.#message;
    this.#message = null;
    return this.#finish(message);
  }

  #finish({ opcode, isCompressed, parts }: Message): Incoming {
    const [only] = parts;
    const whole =
      parts.length === 1 && only !== undefined ? only : new Uint8Array(Buffer.concat(parts));
    const plain = isCompressed ? this.#inflate(whole) : whole;
    if (plain === null) {
      return { type: 'fault', fault: invalid('compressed data that do not inflate') };
    }
    if (opcode === 0x2) return { type: 'binary', payload: plain };
    if (isUtf8(plain)) return { type: 'text', payload: plain };
    return { type: 'fault', fault: invalid('a text message that is not UTF-8') };
  }

  #inflate(data: Uint8Array): Uint8Array | null {
    this.#compressedMessages++;
    return this.#inflater?.inflate(data) ?? null;
  }
}

function readClose(payload: Uint8Array): Incoming {
  if (payload.length === 0) return { type: 'close', code: null, fault: null };
  const code = payload.length === 1 ? null : Buffer.from(payload).readUInt16BE(0);
  return { type: 'close', code, fault: judgeClose(code, payload.subarray(2)) };
}

function judgeClose(code: number | null, reason: Uint8Array): Fault | null {
  if (code === null) return breach('a Close with a body of one octet');
  const known =
    (code >= 1000 && code <= 1003) ||
    (code >= 1007 && code <= 1011) ||
    (code >= 3000 && code <= 4999);
  if (!known) return breach(`close code ${code}`);
  return isUtf8(reason) ? null : invalid('a close reason that is not UTF-8');
}
