/**
 * The choice between two compressors by the size of a message.
 */

import {
  type Compressor,
  type CompressorSettings,
  type Deflater,
  type Inflater,
  requireCompressor,
} from '../extension/compressor.js';
import { requireInteger } from '../vocabulary/argument.js';

export interface CompressorBySizeOptions {
  /** For short messages. */
  readonly small: Compressor;
  /** For long ones, and for all messages of a side that keeps its window: a window has one keeper. */
  readonly large: Compressor;
  /**
   * First size that is `large`'s, in bytes, at most 16 384, which is the default: of the plain message when it
   * is sent, of the first piece of the compressed one when it is received.
   */
  readonly largeFromBytes?: number;
}

/**
 * About where pako and native code that starts from nothing at every message come out even. `zlibCompressor`
 * keeps its state and is the faster one at every size (measured: bench/deflate-alone).
 */
const LARGE_FROM_BYTES = 16_384;

/** An inflater is given pieces of at most so many bytes. */
const MAX_FIRST_PIECE_BYTES = 16_384;

/**
 * Makes a compressor that chooses anew for each message, by its first piece.
 *
 * @throws TypeError or RangeError if an option is not what it must be
 */
export function compressorBySize(options: CompressorBySizeOptions): Compressor {
  const { small, large, largeFromBytes = LARGE_FROM_BYTES } = options;
  requireCompressor(small, 'small');
  requireCompressor(large, 'large');
  requireInteger(largeFromBytes, 'largeFromBytes', 0, MAX_FIRST_PIECE_BYTES);
  const choose = (byteLength: number) => (byteLength < largeFromBytes ? small : large);
  return {
    minWindowBits: Math.max(small.minWindowBits, large.minWindowBits),
    createDeflater: (settings) =>
      settings.keepsContext ? large.createDeflater(settings) : new DeflaterBySize(settings, choose),
    createInflater: (settings) =>
      settings.keepsContext ? large.createInflater(settings) : new InflaterBySize(settings, choose),
  };
}

class DeflaterBySize implements Deflater {
  readonly #settings: CompressorSettings;
  readonly #choose: (byteLength: number) => Compressor;
  readonly #deflaters: Map<Compressor, Deflater> = new Map();
  /** Of the message in progress. */
  #chosen: Deflater | null = null;

  constructor(settings: CompressorSettings, choose: (byteLength: number) => Compressor) {
    this.#settings = settings;
    this.#choose = choose;
  }

  deflate(bytes: Uint8Array, last: boolean): Uint8Array {
    this.#chosen ??= this.#deflaterFor(this.#choose(bytes.length));
    return this.#chosen.deflate(bytes, last);
  }

  release(): void {
    this.#chosen?.release();
    this.#chosen = null;
  }

  #deflaterFor(compressor: Compressor): Deflater {
    const deflater = this.#deflaters.get(compressor) ?? compressor.createDeflater(this.#settings);
    this.#deflaters.set(compressor, deflater);
    return deflater;
  }
}

class InflaterBySize implements Inflater {
  readonly #settings: CompressorSettings;
  readonly #choose: (byteLength: number) => Compressor;
  readonly #inflaters: Map<Compressor, Inflater> = new Map();
  /** Of the message in progress. */
  #chosen: Inflater | null = null;

  constructor(settings: CompressorSettings, choose: (byteLength: number) => Compressor) {
    this.#settings = settings;
    this.#choose = choose;
  }

  get bytesRead(): number {
    return this.#chosen?.bytesRead ?? 0;
  }

  get bytesWritten(): number {
    return this.#chosen?.bytesWritten ?? 0;
  }

  inflate(input: Uint8Array, start: number, end: number, output: Uint8Array): boolean {
    this.#chosen ??= this.#inflaterFor(this.#choose(end - start));
    return this.#chosen.inflate(input, start, end, output);
  }

  endMessage(): boolean {
    return this.#chosen === null || this.#chosen.endMessage();
  }

  release(): void {
    this.#chosen?.release();
    this.#chosen = null;
  }

  #inflaterFor(compressor: Compressor): Inflater {
    const inflater = this.#inflaters.get(compressor) ?? compressor.createInflater(this.#settings);
    this.#inflaters.set(compressor, inflater);
    return inflater;
  }
}
