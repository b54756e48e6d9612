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
   * is sent, of the first piece of the compressed one when it is received. Where two compressors come out
   * even, `bench/deflate-alone` tells.
   */
  readonly largeFromBytes?: number;
}

/** An inflater is given pieces of at most so many bytes, so a larger size would never be `large`'s. */
const MAX_FIRST_PIECE_BYTES = 16_384;

/**
 * Makes a compressor that chooses anew for each message, by its first piece.
 *
 * @throws TypeError or RangeError if an option is not what it must be
 */
export function compressorBySize(options: CompressorBySizeOptions): Compressor {
  const { small, large, largeFromBytes = MAX_FIRST_PIECE_BYTES } = options;
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

/** Who has the message in progress; each is made when it is chosen first. */
class Choice<T extends { release(): void }> {
  current: T | null = null;
  readonly #made: Map<Compressor, T> = new Map();
  readonly #choose: (byteLength: number) => Compressor;
  readonly #make: (compressor: Compressor) => T;

  constructor(choose: (byteLength: number) => Compressor, make: (compressor: Compressor) => T) {
    this.#choose = choose;
    this.#make = make;
  }

  /** The one that has begun the message, or the one for a first piece of this length. */
  for(byteLength: number): T {
    if (this.current === null) {
      const compressor = this.#choose(byteLength);
      this.current = this.#made.get(compressor) ?? this.#make(compressor);
      this.#made.set(compressor, this.current);
    }
    return this.current;
  }

  release(): void {
    this.current?.release();
    this.current = null;
  }
}

class DeflaterBySize implements Deflater {
  readonly #choice: Choice<Deflater>;

  constructor(settings: CompressorSettings, choose: (byteLength: number) => Compressor) {
    this.#choice = new Choice(choose, (compressor) => compressor.createDeflater(settings));
  }

  deflate(bytes: Uint8Array, last: boolean): Uint8Array {
    return this.#choice.for(bytes.length).deflate(bytes, last);
  }

  release(): void {
    this.#choice.release();
  }
}

class InflaterBySize implements Inflater {
  readonly #choice: Choice<Inflater>;

  constructor(settings: CompressorSettings, choose: (byteLength: number) => Compressor) {
    this.#choice = new Choice(choose, (compressor) => compressor.createInflater(settings));
  }

  get bytesRead(): number {
    return this.#choice.current?.bytesRead ?? 0;
  }

  get bytesWritten(): number {
    return this.#choice.current?.bytesWritten ?? 0;
  }

  inflate(input: Uint8Array, start: number, end: number, output: Uint8Array): boolean {
    return this.#choice.for(end - start).inflate(input, start, end, output);
  }

  endMessage(): boolean {
    return this.#choice.current?.endMessage() ?? true;
  }

  release(): void {
    this.#choice.release();
  }
}
