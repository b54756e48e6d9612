/**
 * What the extensions do to messages that are sent, in their order (RFC 6455 §9.1).
 */

import { plainView } from '../bytes/plain-view.js';
import type { MessageEncodeOptions } from '../handshake/message-transform.js';
import type { Codec } from './message-codec.js';

export class EncoderChain {
  readonly #codecs: readonly Codec[];
  /** Of the message in progress: who takes part, and their bits. */
  #active: readonly Codec[] = [];
  #bits = 0;

  constructor(codecs: readonly Codec[]) {
    this.#codecs = codecs;
  }

  /** What byte 0 of the message's first frame must carry. */
  get bits(): number {
    return this.#bits;
  }

  /** Transforms a piece; gives the piece itself back when nobody takes part. */
  encode(bytes: Uint8Array, options: MessageEncodeOptions): Uint8Array {
    if (this.#codecs.length === 0) return bytes;
    const plain = plainView(bytes);
    try {
      const encoded = options.first ? this.#begin(plain, options) : this.#continue(plain, options);
      return encoded === plain ? bytes : encoded;
    } catch (error) {
      // One has failed half-way: the peer must not depend on what it has not got.
      this.release();
      throw error;
    }
  }

  /** What was encoded last has not been sent, or nothing will be sent any more. */
  release(): void {
    for (const { encoder } of this.#codecs) encoder.release();
  }

  #continue(bytes: Uint8Array, options: MessageEncodeOptions): Uint8Array {
    let result = bytes;
    for (const { encoder } of this.#active) result = encoder.encode(result, options) ?? result;
    return result;
  }

  #begin(bytes: Uint8Array, options: MessageEncodeOptions): Uint8Array {
    let result = bytes;
    this.#bits = 0;
    const active: Codec[] = [];
    for (const codec of this.#codecs) {
      const encoded = codec.encoder.encode(result, options);
      if (encoded === null) continue;
      active.push(codec);
      this.#bits |= codec.bit;
      result = encoded;
    }
    this.#active = active;
    return result;
  }
}
