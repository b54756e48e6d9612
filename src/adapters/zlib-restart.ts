/**
 * Native inflating that goes on behind a final block (RFC 7692 §7.2.3.4). zlib stops there for good, and
 * starting anew forgets the window; so the window is kept here too, and given to the new start as the plain
 * text of a stored block.
 */

import type { Engine } from './engine-pool.js';
import { History } from './history.js';
import { openInflate, Z_BLOCK, Z_SYNC_FLUSH, type ZlibHandle } from './zlib-handle.js';

/** The end of a message, and one more empty block, which a write that stops at blocks leaves untouched. */
const TAIL_AND_MORE = /* @__PURE__ */ Uint8Array.of(0, 0, 0xff, 0xff, 0, 0, 0, 0xff, 0xff);
const MORE_BYTES = 5;

/** Room that the end of a message leaves free; a byte in it is a byte too many, and nobody reads it. */
const UNTOUCHED = /* @__PURE__ */ new Uint8Array(1);

/** The header of a stored block at the beginning of a byte: three bits, length, its complement. */
const STORED_HEADER_BYTES = 5;

/** Below this a distance may leave the window, and a write must not reach further back than the window. */
const LARGEST_WINDOW_BITS = 15;

/** What a new start is fed, and what comes of it; used within one call. */
let stored: Uint8Array | null = null;
let plain: Uint8Array | null = null;

export class RestartableInflate implements Engine {
  bytesRead = 0;
  bytesWritten = 0;
  /** False once the data have turned out to be corrupt. */
  isSound = true;
  readonly #handle: ZlibHandle;
  readonly #history: History;
  readonly #maxWriteBytes: number;
  /** Whether nothing has come since the beginning of a message, or since a final block. */
  #isFresh = true;
  /** Whether zlib has been seen to stop at a final block. */
  #isStopped = false;

  constructor(windowBits: number) {
    const windowBytes = 2 ** windowBits;
    this.#handle = openInflate(windowBits);
    this.#history = new History(windowBytes);
    this.#maxWriteBytes = windowBits < LARGEST_WINDOW_BITS ? windowBytes : Number.POSITIVE_INFINITY;
  }

  inflate(input: Uint8Array, start: number, end: number, output: Uint8Array): boolean {
    const handle = this.#handle;
    let at = start;
    let written = 0;
    for (let isStarved = false; this.isSound && !isStarved && written < output.length; ) {
      if (this.#isStopped) at = skipEmptyFinalBlocks(input, at, end);
      const wasStopped = this.#isStopped && at < end;
      if (wasStopped) this.#restart();
      const to = Math.min(output.length, written + this.#maxWriteBytes);
      if (!handle.write(Z_SYNC_FLUSH, input, at, end, output, written, to)) {
        this.isSound = false;
        break;
      }
      const used = end - at - handle.inputLeft;
      const from = written;
      at += used;
      written = to - handle.outputLeft;
      this.#history.append(output, from, written);
      if (used > 0) this.#isFresh = false;
      if (written === to) continue;
      isStarved = at === end;
      if (isStarved) continue;
      // Room and input are left: zlib has stopped. What has just been started cannot have done so.
      this.isSound = used > 0 || !wasStopped;
      this.#isStopped = true;
      this.#isFresh = true;
    }
    this.bytesRead = at - start;
    this.bytesWritten = written;
    return this.isSound;
  }

  endMessage(): boolean {
    if (this.#isFresh) return true;
    const handle = this.#handle;
    const end = TAIL_AND_MORE.length;
    const isWritten = handle.write(Z_BLOCK, TAIL_AND_MORE, 0, end, UNTOUCHED, 0, 1);
    // Stopped at a final block that was the end of the input.
    this.#isStopped = isWritten && handle.inputLeft === end;
    const isAtBlock = isWritten && handle.inputLeft === MORE_BYTES && handle.outputLeft === 1;
    this.isSound = this.#isStopped || isAtBlock;
    this.#isFresh = true;
    return this.isSound;
  }

  reset(): void {
    this.#handle.reset();
    this.#history.clear();
    this.#isFresh = true;
    this.#isStopped = false;
  }

  close(): void {
    this.#handle.close();
  }

  /** Starts anew with the window that was there. */
  #restart(): void {
    const { length } = this.#history;
    this.#handle.reset();
    this.#isStopped = false;
    if (length === 0) return;
    stored ??= new Uint8Array(STORED_HEADER_BYTES + 2 ** LARGEST_WINDOW_BITS);
    plain ??= new Uint8Array(2 ** LARGEST_WINDOW_BITS);
    // Not final, stored, its length and the complement of it, the lower byte first (RFC 1951 §3.2.4).
    stored.set([0, length & 0xff, length >> 8, ~length & 0xff, (~length >> 8) & 0xff]);
    this.#history.copyTo(stored, STORED_HEADER_BYTES);
    const end = STORED_HEADER_BYTES + length;
    this.isSound = this.#handle.write(Z_SYNC_FLUSH, stored, 0, end, plain, 0, plain.length);
  }
}

/**
 * Passes over final blocks in which there is nothing: BFINAL 1, fixed codes, the end of the block, six bits
 * of padding. A new start for each would be dear where a peer sends a million of them.
 */
function skipEmptyFinalBlocks(input: Uint8Array, at: number, end: number): number {
  while (end - at >= 2 && input[at] === 0x03 && ((input[at + 1] as number) & 0x03) === 0) at += 2;
  return at;
}
