/**
 * An echo that is written for the tests of the runner alone: right in everything, or wrong in exactly the
 * one thing that it is told. Shares no code with the package.
 */

import { isUtf8 } from 'node:buffer';
import type { ExtensionTerms } from '../../../src/testing/extension-field.js';
import { xor } from '../model/frame-writer.js';
import type { Defect } from './defects.js';
import type { EchoPeer, PeerRole } from './echo-peer.js';
import { FakeDeflate } from './fake-deflate.js';
import { FakeWriter } from './fake-writer.js';

interface OpenFrame {
  readonly fin: boolean;
  readonly opcode: number;
  readonly key: Uint8Array | null;
  readonly length: number;
  received: number;
  parts: Uint8Array[];
}

interface OpenMessage {
  readonly opcode: number;
  readonly isCompressed: boolean;
  readonly decoder: TextDecoder;
  readonly parts: Uint8Array[];
  frames: number;
}

const RSV1_BIT = 0x40;
const DROPPED_MESSAGE = 3;
const MAX_FRAGMENTS = 16_384;
const MAX_MESSAGE = 8 * 1024 * 1024;

export class FakePeer implements EchoPeer {
  readonly ownsChunks = false;
  readonly faults: string[] = [];
  transport: EchoPeer['transport'] = 'open';
  readonly #role: PeerRole;
  readonly #defect: Defect | null;
  readonly #deflate: FakeDeflate;
  readonly #writer: FakeWriter;
  #input: Uint8Array = new Uint8Array(0);
  #frame: OpenFrame | null = null;
  #message: OpenMessage | null = null;
  #laterPongs: Uint8Array[] = [];
  #deaf = false;
  #closeSent = false;
  #messages = 0;

  constructor(role: PeerRole, defect: Defect | null = null) {
    this.#role = role;
    this.#defect = defect;
    this.#deflate = new FakeDeflate(role, defect);
    this.#writer = new FakeWriter(role, defect);
  }

  offers(): ExtensionTerms[] {
    return this.#deflate.offers();
  }

  answer(offers: readonly ExtensionTerms[]): ExtensionTerms[] {
    return this.#deflate.answer(offers);
  }

  accept(answer: readonly ExtensionTerms[]): boolean {
    return this.#deflate.accept(answer);
  }

