/**
 * Memory that frames are written into, one behind the other, and never twice.
 */

import { viewOf } from '../bytes/piece.js';
import { shortestForm, writeFrameHeader } from './encode-frame-header.js';
import type { SimdMask } from './mask-simd.js';
import { writeBinaryFrame, writeTextFrame } from './write-frame.js';

export class FrameBlock {
  readonly bytes: Uint8Array;
  /** How far it is written. */
  at = 0;
  /** Where the next view begins. */
  #from = 0;

  /** @param size in bytes */
  constructor(size: number) {
    this.bytes = new Uint8Array(size);
  }

  /** How many bytes more it takes; less than none when someone has transferred its memory away. */
  get room(): number {
    return this.bytes.length - this.at;
  }

  /** Whether anything has been written since the last view. */
  get hasNews(): boolean {
    return this.at > this.#from;
  }

  /** Writes a frame. The room must be there for the longest that it can become. */
  write(
    byte0: number,
    payload: Uint8Array | string,
    key: number | null,
    simd: SimdMask | null,
  ): void {
    const { bytes, at } = this;
    this.at =
      typeof payload === 'string'
        ? writeTextFrame(bytes, at, byte0, payload, payload.length, key, simd)
        : writeBinaryFrame(bytes, at, byte0, payload, key, simd, false);
  }

  /** Writes the header of a frame whose payload lies elsewhere. */
  writeHeader(byte0: number, payloadLength: number, key: number | null): void {
    const form = shortestForm(payloadLength);
    this.at = writeFrameHeader(this.bytes, this.at, byte0, form, payloadLength, key);
  }

  /** Takes bytes that are encoded already. */
  append(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }

  /** What has been written since the last view. */
  takeView(): Uint8Array {
    const view = viewOf(this.bytes, this.#from, this.at);
    this.#from = this.at;
    return view;
  }
}
