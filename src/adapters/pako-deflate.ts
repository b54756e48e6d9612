/**
 * Deflating with pako.
 */

import * as pako from 'pako';
import type { Deflater } from '../extension/compressor.js';
import type { Engine, EnginePool } from './engine-pool.js';
import { collectOutput } from './flush-output.js';
import { requireOk } from './pako-status.js';

const Z_DEFLATED = 8;

const NOTHING = /* @__PURE__ */ new Uint8Array(0);

/**
 * To begin anew, pako clears a table of 64 KiB, which costs several times what a short message does. So a
 * message that stands alone and fits into a window of up to so many bits gets a state of its own size
 * (measured: bench/deflate-alone).
 */
const MAX_FITTED_WINDOW_BITS = 11;

/** What deflating keeps of a window for looking ahead. */
const LOOKAHEAD_BYTES = 262;

export class PakoDeflate implements Engine {
  readonly stream: pako.ZStream = new pako.ZStream();

  static usual(level: number, windowBits: number, memLevel: number): PakoDeflate {
    return new PakoDeflate(level, windowBits, memLevel, false);
  }

  /** With as much memory as a message needs that is no longer than the window. */
  static fitted(level: number, windowBits: number, memLevel: number): PakoDeflate {
    return new PakoDeflate(level, windowBits, Math.min(memLevel, windowBits - 6), true);
  }

  /** @param sizesHash whether the hash table follows `memLevel`, as it does in zlib */
  private constructor(level: number, windowBits: number, memLevel: number, sizesHash: boolean) {
    const strategy = pako.Z_DEFAULT_STRATEGY;
    requireOk(
      pako.zlibDeflateInit2(
        this.stream,
        level,
        Z_DEFLATED,
        -windowBits,
        memLevel,
        strategy,
        sizesHash,
      ),
    );
  }

  /**
   * pako looks at a byte behind its input when it looks for matches, and leaves the window as it was: without
   * zeros there, what a message compresses to would tell of one that somebody else has sent.
   */
  reset(): void {
    pako.zlibDeflateReset(this.stream);
    this.stream.state.window.fill(0);
  }

  close(): void {
    pako.zlibDeflateEnd(this.stream);
  }
}

export class PakoDeflater implements Deflater {
  readonly #usual: EnginePool<PakoDeflate>;
  readonly #fitted: EnginePool<PakoDeflate> | null;
  readonly #windowBits: number;
  #engine: PakoDeflate | null = null;
  /** Where the engine has come from. */
  #pool: EnginePool<PakoDeflate>;
  #engineBits: number;

  /** @param fitted for messages that stand alone; null when all share a window */
  constructor(
    usual: EnginePool<PakoDeflate>,
    fitted: EnginePool<PakoDeflate> | null,
    windowBits: number,
  ) {
    this.#usual = usual;
    this.#fitted = fitted;
    this.#windowBits = windowBits;
    this.#pool = usual;
    this.#engineBits = windowBits;
  }

  deflate(bytes: Uint8Array, last: boolean): Uint8Array {
    this.#engine ??= this.#take(bytes.length, last);
    const { stream } = this.#engine;
    stream.input = bytes;
    stream.next_in = 0;
    stream.avail_in = bytes.length;
    const output = collectOutput(last, (block) => {
      stream.output = block as Uint8Array<ArrayBuffer>;
      stream.next_out = 0;
      stream.avail_out = block.length;
      const status = pako.zlibDeflate(stream, pako.Z_SYNC_FLUSH);
      // Nothing more to do is no error.
      if (status !== pako.Z_BUF_ERROR) requireOk(status);
      return stream.next_out;
    });
    stream.input = NOTHING;
    return output;
  }

  release(): void {
    if (this.#engine !== null) this.#pool.give(this.#engineBits, this.#engine, true);
    this.#engine = null;
  }

  #take(byteLength: number, isWhole: boolean): PakoDeflate {
    // At least 9, the smallest that a deflater can have: looking ahead takes more than half of it.
    const bits = Math.ceil(Math.log2(byteLength + LOOKAHEAD_BYTES));
    const fits = isWhole && bits <= Math.min(MAX_FITTED_WINDOW_BITS, this.#windowBits);
    this.#pool = (fits ? this.#fitted : null) ?? this.#usual;
    this.#engineBits = this.#pool === this.#fitted ? bits : this.#windowBits;
    return this.#pool.take(this.#engineBits);
  }
}