  receive(chunk: Uint8Array): void {
    if (this.#deaf) return;
    this.#input =
      this.#input.length === 0 ? chunk : new Uint8Array(Buffer.concat([this.#input, chunk]));
    while (!this.#deaf && (this.#frame !== null || this.#readHead())) {
      if (!this.#readPayload(this.#frame as unknown as OpenFrame)) break;
    }
    // What is left is the beginning of a header at most, and the chunk belongs to the caller.
    this.#input = this.#has('loses-split-headers') ? new Uint8Array(0) : this.#input.slice();
  }

  receiveEnd(): void {
    this.#deaf = true;
    this.transport = 'close-after-output';
  }

  takeOutput(): Uint8Array[] {
    return this.#writer.take();
  }

  #has(defect: Defect): boolean {
    return this.#defect === defect;
  }

  #readHead(): boolean {
    const view = Buffer.from(this.#input.buffer, this.#input.byteOffset, this.#input.length);
    if (view.length < 2) return false;
    const [first, second] = [view.readUInt8(0), view.readUInt8(1)];
    const short = second & 0x7f;
    const keyAt = short < 126 ? 2 : short === 126 ? 4 : 10;
    const headBytes = keyAt + (second >= 0x80 ? 4 : 0);
    if (view.length < headBytes) return false;
    const length =
      short < 126 ? short : short === 126 ? view.readUInt16BE(2) : Number(view.readBigUInt64BE(2));
    const key = second >= 0x80 ? this.#input.slice(keyAt, headBytes) : null;
    const opcode = first & 0xf;
    const broken = this.#judgeHead(first, opcode, length);
    if (broken) {
      this.#fail(1002);
      return false;
    }
    this.#input = this.#input.subarray(headBytes);
    this.#frame = { fin: first >= 0x80, opcode, key, length, received: 0, parts: [] };
    if (opcode === 0x1 || opcode === 0x2) {
      const decoder = new TextDecoder('utf-8', { fatal: true });
      const isCompressed = (first & RSV1_BIT) !== 0 && this.#deflate.isAgreed;
      this.#message = { opcode, isCompressed, decoder, parts: [], frames: 0 };
    }
    return true;
  }

  #judgeHead(first: number, opcode: number, length: number): boolean {
    const marked = this.#deflate.isAgreed && (opcode === 0x1 || opcode === 0x2) ? RSV1_BIT : 0;
    if ((first & 0x70 & ~marked) !== 0 && !this.#has('ignores-reserved-bits')) return true;
    const reserved = (opcode > 0x2 && opcode < 0x8) || opcode > 0xa;
    if (reserved) return !this.#has('ignores-reserved-opcodes');
    if (opcode >= 0x8) {
      return (
        (first < 0x80 && !this.#has('ignores-split-control-frames')) ||
        (length > 125 && !this.#has('ignores-long-control-frames'))
      );
    }
    const continues = opcode === 0x0;
    return continues !== (this.#message !== null) && !this.#has('ignores-fragment-order');
  }

  /** Takes what is there of the payload; false when more of it is missing. */
  #readPayload(frame: OpenFrame): boolean {
    const view = this.#input.subarray(0, frame.length - frame.received);
    const piece = this.#has('keeps-chunks') ? view : view.slice();
    const { key } = frame;
    if (key !== null) {
      for (let i = 0; i < piece.length; i++) {
        piece[i] = (piece[i] as number) ^ (key[(frame.received + i) & 3] as number);
      }
    }
    this.#input = this.#input.subarray(view.length);
    frame.received += piece.length;
    frame.parts.push(piece);
    const ended = frame.received === frame.length;
    if (frame.opcode <= 0x2 && !this.#isText(frame, piece, ended)) {
      this.#fail(1007);
      return false;
    }
    if (!ended) return false;
    this.#frame = null;
    this.#endFrame(frame, new Uint8Array(Buffer.concat(frame.parts)));
    return true;
  }

  #isText(frame: OpenFrame, piece: Uint8Array, ended: boolean): boolean {
    const message = this.#message;
    if (message?.opcode !== 0x1 || message.isCompressed || this.#has('does-not-check-utf8'))
      return true;
    const last = ended && frame.fin;
    if (this.#has('checks-utf8-frame-by-frame'))
      return !ended || isUtf8(Buffer.concat(frame.parts));
    if (this.#has('checks-utf8-at-message-end')) {
      return !last || isUtf8(Buffer.concat([...message.parts, ...frame.parts]));
    }
    if (this.#has('checks-utf8-at-frame-end')) {
      if (!ended) return true;
      piece = Buffer.concat(frame.parts);
    }
    try {
      message.decoder.decode(piece, { stream: !last });
      return true;
    } catch {
      return false;
    }
  }

  #endFrame({ fin, opcode }: OpenFrame, payload: Uint8Array): void {
    if (opcode === 0x8) this.#answerClose(payload);
    else if (opcode === 0x9) this.#answerPing(payload);
    else if (opcode === 0xa && this.#has('answers-pongs')) this.#send(0xa, payload);
    if (opcode > 0x2 || this.#message === null) return;
    this.#message.parts.push(payload);
    this.#message.frames++;
    if (this.#has('caps-fragments') && this.#message.frames > MAX_FRAGMENTS) this.#fail(1008);
    else if (fin) this.#endMessage(this.#message);
  }

  #endMessage(message: OpenMessage): void {
    this.#message = null;
    let payload = this.#plain(message);
    if (payload === null) {
      this.#fail(1007);
      return;
    }
    if (this.#has('caps-messages') && payload.length > MAX_MESSAGE) {
      this.#fail(1009);
      return;
    }
    if (this.#has('echoes-too-little')) payload = payload.subarray(0, -1);
    if (this.#has('echoes-other-octets')) xor(payload.subarray(-1), Uint8Array.of(1));
    this.#messages++;
    if (this.#has('drops-a-message') && this.#messages === DROPPED_MESSAGE) return;
    const opcode = this.#has('echoes-other-type') ? message.opcode ^ 3 : message.opcode;
    for (const frame of this.#deflate.write(opcode, payload)) this.#writer.write(frame);
    for (const pong of this.#laterPongs.splice(0)) this.#send(0xa, pong);
    if (this.#has('closes-after-a-message')) this.#fail(1000);
  }

  #plain({ opcode, isCompressed, parts }: OpenMessage): Uint8Array | null {
    if (!isCompressed) return new Uint8Array(Buffer.concat(parts));
    const plain = this.#deflate.inflate(parts);
    return plain !== null && opcode === 0x1 && !isUtf8(plain) ? null : plain;
  }

  #answerPing(payload: Uint8Array): void {
    if (this.#has('never-answers-pings')) return;
    if (this.#has('delays-pongs') && this.#message !== null) this.#laterPongs.push(payload);
    else this.#send(0xa, this.#has('empties-pongs') ? new Uint8Array(0) : payload);
  }

  #answerClose(payload: Uint8Array): void {
    const code = payload.length < 2 ? null : Buffer.from(payload).readUInt16BE(0);
    const known = code === null || /^(100[0-3]|100[7-9]|101[0-4]|[34]\d{3})$/.test(String(code));
    const echoed = known || this.#has('echoes-close-codes');
    const legal = payload.length !== 1 && echoed;
    if (!legal && !this.#has('answers-invalid-close-with-1000')) this.#fail(1002);
    else if (!isUtf8(payload.subarray(2)) && !this.#has('answers-invalid-close-with-1000')) {
      this.#fail(1007);
    } else if (this.#has('never-answers-close')) this.#deaf = true;
    else {
      const answer = legal ? (code ?? 1000) : 1000;
      this.#sendClose(this.#has('answers-close-with-1001') ? 1001 : answer);
      this.#deaf = !this.#has('talks-after-close');
      // A client leaves it to the server to end the connection.
      if (this.#role === 'server') this.#endTransport();
    }
  }

  #fail(code: number): void {
    this.#deaf = true;
    if (this.#has('throws-at-violations')) throw new Error(`the peer broke the protocol: ${code}`);
    if (!this.#has('fails-without-close')) {
      this.#sendClose(this.#has('fails-with-1000') ? 1000 : code);
    }
    this.#endTransport();
  }

  #endTransport(): void {
    if (!this.#has('keeps-the-connection')) this.transport = 'end-after-output';
  }

  #sendClose(code: number): void {
    if (this.#closeSent) return;
    this.#closeSent = true;
    this.#send(0x8, Uint8Array.of(code >> 8, code & 0xff));
  }

  #send(opcode: number, payload: Uint8Array): void {
    this.#writer.write({ opcode, payload, fin: true, rsv: 0 });
  }
}
