/**
 * Messages through a compressor, both ways (RFC 7692 §7.2), without the care for memory that a codec takes.
 */

import type {
  Compressor,
  CompressorSettings,
  Deflater,
  Inflater,
} from '../extension/compressor.js';
import { join } from './byte-data.js';
import { MAX_MESSAGE_BYTES } from './frame-reader.js';

const BLOCK_BYTES = 65_536;

export class MessageDeflater {
  readonly #deflater: Deflater;
  readonly #keepsContext: boolean;

  constructor(compressor: Compressor, settings: CompressorSettings) {
    this.#deflater = compressor.createDeflater(settings);
    this.#keepsContext = settings.keepsContext;
  }

  deflate(message: Uint8Array): Uint8Array {
    // An empty message is the header of an empty stored block (RFC 7692 §7.2.3.6).
    if (message.length === 0) return Uint8Array.of(0);
    const deflated = this.#deflater.deflate(message, true);
    if (!this.#keepsContext) this.#deflater.release();
    return deflated;
  }

  release(): void {
    this.#deflater.release();
  }
}

export class MessageInflater {
  readonly #inflater: Inflater;
  readonly #keepsContext: boolean;

  constructor(compressor: Compressor, settings: CompressorSettings) {
    this.#inflater = compressor.createInflater(settings);
    this.#keepsContext = settings.keepsContext;
  }

  /** The plain message, or null if the data cannot be one. */
  inflate(data: Uint8Array): Uint8Array | null {
    const parts: Uint8Array[] = [];
    let length = 0;
    let at = 0;
    for (;;) {
      const block = new Uint8Array(BLOCK_BYTES);
      if (!this.#inflater.inflate(data, at, data.length, block)) return null;
      const { bytesRead, bytesWritten } = this.#inflater;
      at += bytesRead;
      length += bytesWritten;
      parts.push(block.subarray(0, bytesWritten));
      if (length > MAX_MESSAGE_BYTES) return null;
      if (bytesWritten < BLOCK_BYTES) break;
    }
    if (!this.#inflater.endMessage()) return null;
    if (!this.#keepsContext) this.#inflater.release();
    return join(parts);
  }

  release(): void {
    this.#inflater.release();
  }
}
