/**
 * What the fuzzer makes of the peer's octets: messages, control frames, and every breach of the protocol.
 * As strict as the suite, and apart from the package's own decoder for the same reason as the writer.
 */

import { isUtf8 } from 'node:buffer';
import { type FrameHead, readFrameHead } from '../../../src/testing/frame-head.js';
import { UnreadBytes } from '../../../src/testing/unread-bytes.js';
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

const breach = (what: string): Fault => ({ closeCode: 1002, what });
const invalid = (what: string): Fault => ({ closeCode: 1007, what });

export class FrameReader {
  /** A server's frames must not be masked, a client's must. */
  readonly #peerMasks: boolean;
  /** Null: no extension was negotiated. */
  readonly #inflater: MessageInflater | null;
  readonly #unread = new UnreadBytes();
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
    this.#unread.append(chunk);
    const incoming: Incoming[] = [];
    while (!this.#over) {
      const head = this.#readHead();
      if (head === null) return incoming;
      if (typeof head === 'string') {
        this.#over = true;
        incoming.push({ type: 'fault', fault: breach(head) });
        return incoming;
      }
      if (this.#unread.length < head.headBytes + head.length) return incoming;
      const item = this.#take(head);
      if (item === null) continue;
      incoming.push(item);
      this.#over = item.type === 'close' || item.type === 'fault';
    }
    if (this.#unread.length > 0 && incoming.at(-1)?.type === 'close') {
      incoming.push({ type: 'fault', fault: breach('octets after its Close') });
    }
    return incoming;
  }

  #readHead(): FrameHead | string | null {
    const head = readFrameHead(this.#unread.view, {
      isMasked: this.#peerMasks,
      isCompressing: this.#inflater !== null,
      isInMessage: this.#message !== null,
    });
    if (head === null || typeof head === 'string') return head;
    return head.length >= 2 ** 63 ? 'a length of 2^63 or more' : head;
  }

  #take({ rsv1, fin, opcode, key, headBytes, length }: FrameHead): Incoming | null {
    const payload = this.#unread.take(headBytes + length).subarray(headBytes);
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
