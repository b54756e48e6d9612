/**
 * A connection between two pairs of WHATWG streams: bytes on the side of the transport, messages on the other.
 */

import { Connection } from '../../connection/connection.js';
import type { ConnectionEvent } from '../../connection/connection-event.js';
import type { ConnectionOptions } from '../../connection/connection-options.js';
import { CloseCode } from '../../vocabulary/close-code.js';
import type { ProtocolError } from '../../vocabulary/violation.js';
import { closeFor } from './close-for.js';
import { ConnectionClosedError } from './connection-closed-error.js';
import { type ConnectionEnd, LOST } from './connection-end.js';
import { Signal } from './signal.js';
import type { MessageChunk, StreamPair } from './stream-types.js';

/** Options of `Connection`, without messages in parts: a chunk is a message. */
export interface ConnectionStreamsOptions extends Omit<ConnectionOptions, 'streamMessages'> {
  /** Bytes that came in one chunk with the opening handshake, behind it. */
  readonly firstBytes?: Uint8Array;
}

/** So much output may wait for the transport while more is written: small messages go out together. */
const MAX_WAITING_BYTES = 65_536;

/**
 * Two transform streams that share one connection. What the peer sends is read no faster than its messages are, and what
 * is written waits for the transport, so memory is bounded: by the limits of `Connection`, a chunk and a message on the
 * way in, and by 64 KiB and a message on the way out.
 *
 * Pings are answered and Closes echoed through `outgoing`, so both must be piped; `attach` does that. While a message
 * waits to be read, nothing of the peer's is looked at, its pings included. A peer that never ends its transport is the
 * embedder's to give up, as is one that says nothing.
 *
 * @example
 * const streams = new ConnectionStreams({ role: 'server' }).attach(transport);
 * for await (const message of streams.incoming.readable) console.log(message);
 * @see https://streams.spec.whatwg.org/
 */
export class ConnectionStreams {
  /**
   * From the transport to the application. `readable` closes behind a clean end, and fails with a
   * `ConnectionClosedError` behind any other; cancelling it closes the connection, and what still comes is dropped.
   * Binary messages belong to whoever reads them.
   */
  readonly incoming: StreamPair<MessageChunk, Uint8Array>;
  /**
   * From the application to the transport. Closing `writable` sends a Close of 1000; cancelling or aborting one of the
   * application's streams sends one of the reason's `closeCode` and `reason`, if it has these and they may be sent. Bytes
   * that are written may be changed as soon as the write is done. After the peer's Close or a failure, writes fail with a
   * `ConnectionClosedError`; after one's own `close`, with a TypeError.
   */
  readonly outgoing: StreamPair<Uint8Array, MessageChunk>;
  /** How it ended; known once the messages in front of the end have found room. Never rejects. */
  readonly closed: Promise<ConnectionEnd>;
  readonly #connection: Connection;
  readonly #changed = new Signal();
  #end: ConnectionEnd | null = null;
  #violation: ProtocolError | null = null;
  #isGiving = false;
  #isReaderGone = false;
  #isTransportGone = false;
  /** What `incoming.readable` is to fail with when it has been read empty. */
  #failure: { readonly error: unknown } | null = null;
  #messages: ReadableStreamDefaultController<MessageChunk> | null = null;
  #sending: WritableStreamDefaultController | null = null;

