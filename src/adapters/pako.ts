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
import { deflateWindowBits, resolveZlibOptions, type ZlibOptions } from './compressor-options.js';
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
  const deflates = new EnginePool((windowBits) => new PakoDeflate(level, windowBits, memLevel));
  const inflates = new EnginePool((windowBits) => new PakoInflate(windowBits));
  return {
    minWindowBits: 8,
    createDeflater: ({ windowBits }) => new PakoDeflater(deflates, deflateWindowBits(windowBits)),
    createInflater: ({ windowBits }) => new PakoInflater(inflates, windowBits),
  };
}

class PakoDeflate implements Engine {
  readonly stream = new ZStream();

  constructor(level: number, windowBits: number, memLevel: number) {
    const { stream } = this;
    requireOk(
      zlibDeflateInit2(stream, level, Z_DEFLATED, -windowBits, memLevel, Z_DEFAULT_STRATEGY),
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
  readonly #pool: EnginePool<PakoDeflate>;
  readonly #windowBits: number;
  #engine: PakoDeflate | null = null;

  constructor(pool: EnginePool<PakoDeflate>, windowBits: number) {
    this.#pool = pool;
    this.#windowBits = windowBits;
  }

  deflate(bytes: Uint8Array, last: boolean): Uint8Array {
    this.#engine ??= this.#pool.take(this.#windowBits);
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
    if (this.#engine !== null) this.#pool.give(this.#windowBits, this.#engine, true);
    this.#engine = null;
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
