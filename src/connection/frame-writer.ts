/**
 * Frames into the output: the one place where a connection encodes.
 */

import { encodeUtf8 } from '../bytes/utf8-encode.js';
import { FIN_BIT } from '../frame/check-frame-header.js';
import { maskPayload } from '../frame/mask-payload.js';
import type { SimdMask } from '../frame/mask-simd.js';
import type { MaskingKeys } from '../frame/masking-keys.js';
import { Opcode } from '../vocabulary/opcode.js';
import { OutputQueue } from './output-queue.js';

/** From this length on what is nobody else's, or becomes bytes first, goes out as it is, behind its header. */
const APART_FROM = 4096;

export class FrameWriter {
  /** Whether something is being sent. */
  isSending = false;
  readonly #keys: MaskingKeys | null;
  readonly #simd: SimdMask | null;
  /** Null while nothing waits. */
  #output: OutputQueue | null = null;

  /**
   * @param keys where masking keys come from; null for a server, which masks nothing
   * @param simd masks long payloads; null: words do
   */
  constructor(keys: MaskingKeys | null, simd: SimdMask | null) {
    this.#keys = keys;
    this.#simd = simd;
  }

  /** Bytes that wait in the output. */
  get byteLength(): number {
    return this.#output === null ? 0 : this.#output.byteLength;
  }

  /** Automatic pongs that wait in the output. */
  get pongCount(): number {
    return this.#output === null ? 0 : this.#output.pongCount;
  }

  /** Empties the output: what it held, short frames behind each other in few arrays. */
  take(): Uint8Array[] {
    const output = this.#output;
    this.#output = null;
    return output === null ? [] : output.take();
  }

  /**
   * Says that something is being sent, until `isSending` is false again. One thing is sent at a time: what the
   * caller has injected (a random source, a compressor) must not send in the meantime, for its frames would
   * come between those of a message or behind a Close.
   */
  begin(name: string): void {
    if (this.isSending) throw new TypeError(`${name}() called while something is being sent`);
    this.isSending = true;
  }

  /** Sends a frame that is nobody's part. */
  writeAlone(name: string, byte0: number, payload: Uint8Array | string): void {
    this.begin(name);
    try {
      this.write(byte0, payload, false);
    } finally {
      this.isSending = false;
    }
  }

  /** Makes sure that the next frames cannot fail for want of masking keys. */
  reserve(count: number): void {
    this.#keys?.reserve(count);
  }

  /** @param owned the payload was handed over: it may be masked where it lies and go out uncopied */
  write(byte0: number, payload: Uint8Array | string, owned: boolean): void {
    const key = this.#nextKeyFor(payload);
    const output = this.#queue();
    const isText = typeof payload === 'string';
    if (payload.length < APART_FROM || (!isText && !owned)) {
      output.write(byte0, payload, key, this.#simd);
      return;
    }
    const bytes = isText ? encodeUtf8(payload) : payload;
    if (key !== null) maskPayload(bytes, 0, bytes.length, key, this.#simd);
    output.writeApart(byte0, bytes, key);
  }

  /** Answers a ping; beyond `maxPending` waiting pongs the newest takes the place of the last. */
  writePong(payload: Uint8Array, maxPending: number): void {
    if (maxPending === 0) return;
    const key = this.#nextKeyFor(payload);
    this.#queue().writePong(FIN_BIT | Opcode.Pong, payload, key, maxPending);
  }

  #queue(): OutputQueue {
    this.#output ??= new OutputQueue();
    return this.#output;
  }

  /** Drawn before anything is looked at: the source is the caller's, and may take the output. */
  #nextKeyFor(payload: Uint8Array | string): number | null {
    return this.#keys === null ? null : this.#keys.nextFor(payload);
  }
}
