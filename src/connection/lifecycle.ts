/**
 * Walks the table of transitions and puts the Closes that it asks for into the output.
 */

import { FIN_BIT } from '../frame/check-frame-header.js';
import { encodeClosePayload } from '../frame/close-payload.js';
import { CloseCode } from '../vocabulary/close-code.js';
import { Opcode } from '../vocabulary/opcode.js';
import type { ProtocolError } from '../vocabulary/violation.js';
import type { FrameWriter } from './frame-writer.js';
import { type Input, type Phase, type Transition, transitions } from './transitions.js';

export class Lifecycle {
  phase: Phase = 'open';
  readonly #frames: FrameWriter;

  constructor(frames: FrameWriter) {
    this.#frames = frames;
  }

  /** Whether input still matters. */
  get isReading(): boolean {
    return this.phase === 'open' || this.phase === 'close-sent';
  }

  /** Our own `close()`, with the payload that it encoded. */
  sendClose(payload: Uint8Array): void {
    // Sent first: when the caller's random source throws, the call has changed nothing.
    if (transitions[this.phase]['send-close']?.sends === 'close') {
      this.#frames.writeAlone('close', FIN_BIT | Opcode.Close, payload);
    }
    this.#step('send-close');
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
