/**
 * The receiving half of a connection: chunks to events in wire order, with the automatic answers that go
 * with them.
 */

import { viewOf } from '../bytes/piece.js';
import { FIN_BIT, OPCODE_BITS } from '../frame/check-frame-header.js';
import { decodeClosePayload } from '../frame/close-payload.js';
import { FrameReader } from '../frame/frame-reader.js';
import { ReadMode } from '../frame/read-mode.js';
import { type Message, MessageAssembler } from '../message/message-assembler.js';
import { CloseCode } from '../vocabulary/close-code.js';
import { isControlOpcode, Opcode } from '../vocabulary/opcode.js';
import { type ProtocolError, protocolError } from '../vocabulary/violation.js';
import type { ConnectionEvent } from './connection-event.js';
import type { ResolvedConnectionOptions } from './connection-options.js';
import type { FrameWriter } from './frame-writer.js';
import type { Lifecycle } from './lifecycle.js';
import type { MessageCodecs } from './message-codecs.js';

/** The end of a message whose bytes have all been given before. */
const NOTHING = /* @__PURE__ */ new Uint8Array(0);

export class Inbound {
  readonly #options: ResolvedConnectionOptions;
  readonly #life: Lifecycle;
  readonly #frames: FrameWriter;
  readonly #codecs: MessageCodecs;
  readonly #messages: MessageAssembler;
  readonly #reader: FrameReader;
  #ended = false;
  /** Events that follow the one that was returned last, in order. */
  #following: ConnectionEvent[] | null = null;

  constructor(
    options: ResolvedConnectionOptions,
    life: Lifecycle,
    frames: FrameWriter,
    codecs: MessageCodecs,
  ) {
    const { role, maxPayloadBytes, takeOwnership, unmaskInPlace, simd, streamMessages } = options;
    this.#options = options;
    this.#life = life;
    this.#frames = frames;
    this.#codecs = codecs;
    this.#messages = new MessageAssembler(options, streamMessages);
    const rsvBits = codecs.decoders.allowedBits;
    const rules = { role, maxPayloadBytes, rsvBits, message: this.#messages.rules };
    this.#reader = new FrameReader(rules, takeOwnership, unmaskInPlace, simd);
  }

  /** Bytes that were received and not yet looked at. */
  get pendingBytes(): number {
    return this.#reader.pendingBytes + this.#codecs.decoders.pendingBytes;
  }

  receive(chunk: Uint8Array): void {
    if (this.#life.isReading && !this.#ended) this.#reader.push(chunk);
  }

  receiveEnd(): void {
    this.#ended = true;
    if (!this.#life.isReading) this.#life.end();
  }

  nextEvent(): ConnectionEvent | null {
    const event = this.#next() ?? this.#read();
    // Also when an answer threw half-way, because the caller's random source did.
    if (this.#ended && !this.#life.isReading) this.#life.end();
    return event;
  }

  #read(): ConnectionEvent | null {
    const reader = this.#reader;
    const { decoders } = this.#codecs;
    while (this.#life.isReading) {
      if (this.#ended && (reader.isBroken || decoders.isBroken)) return this.#end();
      if (decoders.hasOutput) {
        const event = this.#pull();
        if (event !== null) return event;
        continue;
      }
      if (!reader.read(ReadMode.DataParts)) {
        if (reader.error !== null) return this.#fail(reader.error, null);
        return this.#ended ? this.#end() : null;
      }
      const opcode = reader.firstByte & OPCODE_BITS;
      const event = isControlOpcode(opcode) ? this.#control(opcode) : this.#data(opcode);
      if (event !== null) return event;
    }
    return null;
  }

  /** Takes a data frame, or what has come of it. */
  #data(opcode: number): ConnectionEvent | null {
    const { firstByte, last, offset, payloadLength, bytes, start, end } = this.#reader;
    this.#reader.release();
    const decoders = this.#codecs.decoders;
    if (offset === 0) {
      if (opcode !== Opcode.Continuation) decoders.begin(firstByte);
      this.#messages.beginFrame(opcode, payloadLength, decoders.isActive);
    }
    const isLast = last && (firstByte & FIN_BIT) !== 0;
    if (!decoders.isActive) {
      return this.#deliver(this.#messages.append(bytes, isLast, start, end));
    }
    decoders.push(viewOf(bytes, start, end), last, isLast);
    return null;
  }

  /** Takes what the extensions give of a message, a piece at a time. */
  #pull(): ConnectionEvent | null {
    const decoders = this.#codecs.decoders;
    const piece = decoders.pull();
    const { isDone, fault } = decoders;
    if (piece !== null && !this.#messages.countPlain(piece.length)) {
      return this.#fail(protocolError('message-too-big'), null);
    }
    if (isDone) decoders.end();
    if (piece !== null || isDone)
      return this.#deliver(this.#messages.adopt(piece ?? NOTHING, isDone));
    return fault === null ? null : this.#fail(protocolError(fault), null);
  }

  #deliver(message: Message | null): ConnectionEvent | null {
    if (this.#messages.isTextValid) return message;
    return this.#fail(protocolError('text-not-utf8'), message);
  }

  #control(opcode: number): ConnectionEvent | null {
    const payload = this.#reader.takePayload();
    if (opcode === Opcode.Pong) return { type: 'pong', payload };
    if (opcode === Opcode.Ping) {
      const { autoPong, maxPendingPongs } = this.#options;
      if (autoPong) this.#frames.writePong(payload, maxPendingPongs);
      return { type: 'ping', payload };
    }
    const close = decodeClosePayload(payload);
    if (close.status === 'invalid') return this.#fail(close.error, null);
    const { code, reason } = close.value;
    this.#stop([{ type: 'close', code, reason, wasClean: true }]);
    this.#life.receiveClose(code);
    this.#codecs.release();
    return this.#next();
  }

  /** Fails the connection; valid text in front of the fault comes before it. */
  #fail(error: ProtocolError, message: Message | null): ConnectionEvent | null {
    const events: ConnectionEvent[] = [{ type: 'error', error }, abnormalClosure()];
    this.#stop(message === null ? events : [message, ...events]);
    this.#life.fail(error);
    this.#codecs.release();
    return this.#next();
  }

  #end(): ConnectionEvent | null {
    this.#stop([abnormalClosure()]);
    this.#life.end();
    this.#codecs.release();
    return this.#next();
  }

  /** Drops all input, a message in progress included, and keeps the last events ready. */
  #stop(events: ConnectionEvent[]): void {
    this.#reader.discard();
    this.#messages.discard();
    this.#following = events;
  }

  #next(): ConnectionEvent | null {
    return this.#following?.shift() ?? null;
  }
}

function abnormalClosure(): ConnectionEvent {
  return { type: 'close', code: CloseCode.AbnormalClosure, reason: '', wasClean: false };
}
