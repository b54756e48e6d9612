/**
 * The receiving half of a connection: chunks to events in wire order, with the automatic answers that go
 * with them.
 */

import { FIN_BIT, OPCODE_BITS } from '../frame/check-frame-header.js';
import { decodeClosePayload } from '../frame/close-payload.js';
import { FrameReader, ReadMode } from '../frame/frame-reader.js';
import { MessageAssembler } from '../message/message-assembler.js';
import { isControlOpcode, Opcode } from '../vocabulary/opcode.js';
import { type ProtocolError, protocolError } from '../vocabulary/violation.js';
import type { ConnectionEvent } from './connection-event.js';
import type { ResolvedConnectionOptions } from './connection-options.js';
import type { FrameWriter } from './frame-writer.js';
import type { Lifecycle } from './lifecycle.js';

export class Inbound {
  readonly #options: ResolvedConnectionOptions;
  readonly #life: Lifecycle;
  readonly #frames: FrameWriter;
  readonly #messages: MessageAssembler;
  readonly #reader: FrameReader;
  #ended = false;
  /** Events that follow the one that was returned last, in order. */
  #following: ConnectionEvent[] | null = null;

  constructor(options: ResolvedConnectionOptions, life: Lifecycle, frames: FrameWriter) {
    const { role, maxPayloadBytes, takeOwnership, unmaskInPlace, streamMessages } = options;
    this.#options = options;
    this.#life = life;
    this.#frames = frames;
    this.#messages = new MessageAssembler(options, streamMessages);
    const rules = { role, maxPayloadBytes, rsvBits: 0, message: this.#messages.rules };
    this.#reader = new FrameReader(rules, takeOwnership, unmaskInPlace);
  }

  /** Bytes that were received and not yet looked at. */
  get pendingBytes(): number {
    return this.#reader.pendingBytes;
  }

  receive(chunk: Uint8Array): void {
    if (this.#life.isReading && !this.#ended) this.#reader.push(chunk);
  }

  receiveEnd(): void {
    this.#ended = true;
    if (!this.#life.isReading) this.#life.end();
  }

  nextEvent(): ConnectionEvent | null {
    const following = this.#following?.shift();
    if (following !== undefined) return following;
    const reader = this.#reader;
    while (this.#life.isReading) {
      if (!reader.read(ReadMode.DataParts)) {
        if (reader.error !== null) return this.#fail(reader.error);
        return this.#ended ? this.#life.end() : null;
      }
      const opcode = reader.firstByte & OPCODE_BITS;
      const event = isControlOpcode(opcode) ? this.#control(opcode) : this.#data(opcode);
      if (event !== null) return event;
    }
    return null;
  }

  /** Takes a data frame, or what has come of it. */
  #data(opcode: number): ConnectionEvent | null {
    const { firstByte, last, offset, payloadLength } = this.#reader;
    if (offset === 0) this.#messages.beginFrame(opcode, payloadLength);
    const isLast = last && (firstByte & FIN_BIT) !== 0;
    const message = this.#messages.append(this.#reader.takePayload(), isLast);
    if (this.#messages.isTextValid) return message;

    const error = this.#fail(protocolError('text-not-utf8'));
    if (message === null) return error;
    // The valid text in front of the fault comes first.
    this.#following?.unshift(error);
    return message;
  }

  #control(opcode: number): ConnectionEvent {
    const payload = this.#reader.takePayload();
    if (opcode === Opcode.Pong) return { type: 'pong', payload };
    if (opcode === Opcode.Ping) {
      const { autoPong, maxPendingPongs } = this.#options;
      if (autoPong) this.#frames.writePong(payload, maxPendingPongs);
      return { type: 'ping', payload };
    }
    const close = decodeClosePayload(payload);
    if (close.status === 'invalid') return this.#fail(close.error);
    return this.#stopReading(this.#life.receiveClose(close.value));
  }

  #fail(error: ProtocolError): ConnectionEvent {
    this.#following = [this.#stopReading(this.#life.fail(error))];
    return { type: 'error', error };
  }

  #stopReading(event: ConnectionEvent): ConnectionEvent {
    this.#reader.discard();
    if (this.#ended) this.#life.end();
    return event;
  }
}
