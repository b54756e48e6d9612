/**
 * Inflating with pako.
 */

import * as pako from 'pako';
import type { Inflater } from '../extension/compressor.js';
import type { Engine, EnginePool } from './engine-pool.js';
import { requireOk } from './pako-status.js';

/** `data_type` of an inflater that stands between two blocks, at the beginning of a byte. */
const AT_BLOCK_BOUNDARY = 128;

const NOTHING = /* @__PURE__ */ new Uint8Array(0);
const TAIL = /* @__PURE__ */ Uint8Array.of(0x00, 0x00, 0xff, 0xff);

export class PakoInflate implements Engine {
  readonly stream = new pako.ZStream();
  readonly #windowBits: number;
  readonly #firstMode: number;

  constructor(windowBits: number) {
    this.#windowBits = windowBits;
    requireOk(pako.zlibInflateInit2(this.stream, -windowBits));
    this.#firstMode = this.stream.state.mode;
    this.#confine();
  }

  reset(): void {
    pako.zlibInflateReset(this.stream);
    this.#confine();
  }

  /**
   * Behind a final block: as new, but for the window. What `zlibInflateResetKeep` does, without its fresh
   * tables of several kilobytes, which a peer could have us make for every two bytes.
   */
  restart(): void {
    const { state } = this.stream;
    state.mode = this.#firstMode;
    state.last = 0;
    state.hold = 0;
    state.bits = 0;
  }

  close(): void {
    pako.zlibInflateEnd(this.stream);
  }

  /** No distance may leave the negotiated window, also where the output would reach further back. */
  #confine(): void {
    this.stream.state.dmax = 2 ** this.#windowBits;
  }
}

export class PakoInflater implements Inflater {
  bytesRead = 0;
  bytesWritten = 0;
  readonly #pool: EnginePool<PakoInflate>;
  readonly #windowBits: number;
  #engine: PakoInflate | null = null;
  /** Whether nothing has come since the beginning of the message, or since a final block. */
  #isFresh = true;
  #isSound = true;

  constructor(pool: EnginePool<PakoInflate>, windowBits: number) {
    this.#pool = pool;
    this.#windowBits = windowBits;
  }

  inflate(input: Uint8Array, start: number, end: number, output: Uint8Array): boolean {
    this.#engine ??= this.#pool.take(this.#windowBits);
    const { stream } = this.#engine;
    stream.input = input;
    stream.next_in = start;
    stream.avail_in = end - start;
    stream.output = output as Uint8Array<ArrayBuffer>;
    stream.next_out = 0;
    stream.avail_out = output.length;
    do {
      this.#isFresh &&= stream.avail_in === 0;
      const status = pako.zlibInflate(stream, pako.Z_SYNC_FLUSH);
      if (status === pako.Z_STREAM_END) {
        this.#engine.restart();
        this.#isFresh = true;
      } else {
        this.#isSound = status === pako.Z_OK || status === pako.Z_BUF_ERROR;
      }
    } while (this.#isSound && this.#isFresh && stream.avail_in > 0 && stream.avail_out > 0);
    this.bytesRead = stream.next_in - start;
    this.bytesWritten = stream.next_out;
    stream.input = NOTHING;
    stream.output = NOTHING as Uint8Array<ArrayBuffer>;
    return this.#isSound;
  }

  endMessage(): boolean {
    if (this.#isFresh || this.#engine === null) return true;
    const { stream } = this.#engine;
    const isEnd =
      this.inflate(TAIL, 0, TAIL.length, new Uint8Array(1)) &&
      this.bytesRead === TAIL.length &&
      this.bytesWritten === 0 &&
      // The block that the tail completes may itself be a final one.
      (this.#isFresh || stream.data_type === AT_BLOCK_BOUNDARY);
    this.#isSound = isEnd;
    this.#isFresh = true;
    return isEnd;
  }

  release(): void {
    if (this.#engine !== null) this.#pool.give(this.#windowBits, this.#engine, this.#isSound);
    this.#engine = null;
    this.#isFresh = true;
    this.#isSound = true;
  }
}
