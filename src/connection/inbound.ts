/**
 * The receiving half of a connection: chunks to events in wire order, with the automatic answers that go
 * with them.
 *
 * A receiver knows no connection: each call says on whose behalf it is. So one that is idle, between messages
 * and with nothing unread, can go on with another connection's bytes.
 */

import { viewOf } from '../bytes/piece.js';
import { FIN_BIT, type HeaderRules, OPCODE_BITS, RSV_BITS } from '../frame/check-frame-header.js';
import { decodeClosePayload } from '../frame/close-payload.js';
import { FrameReader } from '../frame/frame-reader.js';
import { isWholeMessage } from '../frame/plain-frame.js';
import { ReadMode } from '../frame/read-mode.js';
import { type Message, MessageAssembler, wholeMessage } from '../message/message-assembler.js';
import { CloseCode } from '../vocabulary/close-code.js';
import { isControlOpcode, Opcode } from '../vocabulary/opcode.js';
import { type ProtocolError, protocolError } from '../vocabulary/violation.js';
import type { ConnectionEvent } from './connection-event.js';
import type { ResolvedConnectionOptions } from './connection-options.js';
import type { Lifecycle } from './lifecycle.js';

/** The end of a message whose bytes have all been given before. */
const NOTHING = /* @__PURE__ */ new Uint8Array(0);

export class Inbound {
  readonly #options: ResolvedConnectionOptions;
  readonly #messages: MessageAssembler;
  readonly #rules: HeaderRules & { rsvBits: number };
  readonly #reader: FrameReader;
  /** Events that follow the one that was returned last, in order. */
  #following: ConnectionEvent[] | null = null;
  #isWorking = false;

  constructor(options: ResolvedConnectionOptions) {
    const { role, maxPayloadBytes, takeOwnership, unmaskInPlace, simd, streamMessages } = options;
    this.#options = options;
    this.#messages = new MessageAssembler(options, streamMessages);
    this.#rules = { role, maxPayloadBytes, rsvBits: 0, message: this.#messages.rules };
    this.#reader = new FrameReader(this.#rules, takeOwnership, unmaskInPlace, simd);
  }

  /** Says which reserved bits frames may carry from now on, where they stand in byte 0. */
  allow(rsvBits: number): void {
    this.#rules.rsvBits = rsvBits;
  }

  /** Whether events are ready of which the first was given. */
  get hasEvents(): boolean {
    return this.#following !== null;
  }

  /** Whether it has nothing to go on with: no byte, no frame and no message in progress. */
  get isIdle(): boolean {
    const reader = this.#reader;
    return reader.isIdle && !reader.isBroken && !this.#messages.rules.isOpen;
  }

  /** Whether an event is being made, or what the caller has injected has thrown meanwhile. */
  get isWorking(): boolean {
    return this.#isWorking;
  }

  /** Bytes that were received and not yet looked at. */
  get pendingBytes(): number {
    return this.#reader.pendingBytes;
  }

  receive(chunk: Uint8Array): void {
    this.#reader.push(chunk);
  }

  /** The next event of the connection that lives this life. */
  nextEvent(life: Lifecycle): ConnectionEvent | null {
    const wasWorking = this.#isWorking;
    this.#isWorking = true;
    const event = this.#following === null ? this.#read(life) : this.#next();
    // Also when an answer threw half-way, because the caller's random source did.
    if (life.isInputOver && !life.isReading) life.end();
    this.#isWorking = wasWorking;
    return event;
  }

