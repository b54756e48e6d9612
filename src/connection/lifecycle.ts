/**
 * Walks the table of transitions and does what it says: Closes into the output, `close` events out.
 */

import { FIN_BIT } from '../frame/check-frame-header.js';
import { type ClosePayload, encodeClosePayload } from '../frame/close-payload.js';
import { CloseCode } from '../vocabulary/close-code.js';
import { Opcode } from '../vocabulary/opcode.js';
import type { ProtocolError } from '../vocabulary/violation.js';
import type { ConnectionEvent } from './connection-event.js';
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
    if (this.#step('send-close').sends === 'close') this.#send(payload);
  }

  /** The peer's Close; a code is echoed, an empty body answered with an empty one (RFC 6455 §5.5.1). */
  receiveClose({ code, reason }: ClosePayload): ConnectionEvent {
    if (this.#step('receive-close').sends === 'echo') {
      this.#send(encodeClosePayload(code === CloseCode.NoStatusReceived ? undefined : code));
    }
    return { type: 'close', code, reason, wasClean: true };
  }

  /** A violation: the connection fails, with a Close that says why unless one has gone out before. */
  fail({ closeCode, message }: ProtocolError): ConnectionEvent {
    if (this.#step('violation').sends === 'fault')
      this.#send(encodeClosePayload(closeCode, message));
    return abnormalClosure();
  }

  /** The end of the input; an event only if the peer's Close had been missing. */
  end(): ConnectionEvent | null {
    return this.#step('end-of-input').reports === 'abnormal' ? abnormalClosure() : null;
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

function abnormalClosure(): ConnectionEvent {
  return { type: 'close', code: CloseCode.AbnormalClosure, reason: '', wasClean: false };
}
