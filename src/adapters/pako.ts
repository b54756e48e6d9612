/**
 * A compressor on pako: JavaScript, in any runtime. Needs the package `pako` 3.
 */

import * as pako from 'pako';
import type { Compressor } from '../extension/compressor.js';
import { deflateWindowBits, resolveZlibOptions, type ZlibOptions } from './compressor-options.js';
import { EnginePool } from './engine-pool.js';
import { PakoDeflate, PakoDeflater } from './pako-deflate.js';
import { PakoInflate, PakoInflater } from './pako-inflate.js';

export type { ZlibOptions } from './compressor-options.js';

/**
 * Makes a compressor that works in every runtime. One serves any number of connections.
 *
 * While a deflater is in use it holds 2^(windowBits + 2) + 2^(memLevel + 8) bytes + 69 KiB, 261 KiB by
 * default, and an inflater 2^windowBits + 8 KiB, 40 KiB by default; with context takeover that is from the
 * first compressed message to the end of the connection, otherwise during a message. One spare of each is
 * kept.
 *
 * @throws RangeError if an option is out of its range; Error if the installed pako is older than 3
 */
export function pakoCompressor(options: ZlibOptions = {}): Compressor {
  const { level, memLevel } = resolveZlibOptions(options);
  // Asked here, not at the import: versions before 3 have no such functions.
  if (typeof pako.zlibInflateInit2 !== 'function') throw new Error('pakoCompressor needs pako 3');
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