  #read(life: Lifecycle): ConnectionEvent | null {
    const reader = this.#reader;
    const { decoders } = life.codecs;
    while (life.isReading) {
      if (life.isInputOver && (reader.isBroken || decoders.isBroken)) return this.#end(life);
      if (decoders.hasOutput) {
        const event = this.#pull(life);
        if (event !== null) return event;
        continue;
      }
      if (!reader.readPlain() && !reader.read(ReadMode.DataParts)) {
        if (reader.error !== null) return this.#fail(life, reader.error, null);
        return life.isInputOver ? this.#end(life) : null;
      }
      const opcode = reader.firstByte & OPCODE_BITS;
      const event = isControlOpcode(opcode)
        ? this.#control(life, opcode)
        : this.#data(life, opcode);
      if (event !== null) return event;
    }
    return null;
  }

  /** Takes a data frame, or what has come of it. */
  #data(life: Lifecycle, opcode: number): ConnectionEvent | null {
    const reader = this.#reader;
    const { firstByte, last, bytes, start, end } = reader;
    reader.release();
    const isFirst = reader.offset === 0;
    // Most messages are one frame that has come at once: of them nothing need be noted.
    if (
      isFirst &&
      last &&
      isWholeMessage(firstByte) &&
      (firstByte & RSV_BITS) === 0 &&
      !this.#options.streamMessages
    ) {
      const message = wholeMessage(opcode, bytes, start, end);
      return message ?? this.#fail(life, protocolError('text-not-utf8'), null);
    }
    const { decoders } = life.codecs;
    if (isFirst) {
      if (opcode !== Opcode.Continuation) decoders.begin(firstByte);
      this.#messages.beginFrame(opcode, reader.payloadLength, decoders.isActive);
    }
    const isLast = last && (firstByte & FIN_BIT) !== 0;
    if (!decoders.isActive) {
      return this.#deliver(life, this.#messages.append(bytes, isLast, start, end));
    }
    decoders.push(viewOf(bytes, start, end), last, isLast);
    return null;
  }

  /** Takes what the extensions give of a message, a piece at a time. */
  #pull(life: Lifecycle): ConnectionEvent | null {
    const { decoders } = life.codecs;
    const piece = decoders.pull();
    const { isDone, fault } = decoders;
    if (piece !== null && !this.#messages.countPlain(piece.length)) {
      return this.#fail(life, protocolError('message-too-big'), null);
    }
    if (isDone) decoders.end();
    if (piece !== null || isDone)
      return this.#deliver(life, this.#messages.adopt(piece ?? NOTHING, isDone));
    return fault === null ? null : this.#fail(life, protocolError(fault), null);
  }

  #deliver(life: Lifecycle, message: Message | null): ConnectionEvent | null {
    if (this.#messages.isTextValid) return message;
    return this.#fail(life, protocolError('text-not-utf8'), message);
  }

  #control(life: Lifecycle, opcode: number): ConnectionEvent | null {
    const payload = this.#reader.takePayload();
    if (opcode === Opcode.Pong) return { type: 'pong', payload };
    if (opcode === Opcode.Ping) {
      const { autoPong, maxPendingPongs } = this.#options;
      if (autoPong) life.answerPing(payload, maxPendingPongs);
      return { type: 'ping', payload };
    }
    const close = decodeClosePayload(payload);
    if (close.status === 'invalid') return this.#fail(life, close.error, null);
    const { code, reason } = close.value;
    this.#stop([{ type: 'close', code, reason, wasClean: true }]);
    life.receiveClose(code);
    life.codecs.release();
    return this.#next();
  }

  /** Fails the connection; valid text in front of the fault comes before it. */
  #fail(life: Lifecycle, error: ProtocolError, message: Message | null): ConnectionEvent | null {
    const events: ConnectionEvent[] = [{ type: 'error', error }, abnormalClosure()];
    this.#stop(message === null ? events : [message, ...events]);
    life.fail(error);
    life.codecs.release();
    return this.#next();
  }

  #end(life: Lifecycle): ConnectionEvent | null {
    this.#stop([abnormalClosure()]);
    life.end();
    life.codecs.release();
    return this.#next();
  }

  /** Drops all input, a message in progress included, and keeps the last events ready. */
  #stop(events: ConnectionEvent[]): void {
    this.#reader.discard();
    this.#messages.discard();
    this.#following = events;
  }

  #next(): ConnectionEvent | null {
    const event = this.#following?.shift() ?? null;
    if (this.#following?.length === 0) this.#following = null;
    return event;
  }
}

function abnormalClosure(): ConnectionEvent {
  return { type: 'close', code: CloseCode.AbnormalClosure, reason: '', wasClean: false };
}
