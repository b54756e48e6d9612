/**
 * What a connection must do, without a byte of the wire: a phase, a list of frames, and what is still to be pulled.
 */

import { encodeUtf8 } from '../../bytes/utf8-encode.js';
import type { ConnectionEvent } from '../../connection/connection-event.js';
import { encodeClosePayload } from '../../frame/close-payload.js';
import { CloseCode, isValidCloseCode } from '../../vocabulary/close-code.js';
import { Opcode } from '../../vocabulary/opcode.js';
import type { BrokenStream } from './broken-stream.js';
import type { Operation, Outcome, OutputFrame } from './operation.js';
import { abnormalClosure, type ValidStream } from './valid-stream.js';
import type { Arrival } from './wire.js';

/** A connection with the default options that receives this stream. */
export class ConnectionModel {
  /** What went out, or waits in the output. */
  readonly frames: OutputFrame[] = [];
  readonly #arrivals: readonly Arrival<ConnectionEvent>[];
  #pulled = 0;
  #receivedBytes = 0;
  #hasEnded = false;
  /** Closed: the `close` event is next, or was pulled. */
  #phase: 'open' | 'closing' | 'closed' = 'open';
  #hasCalledClose = false;
  #following: ConnectionEvent | null = null;
  /** The kind of a message that is sent in fragments and not finished. */
  #sending: typeof Opcode.Text | typeof Opcode.Binary | null = null;

  constructor(stream: ValidStream | BrokenStream) {
    // The end comes when it is received, which may be earlier than the stream has it.
    const real = stream.arrivals.filter(({ event }) => event.type !== 'close' || event.wasClean);
    this.#arrivals =
      'error' in stream
        ? [...real, { event: { type: 'error', error: stream.error }, after: stream.judgedAfter }]
        : real;
  }

  /** Whether the caller makes a mistake with it, so that nothing happens. */
  wouldThrow(operation: Operation): boolean {
    switch (operation.do) {
      case 'ping':
      case 'pong':
        return operation.payload.length > 125 || this.#hasCalledClose;
      case 'close':
        return operation.code !== undefined && !isValidCloseCode(operation.code);
      case 'sendText':
      case 'sendBinary':
        return this.#hasCalledClose || (this.#phase === 'open' && this.#sending !== null);
      case 'sendFragment':
        return (
          this.#hasCalledClose ||
          (this.#phase === 'open' &&
            this.#sending !== null &&
            this.#sending !== kindOf(operation.data))
        );
      default:
        return false;
    }
  }

  /** What must come of an operation. */
  apply(operation: Operation): Outcome {
    if (this.wouldThrow(operation)) return 'throws';
    switch (operation.do) {
      case 'sendText':
        return this.#sendWhole(Opcode.Text, encodeUtf8(operation.text), operation.fragmentBytes);
      case 'sendBinary':
        return this.#sendWhole(Opcode.Binary, operation.bytes, operation.fragmentBytes);
      case 'sendFragment':
        return this.#sendFragment(operation.data, operation.fin);
      case 'ping':
      case 'pong':
        return this.#send(operation.do === 'ping' ? Opcode.Ping : Opcode.Pong, operation.payload);
      case 'close':
        this.#close(operation.code, operation.reason);
        return undefined;
      case 'receive':
        if (!this.#hasEnded) this.#receivedBytes += operation.chunk.length;
        return undefined;
      case 'receiveEnd':
        this.#hasEnded = true;
        return undefined;
      case 'takeOutput':
        return undefined;
      case 'nextEvent':
        return this.#pull();
    }
  }

  #send(opcode: Opcode, payload: Uint8Array, fin: boolean = true): boolean {
    if (this.#phase !== 'open') return false;
    this.frames.push({ opcode, fin, payload });
    return true;
  }

  #sendWhole(opcode: Opcode, payload: Uint8Array, fragmentBytes = Infinity): boolean {
    let kind = opcode;
    let rest = payload;
    for (; rest.length > fragmentBytes; rest = rest.slice(fragmentBytes)) {
      if (!this.#send(kind, rest.slice(0, fragmentBytes), false)) return false;
      kind = Opcode.Continuation;
    }
    return this.#send(kind, rest);
  }

  #sendFragment(data: string | Uint8Array, fin: boolean): boolean {
    const kind = kindOf(data);
    const opcode = this.#sending === null ? kind : Opcode.Continuation;
    if (!this.#send(opcode, typeof data === 'string' ? encodeUtf8(data) : data, fin)) return false;
    this.#sending = fin ? null : kind;
    return true;
  }

  #close(code: number | undefined, reason: string): void {
    if (this.#phase !== 'open') return;
    this.#send(Opcode.Close, encodeClosePayload(code, reason));
    this.#phase = 'closing';
    this.#hasCalledClose = true;
  }

  #pull(): ConnectionEvent | null {
    if (this.#following !== null) {
      const event = this.#following;
      this.#following = null;
      return event;
    }
    if (this.#phase === 'closed') return null;
    const next = this.#arrivals[this.#pulled];
    if (next !== undefined && next.after <= this.#receivedBytes) {
      this.#pulled++;
      this.#answer(next.event);
      return next.event;
    }
    if (!this.#hasEnded) return null;
    this.#phase = 'closed';
    return abnormalClosure();
  }

  /** Pongs go on behind our own Close until the peer's comes (RFC 6455 §5.5.2); a Close goes out once. */
  #answer(event: ConnectionEvent): void {
    const { frames } = this;
    if (event.type === 'ping') {
      frames.push({ opcode: Opcode.Pong, fin: true, payload: event.payload });
    } else if (event.type === 'error') {
      const { closeCode, message } = event.error;
      this.#send(Opcode.Close, encodeClosePayload(closeCode, message));
      this.#phase = 'closed';
      this.#following = abnormalClosure();
    } else if (event.type === 'close') {
      const { code } = event;
      const hadNone = code === CloseCode.NoStatusReceived;
      this.#send(Opcode.Close, hadNone ? encodeClosePayload() : encodeClosePayload(code));
      this.#phase = 'closed';
    }
  }
}

function kindOf(data: string | Uint8Array): typeof Opcode.Text | typeof Opcode.Binary {
  return typeof data === 'string' ? Opcode.Text : Opcode.Binary;
}
