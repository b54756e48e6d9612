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

  /** Whether there is nobody who could take part. */
  get isEmpty(): boolean {
    return this.#codecs.length === 0;
  }

  /**
   * Transforms a piece; gives the piece itself back when nobody takes part. When it throws, one has failed half-way,
   * and the caller must release all of them: the peer must not depend on what it has not got.
   */
  encode(bytes: Uint8Array, options: MessageEncodeOptions): Uint8Array {
    if (this.isEmpty) return bytes;
    const plain = plainView(bytes);
    const encoded = options.first ? this.#begin(plain, options) : this.#continue(plain, options);
    return encoded === plain ? bytes : encoded;
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
