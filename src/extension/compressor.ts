/**
 * What permessage-deflate needs of an implementation of DEFLATE (RFC 1951). The compressors of the package
 * implement it, and so may yours.
 */

import { describe, requireFunction, requireInteger } from '../vocabulary/argument.js';

/** Window bits of a side whose window nobody restricts. */
export const MAX_WINDOW_BITS = 15;
export const MIN_WINDOW_BITS = 8;

export interface CompressorSettings {
  /** Base-2 logarithm of the LZ77 window, 8 to 15: no distance may be larger (RFC 7692 §7.1.2). */
  readonly windowBits: number;
  /** Whether the window is kept from message to message (RFC 7692 §7.1.1). */
  readonly keepsContext: boolean;
}

export interface Compressor {
  /** The smallest window that a deflater can confine itself to; 8 where all can be. */
  readonly minWindowBits: number;
  createDeflater(settings: CompressorSettings): Deflater;
  createInflater(settings: CompressorSettings): Inflater;
}

/** Throws a TypeError or a RangeError unless the value has the shape of a compressor. */
export function requireCompressor(value: unknown, name: string): asserts value is Compressor {
  if (typeof value !== 'object' || value === null) {
    throw new TypeError(`${name} must be a Compressor, not ${describe(value)}`);
  }
  const { createDeflater, createInflater, minWindowBits } = value as Compressor;
  requireFunction(createDeflater, `${name}.createDeflater`);
  requireFunction(createInflater, `${name}.createInflater`);
  requireWindowBits(minWindowBits, `${name}.minWindowBits`);
}

/** Throws a RangeError unless the value is a number of window bits (RFC 7692 §7.1.2). */
export function requireWindowBits(value: number, name: string): void {
  requireInteger(value, name, MIN_WINDOW_BITS, MAX_WINDOW_BITS);
}

export interface Deflater {
  /**
   * Compresses the next piece of a message and flushes it to a byte boundary, as `Z_SYNC_FLUSH` does. No
   * block is final (BFINAL 0).
   *
   * @param bytes not empty; neither changed nor kept
   * @param last whether to leave out the four bytes `00 00 ff ff` at the end (RFC 7692 §7.2.1)
   * @returns fresh bytes
   */
  deflate(bytes: Uint8Array, last: boolean): Uint8Array;
  /** Forgets the window and gives memory back; the next piece, if one comes, begins anew. */
  release(): void;
}

export interface Inflater {
  /** How much of the input the last call has used, in bytes. */
  readonly bytesRead: number;
  /** How much of the output it has written, in bytes. */
  readonly bytesWritten: number;
  /**
   * Inflates the next bytes of a message until they are used up and nothing more comes of them, or the
   * output is full; then it is called again, possibly with no input left (`start` = `end`). A final block
   * (BFINAL 1) ends nothing: what follows begins at the next byte, and the window is kept
   * (RFC 7692 §7.2.3.4).
   *
   * @param input neither changed nor kept
   * @param output not empty; all of it may be written to
   * @returns false when the data are corrupt; the inflater is then good for nothing but `release`
   */
  inflate(input: Uint8Array, start: number, end: number, output: Uint8Array): boolean;
  /**
   * Ends a message of which all has been inflated: puts back `00 00 ff ff`, which give no more bytes. The
   * window stays.
   *
   * @returns false when the data do not end where a block does
   */
  endMessage(): boolean;
  /** Forgets the window and gives memory back; the next bytes, if any come, begin anew. */
  release(): void;
}