  /** @throws TypeError or RangeError as `Connection` does, or where the runtime has no WHATWG streams */
  constructor(options: ConnectionStreamsOptions) {
    const { firstBytes, ...rest } = options ?? {};
    this.#connection = new Connection({ ...rest, streamMessages: false });
    if (firstBytes !== undefined) this.#connection.receive(firstBytes);
    this.closed = this.#waitForEnd();
    // The readable sides first: what is written may end up there at once.
    const messages = new ReadableStream<MessageChunk>({
      start: (controller) => {
        this.#messages = controller;
      },
      pull: (controller) => {
        if (this.#failure !== null) controller.error(this.#failure.error);
        this.#changed.notify();
      },
      cancel: (reason) => {
        this.#isReaderGone = true;
        this.#closeFor(reason);
      },
    });
    const output = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => this.#giveOutput(controller),
        cancel: () => this.#loseTransport(),
      },
      // Nothing is taken from the connection before somebody reads: it replaces pongs that are overtaken.
      { highWaterMark: 0 },
    );
    const input = new WritableStream<Uint8Array>({
      start: () => this.#giveMessages(),
      write: (chunk) => this.#giveMessages(() => this.#connection.receive(chunk)),
      close: () => this.#endInput(),
      abort: () => this.#endInput(),
    });
    const sending = new WritableStream<MessageChunk>({
      start: (controller) => {
        this.#sending = controller;
      },
      write: (message) => this.#send(message),
      close: () => {
        this.close(CloseCode.NormalClosure);
        return this.#waitForTransport(0);
      },
      abort: (reason) => this.#closeFor(reason),
    });
    this.incoming = { readable: messages, writable: input };
    this.outgoing = { readable: output, writable: sending };
  }

  /**
   * Pipes a transport's streams into these. What goes wrong there shows at `incoming.readable`, `outgoing.writable` and
   * `closed`.
   *
   * @returns itself
   */
  attach(transport: StreamPair<Uint8Array, Uint8Array>): this {
    const ignore = () => {};
    transport.readable.pipeTo(this.incoming.writable).catch(ignore);
    this.outgoing.readable.pipeTo(transport.writable).catch(ignore);
    return this;
  }

  /** Sends a ping, as `Connection.ping` does. Pongs are taken without a word. */
  ping(payload: Uint8Array | string = ''): boolean {
    const isSent = this.#connection.ping(payload);
    this.#changed.notify();
    return isSent;
  }

  /** Starts the closing handshake, as `Connection.close` does; `incoming.readable` still gives what comes until then. */
  close(code?: number, reason?: string): void {
    this.#connection.close(code, reason);
    this.#changed.notify();
  }

  /** Hands over what was received, message by message as there is room. */
  async #giveMessages(receive = () => {}): Promise<void> {
    // Whoever is at it goes on until nothing is left, and the order stays.
    if (this.#isGiving) return;
    this.#isGiving = true;
    try {
      receive();
      for (;;) {
        const event = this.#connection.nextEvent();
        // What was read may be answered, by a pong or a Close.
        this.#changed.notify();
        if (event === null) return;
        await this.#handle(event);
      }
    } catch (error) {
      // Thrown by what the caller has injected, or for a chunk that is no bytes.
      this.#finish(LOST, error);
      throw error;
    } finally {
      this.#isGiving = false;
    }
  }

  get #hasRoom(): boolean {
    return this.#isReaderGone || (this.#messages?.desiredSize ?? 0) > 0;
  }

  async #handle(event: ConnectionEvent): Promise<void> {
    if (event.type === 'text' || event.type === 'binary') {
      while (!this.#hasRoom) await this.#changed.wait();
      if (!this.#isReaderGone) this.#messages?.enqueue(ownChunk(event.data));
    } else if (event.type === 'error') {
      this.#violation = event.error;
    } else if (event.type === 'close') {
      const { code, reason, wasClean } = event;
      const end = { closeCode: code, reason, wasClean, violation: this.#violation };
      this.#finish(end, new ConnectionClosedError(end));
    }
  }

  #finish(end: ConnectionEnd, error: unknown): void {
    if (this.#end !== null) return;
    this.#end = end;
    if (!this.#isReaderGone) {
      if (end.wasClean) this.#messages?.close();
      else if (this.#hasRoom) this.#messages?.error(error);
      // A stream that fails drops what nobody has read.
      else this.#failure = { error };
    }
    // After a clean end it may still be closed, as an echo's pipe does; only writes fail.
    if (!end.wasClean) this.#sending?.error(error);
    this.#changed.notify();
  }

  async #waitForEnd(): Promise<ConnectionEnd> {
    while (this.#end === null) await this.#changed.wait();
    return this.#end;
  }

  async #giveOutput(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    for (;;) {
      const chunks = this.#connection.takeOutput();
      for (const chunk of chunks) controller.enqueue(chunk);
      if (chunks.length > 0) return this.#changed.notify();
      if (this.#connection.transport !== 'open' || this.#end === LOST) return controller.close();
      await this.#changed.wait();
    }
  }

  #send(message: MessageChunk): Promise<void> {
    const isSent =
      typeof message === 'string'
        ? this.#connection.sendText(message)
        : this.#connection.sendBinary(message);
    if (!isSent) throw new ConnectionClosedError(this.#end ?? LOST);
    this.#changed.notify();
    return this.#waitForTransport(MAX_WAITING_BYTES);
  }

  /** Until no more output waits than that. */
  async #waitForTransport(bytes: number): Promise<void> {
    while (this.#connection.pendingOutputBytes > bytes) {
      if (this.#isTransportGone) throw new ConnectionClosedError(LOST);
      await this.#changed.wait();
    }
  }

  /** The transport takes nothing any more. */
  #loseTransport(): void {
    this.#isTransportGone = true;
    this.#changed.notify();
    this.#endInput().catch(() => {});
  }

  #endInput(): Promise<void> {
    this.#connection.receiveEnd();
    return this.#giveMessages();
  }

  /** The application wants no more, and may have said why. */
  #closeFor(cause: unknown): void {
    try {
      closeFor(this.#connection, cause);
    } finally {
      this.#changed.notify();
    }
  }
}

/** Messages of one chunk may be views of one buffer, and a reader may transfer what it reads. */
function ownChunk(data: MessageChunk): MessageChunk {
  return typeof data === 'string' || data.length === data.buffer.byteLength ? data : data.slice();
}
