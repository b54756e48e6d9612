/**
 * What both implementations of zlib can be told.
 */

import { requireInteger } from '../vocabulary/argument.js';

export interface ZlibOptions {
  /** From 1, fast, to 9, small; 0 stores. 6 by default, as in zlib. */
  readonly level?: number;
  /** From 1 to 9: a deflater takes 2^(memLevel + 8) bytes of it. 8 by default, as in zlib. */
  readonly memLevel?: number;
}

/** The smallest window for which zlib deflates raw data, and what it keeps of it for looking ahead. */
export const MIN_DEFLATE_WINDOW_BITS = 9;

/** Checks the options and fills in the defaults. */
export function resolveZlibOptions({
  level = 6,
  memLevel = 8,
}: ZlibOptions): Required<ZlibOptions> {
  requireInteger(level, 'level', 0, 9);
  requireInteger(memLevel, 'memLevel', 1, 9);
  return { level, memLevel };
}

/**
 * The window that a deflater is made with. For 8 bits it is the one of 9: of its 512 bytes zlib keeps 262
 * for looking ahead, so no distance exceeds 250 and a window of 256 bytes can follow.
 */
export function deflateWindowBits(windowBits: number): number {
  return Math.max(windowBits, MIN_DEFLATE_WINDOW_BITS);
}
