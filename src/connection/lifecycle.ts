/**
 * Walks the table of transitions and puts the Closes that it asks for into the output, and the answers to pings.
 */

import { FIN_BIT } from '../frame/check-frame-header.js';
import { encodeClosePayload } from '../frame/close-payload.js';
import { CloseCode } from '../vocabulary/close-code.js';
import { Opcode } from '../vocabulary/opcode.js';
import type { ProtocolError } from '../vocabulary/violation.js';
import type { FrameWriter } from './frame-writer.js';
import type { MessageCodecs } from './message-codecs.js';
import { type Input, type Phase, type Transition, transitions } from './transitions.js';

export class Lifecycle {
  phase: Phase = 'open';
  /** Whether the transport has nothing more to give; what it gave may still be unread. */
  isInputOver = false;
  /** What its messages are transformed with. */
  readonly codecs: MessageCodecs;
  readonly #frames: FrameWriter;

  constructor(frames: FrameWriter, codecs: MessageCodecs) {
    this.#frames = frames;
    this.codecs = codecs;
  }

  /** Whether input still matters. */
  get isReading(): boolean {
    return this.phase === 'open' || this.phase === 'close-sent';
  }

  /** Whether the input is over and no event has said so. */
  get isEndDue(): boolean {
    return this.isInputOver && this.isReading;
  }

  /** The transport has given all it has. */
  endInput(): void {
    this.isInputOver = true;
    if (!this.isReading) this.end();
  }

  /** Our own `close()`, with the payload that it encoded. */
  sendClose(payload: Uint8Array): void {
    // Sent first: when the caller's random source throws, the call has changed nothing.
    if (transitions[this.phase]['send-close']?.sends === 'close') {
      this.#frames.writeAlone('close', FIN_BIT | Opcode.Close, payload);
    }
    this.#step('send-close');
  }

  /** The peer's Ping; beyond `maxPending` waiting pongs the newest takes the place of the last. */
  answerPing(payload: Uint8Array, maxPending: number): void {
    this.#frames.writePong(payload, maxPending);
  }

  /** The peer's Close; a code is echoed, an empty body answered with an empty one (RFC 6455 §5.5.1). */
  receiveClose(code: number): void {
    if (this.#step('receive-close').sends !== 'echo') return;
    this.#send(encodeClosePayload(code === CloseCode.NoStatusReceived ? undefined : code));
  }

  /** A violation: the connection fails, with a Close that says why unless one has gone out before. */
  fail({ closeCode, message }: ProtocolError): void {
    if (this.#step('violation').sends !== 'fault') return;
    this.#send(encodeClosePayload(closeCode, message));
  }

  /** The end of the input. */
  end(): void {
    this.#step('end-of-input');
  }

  #step(input: Input): Transition {
    const transition = transitions[this.phase][input] ?? { to: this.phase };
    this.phase = transition.to;
    return transition;
  }

  #send(payload: Uint8Array): void {
    this.#frames.write(FIN_BIT | Opcode.Close, payload, false);
  }
}
