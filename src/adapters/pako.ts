/**
 * A compressor on pako: JavaScript, in any runtime. Needs the package `pako` 3.
 */

import {
  Z_DEFAULT_STRATEGY,
  Z_OK,
  Z_STREAM_END,
  Z_SYNC_FLUSH,
  ZStream,
  zlibDeflate,
  zlibDeflateEnd,
  zlibDeflateInit2,
  zlibDeflateReset,
  zlibInflate,
  zlibInflateEnd,
  zlibInflateInit2,
  zlibInflateReset,
} from 'pako';
import type { Compressor, Deflater, Inflater } from '../extension/compressor.js';
import {
  deflateWindowBits,
  MIN_DEFLATE_WINDOW_BITS,
  resolveZlibOptions,
  type ZlibOptions,
} from './compressor-options.js';
import { type Engine, EnginePool } from './engine-pool.js';
import { collectOutput } from './flush-output.js';

export type { ZlibOptions } from './compressor-options.js';

const Z_BUF_ERROR = -5;
const Z_DEFLATED = 8;
/** `data_type` of an inflater that stands between two blocks, at the beginning of a byte. */
const AT_BLOCK_BOUNDARY = 128;

const NOTHING = /* @__PURE__ */ new Uint8Array(0);
const TAIL = /* @__PURE__ */ Uint8Array.of(0x00, 0x00, 0xff, 0xff);

/**
 * Makes a compressor that works in every runtime. One serves any number of connections.
 *
 * While a deflater is in use it holds 2^(windowBits + 2) + 2^(memLevel + 8) bytes + 69 KiB, 261 KiB by
 * default, and an inflater 2^windowBits + 8 KiB, 40 KiB by default; with context takeover that is from the first
 * compressed message to the end of the connection, otherwise during a message. One spare of each is kept.
 *
 * @throws RangeError if an option is out of its range
 */
export function pakoCompressor(options: ZlibOptions = {}): Compressor {
  const { level, memLevel } = resolveZlibOptions(options);
  const deflates = new EnginePool((windowBits) => PakoDeflate.usual(level, windowBits, memLevel));
  const fitted = new EnginePool((windowBits) => PakoDeflate.fitted(level, windowBits, memLevel));
  const inflates = new EnginePool((windowBits) => new PakoInflate(windowBits));
  return {
    minWindowBits: 8,
    createDeflater: ({ windowBits, keepsContext }) =>
      new PakoDeflater(deflates, keepsContext ? null : fitted, deflateWindowBits(windowBits)),
    createInflater: ({ windowBits }) => new PakoInflater(inflates, windowBits),
  };
}

/**
 * To begin anew, pako clears a table of 64 KiB, which costs several times what a short message does. So a
 * message that stands alone and fits into a window of up to so many bits gets a state of its own size
 * (measured: bench/deflate-alone).
 */
const MAX_FITTED_WINDOW_BITS = 11;

/** What deflating keeps of a window for looking ahead. */
const LOOKAHEAD_BYTES = 262;

class PakoDeflate implements Engine {
  readonly stream: ZStream = new ZStream();

  static usual(level: number, windowBits: number, memLevel: number): PakoDeflate {
    return new PakoDeflate(level, windowBits, memLevel, false);
  }

  /** With as much memory as a message needs that is no longer than the window. */
  static fitted(level: number, windowBits: number, memLevel: number): PakoDeflate {
    return new PakoDeflate(level, windowBits, Math.min(memLevel, windowBits - 6), true);
  }

  /** @param sizesHash whether the hash table follows `memLevel`, as it does in zlib */
  private constructor(level: number, windowBits: number, memLevel: number, sizesHash: boolean) {
    const strategy = Z_DEFAULT_STRATEGY;
    requireOk(
      zlibDeflateInit2(this.stream, level, Z_DEFLATED, -windowBits, memLevel, strategy, sizesHash),
    );
  }

  reset(): void {
    zlibDeflateReset(this.stream);
  }

  close(): void {
    zlibDeflateEnd(this.stream);
  }
}

class PakoDeflater implements Deflater {
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
      const status = zlibDeflate(stream, Z_SYNC_FLUSH);
      // Nothing more to do is no error.
      if (status !== Z_BUF_ERROR) requireOk(status);
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
    const bits = Math.max(
      MIN_DEFLATE_WINDOW_BITS,
      Math.ceil(Math.log2(byteLength + LOOKAHEAD_BYTES)),
    );
    const fits = isWhole && bits <= Math.min(MAX_FITTED_WINDOW_BITS, this.#windowBits);
    this.#pool = (fits ? this.#fitted : null) ?? this.#usual;
    this.#engineBits = this.#pool === this.#fitted ? bits : this.#windowBits;
    return this.#pool.take(this.#engineBits);
  }
}

class PakoInflate implements Engine {
  readonly stream = new ZStream();
  readonly #windowBits: number;
  readonly #firstMode: number;

  constructor(windowBits: number) {
    this.#windowBits = windowBits;
    requireOk(zlibInflateInit2(this.stream, -windowBits));
    this.#firstMode = this.stream.state.mode;
    this.#confine();
  }

  reset(): void {
    zlibInflateReset(this.stream);
    this.#confine();
  }

  /**
   * Behind a final block: as new, but for the window. What `zlibInflateResetKeep` does, without its fresh
   * tables of 6 KB, which a peer could have us make for every two bytes (measured: bench/deflate).
   */
  restart(): void {
    const { state } = this.stream;
    state.mode = this.#firstMode;
    state.last = 0;
    state.hold = 0;
    state.bits = 0;
  }

  close(): void {
    zlibInflateEnd(this.stream);
  }

  /** No distance may leave the negotiated window, also where the output would reach further back. */
  #confine(): void {
    this.stream.state.dmax = 2 ** this.#windowBits;
  }
}

class PakoInflater implements Inflater {
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
      const status = zlibInflate(stream, Z_SYNC_FLUSH);
      if (status === Z_STREAM_END) {
        this.#engine.restart();
        this.#isFresh = true;
      } else {
        this.#isSound = status === Z_OK || status === Z_BUF_ERROR;
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

function requireOk(status: number): void {
  if (status !== Z_OK) throw new Error(`pako failed with status ${status}`);
}
