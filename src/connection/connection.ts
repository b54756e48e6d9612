/**
 * The whole protocol as a state machine that does no I/O (RFC 6455 §5–§7): received chunks go in, events
 * are pulled out; messages go in, bytes to write are taken out.
 */

import { utf8Length } from '../bytes/utf8-encode.js';
import { FIN_BIT, MAX_CONTROL_PAYLOAD_BYTES } from '../frame/check-frame-header.js';
import { encodeClosePayload } from '../frame/close-payload.js';
import { maskingKeysFrom } from '../frame/masking-keys.js';
import { FragmentWriter, writeMessage } from '../message/message-writer.js';
import { flagOption, requireHonestBytes, requireString } from '../vocabulary/argument.js';
import { Opcode } from '../vocabulary/opcode.js';
import type { ConnectionEvent } from './connection-event.js';
import {
  type ConnectionOptions,
  requireCompress,
  requireFragmentBytes,
} from './connection-options.js';
import type { EncoderChain } from './encoder-chain.js';
import { FrameWriter } from './frame-writer.js';
import type { Inbound } from './inbound.js';
import { Lifecycle } from './lifecycle.js';
import { codecsOf } from './message-codecs.js';
import { keepReceiver, type Profile, profileOf, takeReceiver } from './profile.js';
import type { SendBinaryOptions, SendFragmentOptions, SendOptions } from './send-options.js';
import { type ConnectionState, stateOf, type TransportState, transportOf } from './transitions.js';

const NO_OPTIONS: SendBinaryOptions = /* @__PURE__ */ Object.freeze({});

/**
 * A WebSocket connection behind its handshake, for either side.
 *
 * Feed it with `receive` and `receiveEnd`, pull `nextEvent` until null, and write what `takeOutput` returns.
 * It has no timers: arm one when `state` leaves `'open'`, and call `receiveEnd` when it expires.
 *
 * @example
 * connection.receive(chunk);
 * for (let event = connection.nextEvent(); event !== null; event = connection.nextEvent()) handle(event);
 * for (const bytes of connection.takeOutput()) socket.write(bytes);
 * if (connection.transport !== 'open') socket.end();
 * @see RFC 6455 §5, §6, §7
 */
export class Connection {
  readonly #options: Profile;
  readonly #frames: FrameWriter;
  readonly #life: Lifecycle;
  /** There while something that was received waits or is unfinished. */
  #inbound: Inbound | null = null;
  /** Made when the first fragment is sent. */
  #fragments: FragmentWriter | null = null;
  #closeCalled = false;

