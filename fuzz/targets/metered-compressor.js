/**
 * A compressor that counts what comes out of it, and the copies that it makes for that itself.
 */

import { copiedBytes } from '../engine/meter.js';

/** @typedef {import('websocket-codec/deflate').Compressor} Compressor */

export class Work {
  /** Bytes that were inflated. */
  plain = 0;
  /** Bytes that the engines have copied. */
  copied = 0;
  /** How often they were called. */
  calls = 0;
}

/** @type {(compressor: Compressor, work: Work) => Compressor} */
export function meteredCompressor(compressor, work) {
  /** @type {<T>(act: () => T) => T} */
  const counted = (act) => {
    const before = copiedBytes();
    const result = act();
    work.copied += copiedBytes() - before;
    work.calls++;
    return result;
  };
  return {
    minWindowBits: compressor.minWindowBits,
    createDeflater(settings) {
      const deflater = compressor.createDeflater(settings);
      return {
        deflate: (bytes, last) => counted(() => deflater.deflate(bytes, last)),
        release: () => counted(() => deflater.release()),
      };
    },
    createInflater(settings) {
      const inflater = compressor.createInflater(settings);
      return {
        get bytesRead() {
          return inflater.bytesRead;
        },
        get bytesWritten() {
          return inflater.bytesWritten;
        },
        inflate(input, start, end, output) {
          const isSound = counted(() => inflater.inflate(input, start, end, output));
          work.plain += inflater.bytesWritten;
          return isSound;
        },
        endMessage: () => counted(() => inflater.endMessage()),
        release: () => counted(() => inflater.release()),
      };
    },
  };
}
