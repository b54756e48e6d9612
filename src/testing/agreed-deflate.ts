/**
 * What the two sides compress with, once they have agreed.
 */

import type { Compressor } from '../extension/compressor.js';
import type { DeflateTerms } from './deflate-terms.js';
import { MessageDeflater, MessageInflater } from './message-deflate.js';

export class AgreedDeflate {
  readonly #deflater: MessageDeflater;
  readonly #inflater: MessageInflater;

  /** @param role the subject's */
  constructor(compressor: Compressor, terms: DeflateTerms, role: 'client' | 'server') {
    this.#deflater = new MessageDeflater(compressor, terms[otherOf(role)]);
    this.#inflater = new MessageInflater(compressor, terms[role]);
  }

  /** Whether the compressor can keep to what the subject asks of the tester. */
  static isPossible(compressor: Compressor, terms: DeflateTerms, role: 'client' | 'server') {
    return terms[otherOf(role)].windowBits >= compressor.minWindowBits;
  }

  /** A message of the tester. */
  deflate(message: Uint8Array): Uint8Array {
    return this.#deflater.deflate(message);
  }

  /** A message of the subject, or null if the data cannot be one. */
  inflate(data: Uint8Array): Uint8Array | null {
    return this.#inflater.inflate(data);
  }

  release(): void {
    this.#deflater.release();
    this.#inflater.release();
  }
}

function otherOf(role: 'client' | 'server'): 'client' | 'server' {
  return role === 'client' ? 'server' : 'client';
}