  /** @throws TypeError or RangeError for an option that is not what it must be, or for want of randomness */
  constructor(options: ConnectionOptions) {
    this.#options = profileOf(options);
    const keys = this.#options.role === 'client' ? maskingKeysFrom(options.random) : null;
    this.#frames = new FrameWriter(keys, this.#options.simd);
    const { extensions = [] } = options;
    const codecs = codecsOf(extensions, this.#options);
    this.#life = new Lifecycle(this.#frames, codecs);
  }

  /** `open`; `closing` after one's own Close; `closed` after the peer's, after a failure and at the end. */
  get state(): ConnectionState {
    return stateOf[this.#life.phase];
  }

  /**
   * What to do with the transport once the output is written: nothing, end the sending side, or close it, which
   * may come without `end-after-output` before it. Closing with input unread can reset a TCP connection and
   * destroy the Close on its way: end the sending side when it is not `open` any more, read on, and close at EOF.
   */
  get transport(): TransportState {
    return transportOf(this.#life.phase, this.#options.role);
  }

  /** Bytes that wait in the output. */
  get pendingOutputBytes(): number {
    return this.#frames.byteLength;
  }

  /** Bytes that were received and not yet looked at. */
  get pendingInputBytes(): number {
    return (this.#inbound?.pendingBytes ?? 0) + this.#life.codecs.decoders.pendingBytes;
  }

  /** Automatic pongs that wait in the output. */
  get pendingPongs(): number {
    return this.#frames.pongCount;
  }

  /**
   * Queues a chunk; nothing else happens before `nextEvent`. What comes after the peer's Close, a failure
   * or the end is dropped.
   *
   * @throws TypeError if the chunk is not a Uint8Array
   */
  receive(chunk: Uint8Array): void {
    requireHonestBytes(chunk, 'chunk');
    if (!this.#life.isReading || this.#life.isInputOver) return;
    this.#inbound ??= takeReceiver(this.#options, this.#life);
    this.#inbound.receive(chunk);
  }

  /** Queues the end of the input: EOF, an error of the transport, or a deadline of the embedder's. */
  receiveEnd(): void {
    this.#life.endInput();
  }

  /** The next event in wire order, or null when more input is needed or nothing will ever come again. */
  nextEvent(): ConnectionEvent | null {
    if (this.#inbound === null && !this.#life.isEndDue) return null;
    this.#inbound ??= takeReceiver(this.#options, this.#life);
    const event = this.#inbound.nextEvent(this.#life);
    // Which may be another by now, or none: what the caller has injected may have pulled and received.
    this.#inbound = keepReceiver(this.#options, this.#inbound, this.#life);
    return event;
  }

  /**
   * Sends a text message. A lone surrogate goes out as U+FFFD.
   *
   * @returns false when the peer's Close, a failure or the end came first: nothing is sent
   * @throws TypeError after one's own `close`, inside a fragmented message, or if the text is no string
   */
  sendText(text: string, options: SendOptions = NO_OPTIONS): boolean {
    requireString(text, 'text');
    return this.#sendWhole('sendText', Opcode.Text, text, options, false);
  }

  /**
   * Sends a binary message.
   *
   * @param bytes copied, unless they are handed over with `takeOwnership`
   * @returns false when the peer's Close, a failure or the end came first: nothing is sent
   * @throws TypeError after one's own `close`, inside a fragmented message, or for anything but a
   *   Uint8Array
   */
  sendBinary(bytes: Uint8Array, options: SendBinaryOptions = NO_OPTIONS): boolean {
    requireHonestBytes(bytes, 'bytes');
    const owned = flagOption(options.takeOwnership, 'takeOwnership', false);
    return this.#sendWhole('sendBinary', Opcode.Binary, bytes, options, owned);
  }

  /**
   * Sends one fragment of a message; control frames may go between fragments, other messages may not.
   *
   * @returns false when the peer's Close, a failure or the end came first: nothing is sent
   * @throws TypeError after one's own `close`, for a fragment of another kind than the open message, or
   *   for bytes of a text that are not valid UTF-8, or without `fin`; RangeError for another opcode
   * @see RFC 6455 §5.4
   */
  sendFragment(data: string | Uint8Array, options: SendFragmentOptions): boolean {
    if (typeof data !== 'string') requireHonestBytes(data, 'data');
    const { opcode, fin, compress } = options ?? {};
    requireCompress(compress);
    if (typeof fin !== 'boolean') throw new TypeError('sendFragment() needs fin: true or false');
    if (!this.#maySend('sendFragment')) return false;
    this.#fragments ??= new FragmentWriter(this.#frames, this.#encoders);
    this.#frames.begin('sendFragment');
    try {
      this.#fragments.write(data, opcode, fin, compress);
    } catch (error) {
      this.#encoders.release();
      throw error;
    } finally {
      this.#frames.isSending = false;
    }
    return true;
  }

  /**
   * Sends a ping.
   *
   * @param payload at most 125 bytes; text goes out as UTF-8
   * @returns false when the peer's Close, a failure or the end came first: nothing is sent
   * @throws TypeError after one's own `close` or for a payload of the wrong type; RangeError for a longer
   *   payload
   */
  ping(payload: Uint8Array | string = ''): boolean {
    return this.#sendControl('ping', Opcode.Ping, payload);
  }

  /** Sends a pong that nobody asked for, or an answer when `autoPong` is off; as `ping`. */
  pong(payload: Uint8Array | string = ''): boolean {
    return this.#sendControl('pong', Opcode.Pong, payload);
  }

  /**
   * Starts the closing handshake. Does nothing when it has been started, by either side.
   *
   * @param code a code that may be on the wire; left out, the Close is empty
   * @param reason at most 123 bytes of UTF-8
   * @throws TypeError or RangeError for a code or a reason that cannot be sent
   * @see RFC 6455 §7.1.2
   */
  close(code?: number, reason?: string): void {
    const payload = encodeClosePayload(code, reason);
    if (this.#life.phase !== 'open') return;
    this.#life.sendClose(payload);
    this.#closeCalled = true;
    this.#encoders.release();
  }

  /** What to write now, in order; fresh arrays, small frames joined. The output is empty afterwards. */
  takeOutput(): Uint8Array[] {
    return this.#frames.take();
  }

  get #encoders(): EncoderChain {
    return this.#life.codecs.encoders;
  }

  /** Whether something may be sent; throws when the caller should know that it may not. */
  #maySend(name: string): boolean {
    if (this.#closeCalled) throw new TypeError(`${name}() called after close()`);
    return this.#life.phase === 'open';
  }

  #sendWhole(
    name: string,
    opcode: Opcode,
    payload: Uint8Array | string,
    options: SendOptions,
    owned: boolean,
  ): boolean {
    const { fragmentBytes = this.#options.fragmentBytes, compress } = options;
    requireFragmentBytes(fragmentBytes);
    requireCompress(compress);
    if (!this.#maySend(name)) return false;
    if (this.#fragments?.isOpen) {
      throw new TypeError(`${name}() called inside a fragmented message; finish it with fin: true`);
    }
    const frames = this.#frames;
    const encoders = this.#encoders;
    frames.begin(name);
    try {
      writeMessage(frames, encoders, opcode, payload, owned, compress, fragmentBytes);
    } catch (error) {
      // What was compressed and then not sent must be nothing that the next message refers to.
      encoders.release();
      throw error;
    } finally {
      frames.isSending = false;
    }
    return true;
  }

  #sendControl(name: 'ping' | 'pong', opcode: Opcode, data: Uint8Array | string): boolean {
    if (typeof data !== 'string') requireHonestBytes(data, 'payload');
    const length = typeof data === 'string' ? utf8Length(data) : data.length;
    if (length > MAX_CONTROL_PAYLOAD_BYTES) {
      throw new RangeError(`${name} payload is ${length} bytes; the limit is 125`);
    }
    if (!this.#maySend(name)) return false;
    this.#frames.writeAlone(name, FIN_BIT | opcode, data);
    return true;
  }
}
