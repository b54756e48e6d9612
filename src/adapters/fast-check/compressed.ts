/**
 * The messages of one sender under permessage-deflate (RFC 7692 §7.2.1).
 */

import {
  type CompressorSettings,
  MAX_WINDOW_BITS,
  requireCompressor,
  requireWindowBits,
} from '../../extension/compressor.js';
import type { PermessageDeflateOptions } from '../../extension/permessage-deflate.js';
import { flagOption } from '../../vocabulary/argument.js';
import type { Role, SenderOptions } from './role.js';

/**
 * What both sides have agreed on for permessage-deflate, and what compresses: options of `permessageDeflate`, so that
 * one object serves both.
 */
export type AgreedDeflate = Omit<PermessageDeflateOptions, 'thresholdBytes'>;

/** Compresses one message after another. */
export interface SenderDeflate {
  /**
   * @param pieces of a message, each of which is flushed
   * @returns the payload of the message, or null if it is longer than `maxBytes`: then it is to be sent as it is
   */
  deflate(pieces: readonly Uint8Array[], maxBytes: number): Uint8Array[] | null;
}

interface DeflateOptions extends SenderOptions {
  readonly deflate?: AgreedDeflate;
}

/** Throws a TypeError or a RangeError unless there are no terms, or the compressor can keep to them. */
export function requireDeflate({ from, deflate }: DeflateOptions): void {
  if (deflate === undefined) return;
  requireCompressor(deflate.compressor, 'deflate.compressor');
  const { minWindowBits } = deflate.compressor;
  const senders: readonly Role[] = from === undefined ? ['client', 'server'] : [from];
  for (const one of senders) {
    const { windowBits } = settingsOf(deflate, one);
    if (windowBits < minWindowBits) {
      throw new RangeError(
        `${one}MaxWindowBits is ${windowBits}; the compressor has no window below ${minWindowBits}`,
      );
    }
  }
}

/** Calls back with what compresses for this sender, with an empty window; null without terms. */
export function withDeflate<T>(
  terms: AgreedDeflate | undefined,
  from: Role,
  use: (deflate: SenderDeflate | null) => T,
): T {
  if (terms === undefined) return use(null);
  const settings = settingsOf(terms, from);
  const deflater = terms.compressor.createDeflater(settings);
  try {
    return use({
      deflate(pieces, maxBytes) {
        const filled = pieces.filter(({ length }) => length > 0);
        const last = filled.length - 1;
        const parts = filled.map((piece, at) => deflater.deflate(piece, at === last));
        // An empty message is the header of an empty stored block (RFC 7692 §7.2.3.6).
        if (filled.length === 0) parts.push(Uint8Array.of(0));
        const length = parts.reduce((sum, part) => sum + part.length, 0);
        // What is not sent must not be in the window either.
        if (!settings.keepsContext || length > maxBytes) deflater.release();
        return length > maxBytes ? null : parts;
      },
    });
  } finally {
    deflater.release();
  }
}

function settingsOf(terms: AgreedDeflate, from: Role): CompressorSettings {
  const windowBits = terms[`${from}MaxWindowBits`] ?? MAX_WINDOW_BITS;
  requireWindowBits(windowBits, `${from}MaxWindowBits`);
  const name = `${from}NoContextTakeover` as const;
  return { windowBits, keepsContext: !flagOption(terms[name], name, false) };
}
