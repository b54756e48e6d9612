/**
 * A compressor on `node:zlib`: native code, synchronous, in Node, Bun and Deno.
 */

import {
  type Compressor,
  type Deflater,
  type Inflater,
  MAX_WINDOW_BITS,
} from '../extension/compressor.js';
import { deflateWindowBits, resolveZlibOptions, type ZlibOptions } from './compressor-options.js';
import { EnginePool } from './engine-pool.js';
import { collectOutput } from './flush-output.js';
import { openDeflate, openInflate, Z_SYNC_FLUSH, type ZlibHandle } from './zlib-handle.js';
import { RestartableInflate } from './zlib-restart.js';

export type { ZlibOptions } from './compressor-options.js';

/**
 * Makes a compressor of native code. One serves any number of connections.
 *
 * While a deflater is in use it holds 2^(windowBits + 2) + 2^(memLevel + 8) bytes + 75 KiB, 267 KiB by
 * default, and an inflater 2^(windowBits + 1) + 10 KiB, 74 KiB by default; with context takeover that is from
 * the first compressed message to the end of the connection, otherwise during a message. One spare inflater
 * is kept.
 *
 * Where the peer's window is restricted below 15 bits, a distance beyond it is found from twice the window
 * on; pako finds every one. What zlib made of corrupt data before it noticed is not to be had: up to 16 KiB
 * of input and output less than from pako come before the error, the same for every cut. And what follows a
 * final block costs as much as inflating a window of data does.
 *
 * @throws RangeError if an option is out of its range; Error if the runtime's `node:zlib` has no synchronous
 *   handle, which is undocumented and the same in all versions of Node, Bun and Deno so far
 */
export function zlibCompressor(options: ZlibOptions = {}): Compressor {
  const { level, memLevel } = resolveZlibOptions(options);
  // Told now, not at the first message.
  openInflate(MAX_WINDOW_BITS).close();
  const inflates = new EnginePool((windowBits) => new RestartableInflate(windowBits));
  return {
    minWindowBits: 8,
    createDeflater: ({ windowBits }) =>
      new ZlibDeflater({ level, memLevel, windowBits: deflateWindowBits(windowBits) }),
    createInflater: ({ windowBits }) => new ZlibInflater(inflates, windowBits),
  };
}

/** Lengths are 32-bit numbers in zlib. */
const MAX_INPUT_BYTES = 0x7fff_ffff;

/**
 * Each has a state of its own, made anew for messages that stand alone: zlib looks at a byte behind its input
 * when it looks for matches, and a state that had served somebody else would tell of what that one has sent.
 */
class ZlibDeflater implements Deflater {
  readonly #options: Required<ZlibOptions> & { readonly windowBits: number };
  #engine: ZlibHandle | null = null;

  constructor(options: Required<ZlibOptions> & { readonly windowBits: number }) {
    this.#options = options;
  }

  deflate(bytes: Uint8Array, last: boolean): Uint8Array {
    if (bytes.length > MAX_INPUT_BYTES) {
      throw new RangeError(
        `${bytes.length} bytes are too many to compress at once; the limit is ${MAX_INPUT_BYTES}`,
      );
    }
    this.#engine ??= openDeflate(this.#options);
    const engine = this.#engine;
    let start = 0;
    return collectOutput(last, (block) => {
      if (!engine.write(Z_SYNC_FLUSH, bytes, start, bytes.length, block, 0, block.length)) {
        throw new Error(`node:zlib failed: ${engine.error}`);
      }
      start = bytes.length - engine.inputLeft;
      return block.length - engine.outputLeft;
    });
  }

  release(): void {
    this.#engine?.close();
    this.#engine = null;
  }
}

class ZlibInflater implements Inflater {
  bytesRead = 0;
  bytesWritten = 0;
  readonly #pool: EnginePool<RestartableInflate>;
  readonly #windowBits: number;
  #engine: RestartableInflate | null = null;

  constructor(pool: EnginePool<RestartableInflate>, windowBits: number) {
    this.#pool = pool;
    this.#windowBits = windowBits;
  }

  inflate(input: Uint8Array, start: number, end: number, output: Uint8Array): boolean {
    this.#engine ??= this.#pool.take(this.#windowBits);
    const isSound = this.#engine.inflate(input, start, end, output);
    this.bytesRead = this.#engine.bytesRead;
    this.bytesWritten = this.#engine.bytesWritten;
    return isSound;
  }

  endMessage(): boolean {
    return this.#engine === null || this.#engine.endMessage();
  }

  release(): void {
    const engine = this.#engine;
    if (engine !== null) this.#pool.give(this.#windowBits, engine, engine.isSound);
    this.#engine = null;
  }
}
