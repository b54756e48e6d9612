/**
 * Frames into the output: the one place where a connection encodes.
 */

import { FIN_BIT } from '../frame/check-frame-header.js';

import { headerLength, shortestForm, writeFrameHeader } from '../frame/encode-frame-header.js';
import { freshFrame } from '../frame/fresh-frame.js';
import { maskPayload } from '../frame/mask-payload.js';
import type { SimdMask } from '../frame/mask-simd.js';
import type { MaskingKeys } from '../frame/masking-keys.js';
import { Opcode } from '../vocabulary/opcode.js';
import { OutputQueue } from './output-queue.js';

/** From this many bytes on a payload that was handed over goes out as it is, behind its header. */
const APART_FROM_BYTES = 4096;

export class FrameWriter {
  readonly output: OutputQueue = new OutputQueue();
  /** Whether something is being sent. */
  isSending = false;
  readonly #keys: MaskingKeys | null;
  readonly #simd: SimdMask | null;

  /**
   * @param keys where masking keys come from; null for a server, which masks nothing
   * @param simd masks long payloads; null: words do
   */
  constructor(keys: MaskingKeys | null, simd: SimdMask | null) {
    this.#keys = keys;
    this.#simd = simd;
  }

  /**
   * Calls what sends something. One thing is sent at a time: what the caller has injected (a random source, a
   * compressor) must not send in the meantime, for its frames would come between those of a message or
   * behind a Close.
   */
  send(name: string, write: () => void): void {
    if (this.isSending) throw new TypeError(`${name}() called while something is being sent`);
    this.isSending = true;
    try {
      write();
    } finally {
      this.isSending = false;
    }
  }

  /** Makes sure that the next frames cannot fail for want of masking keys. */
  reserve(count: number): void {
    this.#keys?.reserve(count);
  }

  /** @param owned the payload was handed over: it may be masked where it lies and go out uncopied */
  write(byte0: number, payload: Uint8Array, owned: boolean): void {
    const key = this.#nextKey();
    if (!owned || payload.length < APART_FROM_BYTES) {
      this.output.push(freshFrame(byte0, payload, key, this.#simd));
      return;
    }
    const form = shortestForm(payload.length);
    const header = new Uint8Array(headerLength(form, key !== null));
    writeFrameHeader(header, 0, byte0, form, payload.length, key);
    maskPayload(payload, 0, payload.length, key ?? 0, this.#simd);
    this.output.push(header);
    this.output.push(payload);
  }

  /** Answers a ping; beyond `maxPending` waiting pongs the newest takes the place of the last. */
  writePong(payload: Uint8Array, maxPending: number): void {
    const { output } = this;
    if (maxPending === 0) return;
    const frame = freshFrame(FIN_BIT | Opcode.Pong, payload, this.#nextKey(), null);
    if (output.pongCount < maxPending) output.pushPong(frame);
    else output.replaceLastPong(frame);
  }

  #nextKey(): number | null {
    return this.#keys === null ? null : this.#keys.next();
  }
}
