/**
 * Encoded frames on their way to the transport, in order. It lives from the first frame until the output is
 * taken, so an idle connection has none, and what was taken is never written to again.
 */

import { headerLength, shortestForm, writeFrameHeader } from '../frame/encode-frame-header.js';
import { FrameBlock } from '../frame/frame-block.js';
import { freshFrame } from '../frame/fresh-frame.js';
import type { SimdMask } from '../frame/mask-simd.js';
import { MAX_HEADER_BYTES, maxFrameBytes } from '../frame/write-frame.js';

/** Longer frames have memory of their own. */
const MAX_SHARED_BYTES = 16_384;

/** A first frame that is longer is not copied again when a second one comes. */
const MAX_JOINED_BYTES = 1024;

/** Each block is twice the one before it, within these. */
const MIN_BLOCK_BYTES = 1024;
const MAX_BLOCK_BYTES = 65_536;

export class OutputQueue {
  /** Bytes that wait. */
  byteLength = 0;
  /** Automatic pongs that wait. */
  pongCount = 0;
  readonly #pieces: Uint8Array[] = [];
  /** The first frame that waits: most of the time no other comes, and it needs no block. */
  #first: Uint8Array | null = null;
  /** What is being written, behind the pieces. */
  #block: FrameBlock | null = null;
  /** Where in the pieces the pong lies that a newer one may replace. */
  #lastPong = 0;

  /** Encodes a frame. */
  write(
    byte0: number,
    payload: Uint8Array | string,
    key: number | null,
    simd: SimdMask | null,
  ): void {
    const most = maxFrameBytes(payload);
    if (this.byteLength === 0) {
      this.#first = freshFrame(byte0, payload, key, simd);
      this.byteLength = this.#first.length;
    } else if (most > MAX_SHARED_BYTES && !this.#hasRoom(most)) {
      this.#pushPiece(freshFrame(byte0, payload, key, simd));
    } else {
      const block = this.#blockFor(most);
      const { at } = block;
      block.write(byte0, payload, key, simd);
      this.byteLength += block.at - at;
    }
  }

  /** Puts a payload in the output as it is, behind a header. */
  writeApart(byte0: number, payload: Uint8Array, key: number | null): void {
    const { length } = payload;
    const form = shortestForm(length);
    const headerBytes = headerLength(form, key !== null);
    if (this.#hasRoom(MAX_HEADER_BYTES)) {
      this.#block?.writeHeader(byte0, length, key);
      this.byteLength += headerBytes;
    } else {
      const header = new Uint8Array(headerBytes);
      writeFrameHeader(header, 0, byte0, form, length, key);
      this.#pushPiece(header);
    }
    this.#pushPiece(payload);
  }

  /** Encodes an automatic pong, which another may replace if it is the last that may wait. */
  writePong(byte0: number, payload: Uint8Array, key: number | null, maxPending: number): void {
    const { pongCount } = this;
    if (pongCount < maxPending - 1) {
      this.write(byte0, payload, key, null);
      this.pongCount++;
      return;
    }
    const frame = freshFrame(byte0, payload, key, null);
    if (pongCount < maxPending) {
      this.#pushPiece(frame);
      this.#lastPong = this.#pieces.length - 1;
      this.pongCount++;
    } else {
      const replaced = this.#pieces[this.#lastPong] as Uint8Array;
      this.#pieces[this.#lastPong] = frame;
      this.byteLength += frame.length - replaced.length;
    }
  }

  /** All that waits. The queue must not be used again. */
  take(): Uint8Array[] {
    this.#seal();
    return this.#pieces;
  }

  #hasRoom(bytes: number): boolean {
    return this.#block !== null && this.#block.room >= bytes;
  }

  #blockFor(most: number): FrameBlock {
    let block = this.#block;
    if (block !== null && block.room >= most) return block;
    if (this.#first === null || this.#first.length > MAX_JOINED_BYTES) this.#seal();
    const first = this.#first;
    const needed = (first?.length ?? 0) + most;
    const size = Math.max(MIN_BLOCK_BYTES, 2 * needed, 2 * (block?.bytes.length ?? 0));
    block = new FrameBlock(Math.min(MAX_BLOCK_BYTES, size));
    this.#block = block;
    if (first !== null) block.append(first);
    this.#first = null;
    return block;
  }

  #pushPiece(bytes: Uint8Array): void {
    this.#seal();
    this.#pieces.push(bytes);
    this.byteLength += bytes.length;
  }

  /** Makes a piece of what has been written, so that something else may follow. */
  #seal(): void {
    if (this.#first !== null) this.#pieces.push(this.#first);
    this.#first = null;
    if (this.#block?.hasNews) this.#pieces.push(this.#block.takeView());
  }
}
