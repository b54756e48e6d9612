/**
 * The sending half of permessage-deflate (RFC 7692 §7.2.1).
 */

import type { MessageEncodeOptions, MessageEncoder } from '../handshake/message-transform.js';
import { requireBytes } from '../vocabulary/argument.js';
import type { Compressor, CompressorSettings, Deflater } from './compressor.js';

/**
 * What an empty piece becomes once the data are at a byte boundary: the header of a stored block, whose
 * length the receiver puts back (RFC 7692 §7.2.3.6).
 */
const EMPTY_BLOCK = 0x00;

export class DeflateEncoder implements MessageEncoder {
  readonly #compressor: Compressor;
  readonly #settings: CompressorSettings;
  readonly #thresholdBytes: number;
  /** Made when the first message is compressed. */
  #deflater: Deflater | null = null;

  constructor(compressor: Compressor, settings: CompressorSettings, thresholdBytes: number) {
    this.#compressor = compressor;
    this.#settings = settings;
    this.#thresholdBytes = thresholdBytes;
  }

  encode(bytes: Uint8Array, { first, last, compress }: MessageEncodeOptions): Uint8Array | null {
    if (first && !this.#isWorthIt(bytes.length, last, compress)) return null;
    const encoded = this.#deflate(bytes, last);
    if (last && !this.#settings.keepsContext) {
      this.#deflater?.release();
      // The data did not get smaller, and nothing depends on what the peer makes of them.
      if (first && compress === undefined && encoded.length >= bytes.length) return null;
    }
    return encoded;
  }

  release(): void {
    this.#deflater?.release();
  }

  /** A message that comes in pieces may become long, so the threshold is for whole ones. */
  #isWorthIt(byteLength: number, isWhole: boolean, compress: boolean | undefined): boolean {
    if (compress !== undefined) return compress;
    return !isWhole || (byteLength > 0 && byteLength >= this.#thresholdBytes);
  }

  #deflate(bytes: Uint8Array, last: boolean): Uint8Array {
    if (bytes.length === 0) return last ? Uint8Array.of(EMPTY_BLOCK) : new Uint8Array(0);
    this.#deflater ??= this.#compressor.createDeflater(this.#settings);
    const deflated = this.#deflater.deflate(bytes, last);
    requireBytes(deflated, 'what the deflater returns');
    return deflated;
  }
}
