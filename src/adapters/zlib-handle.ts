/**
 * The synchronous side of a stream of `node:zlib`. Node documents only streams, which answer later, and
 * functions that start from nothing at every call; what both stand on is the handle that is used here. It
 * has been the same since Node 10, and Bun and Deno have it too (test/adapters).
 */

import { constants, createDeflateRaw, createInflateRaw, type ZlibOptions } from 'node:zlib';
import type { Engine } from './engine-pool.js';

/** The members that matter of the object behind a stream. */
interface Handle {
  onerror: (message: string, code: number) => void;
  writeSync(
    flush: number,
    input: Uint8Array,
    inputOffset: number,
    inputLength: number,
    output: Uint8Array,
    outputOffset: number,
    outputLength: number,
  ): void;
  reset(): void;
  close(): void;
}

interface Internals {
  readonly _handle?: Handle;
  /** Room left in the output and input left, in bytes, as the last write without an error has set them. */
  readonly _writeState?: Uint32Array;
}

export class ZlibHandle implements Engine {
  /** What went wrong, for ever. */
  error: string | null = null;
  #isWriting = false;
  readonly #handle: Handle;
  readonly #left: Uint32Array;

  constructor(stream: unknown) {
    const { _handle: handle, _writeState: left } = stream as Internals;
    if (typeof handle?.writeSync !== 'function' || left === undefined) {
      throw new Error(
        'node:zlib has no synchronous handle in this runtime; use another compressor',
      );
    }
    this.#handle = handle;
    this.#left = left;
    // Otherwise the stream, which nobody listens to, would report it.
    handle.onerror = (message) => {
      this.error = message;
    };
  }

  /** After a write: how much of the output was left free. */
  get outputLeft(): number {
    return this.#left[0] as number;
  }

  /** After a write: how much of the input was not used. */
  get inputLeft(): number {
    return this.#left[1] as number;
  }

  /** Works until the input is used up or the output is full. False: see `error`; what is left is unknown. */
  write(
    flush: number,
    input: Uint8Array,
    start: number,
    end: number,
    output: Uint8Array,
    from: number,
    to: number,
  ): boolean {
    // A hook of the runtime may call back; zlib would end the process.
    if (this.#isWriting) throw new TypeError('zlib is called while it works');
    this.#isWriting = true;
    this.#handle.writeSync(flush, input, start, end - start, output, from, to - from);
    this.#isWriting = false;
    return this.error === null;
  }

  reset(): void {
    this.#handle.reset();
  }

  close(): void {
    this.#handle.close();
  }
}

export const { Z_SYNC_FLUSH, Z_BLOCK } = constants;

/** The stream makes an output buffer of its own, which nobody needs here: the smallest that it takes. */
const chunkSize = constants.Z_MIN_CHUNK;

export function openDeflate(options: ZlibOptions): ZlibHandle {
  return new ZlibHandle(createDeflateRaw({ ...options, chunkSize }));
}

export function openInflate(windowBits: number): ZlibHandle {
  return new ZlibHandle(createInflateRaw({ windowBits, chunkSize }));
}
