/**
 * What the negotiated extensions do to messages, in their order when sending and back when receiving
 * (RFC 6455 §9.1). Each marks the messages that it has transformed with a reserved bit of its own.
 */

import { RSV_BITS } from '../frame/check-frame-header.js';
import type { NegotiatedExtension } from '../handshake/extension.js';
import type {
  EncodeOptions,
  MessageDecoder,
  MessageEncoder,
  TransformContext,
} from '../handshake/message-transform.js';
import { requireInteger } from '../vocabulary/argument.js';
import type { ViolationCode } from '../vocabulary/violation.js';

/** One extension of a connection. */
interface Codec {
  /** Its reserved bit where it stands in byte 0 of a frame. */
  readonly bit: number;
  readonly encoder: MessageEncoder;
  readonly decoder: MessageDecoder;
}

/** What a connection transforms its messages with. */
export function codecsOf(
  extensions: readonly NegotiatedExtension[],
  context: TransformContext,
): MessageCodecs {
  // Without a codec nothing in it ever changes, so one serves all connections that have none.
  return extensions.length === 0 ? NO_CODECS : new MessageCodecs(createCodecs(extensions, context));
}

/** Both directions of a connection. */
export class MessageCodecs {
  readonly encoders: EncoderChain;
  readonly decoders: DecoderChain;

  constructor(codecs: readonly Codec[]) {
    this.encoders = new EncoderChain(codecs);
    this.decoders = new DecoderChain(codecs);
  }

  /** Nothing will be sent or received any more. */
  release(): void {
    this.encoders.release();
    this.decoders.release();
  }
}

/**
 * Makes the transforms of a connection.
 *
 * @throws TypeError if an extension uses reserved bits and has no transform, has a transform and not
 *   exactly one bit, or wants a bit that another has
 */
function createCodecs(
  extensions: readonly NegotiatedExtension[],
  context: TransformContext,
): readonly Codec[] {
  let taken = 0;
  const codecs: Codec[] = [];
  for (const extension of extensions) {
    const { name, rsv = 0 } = extension;
    requireInteger(rsv, `rsv of ${name}`, 0, 7);
    if ((rsv & taken) !== 0) throw new TypeError(`the extension ${name} uses a bit of another`);
    taken |= rsv;
    if (extension.createTransform === undefined) {
      if (rsv !== 0) throw new TypeError(`the extension ${name} has no message transform`);
      continue;
    }
    if (rsv === 0 || (rsv & (rsv - 1)) !== 0) {
      throw new TypeError(`the extension ${name} transforms messages and needs one reserved bit`);
    }
    codecs.push({ bit: rsv << 4, ...extension.createTransform(context) });
  }
  return codecs;
}

/** The sending direction. */
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
  encode(bytes: Uint8Array, options: EncodeOptions): Uint8Array {
    if (this.#codecs.length === 0) return bytes;
    try {
      return options.first ? this.#begin(bytes, options) : this.#continue(bytes, options);
    } catch (error) {
      // A compressor that has failed half-way: the peer must not depend on what it has not got.
      this.release();
      throw error;
    }
  }

  /** What was encoded last has not been sent, or nothing will be sent any more. */
  release(): void {
    for (const { encoder } of this.#codecs) encoder.release();
  }

  #continue(bytes: Uint8Array, options: EncodeOptions): Uint8Array {
    let result = bytes;
    for (const { encoder } of this.#active) result = encoder.encode(result, options) ?? result;
    return result;
  }

  #begin(bytes: Uint8Array, options: EncodeOptions): Uint8Array {
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

/** The receiving direction. */
export class DecoderChain {
  /** Whether `pull` may have something to give. */
  hasOutput = false;
  readonly #codecs: readonly Codec[];
  /** Of the message in progress, in the order in which they undo it. */
  #active: readonly MessageDecoder[] = [];

  constructor(codecs: readonly Codec[]) {
    this.#codecs = codecs;
  }

  /** The reserved bits that frames may carry, where they stand in byte 0. */
  get allowedBits(): number {
    return this.#codecs.reduce((bits, codec) => bits | codec.bit, 0);
  }

  /** Whether somebody takes part in the message in progress. */
  get isActive(): boolean {
    return this.#active.length > 0;
  }

  /** Whether the last `pull` has given the end of the message. */
  get isDone(): boolean {
    return this.#active.at(-1)?.isDone === true;
  }

  /** Why the message cannot be undone. */
  get fault(): ViolationCode | null {
    return this.#active.find(({ fault }) => fault !== null)?.fault ?? null;
  }

  /** Bytes that were pushed and not yet undone. */
  get pendingBytes(): number {
    return this.#active.reduce((sum, { pendingBytes }) => sum + pendingBytes, 0);
  }

  /** Takes note of the first byte of a message. */
  begin(firstByte: number): void {
    if ((firstByte & RSV_BITS) === 0) return;
    const marked = this.#codecs.filter(({ bit }) => (firstByte & bit) !== 0);
    this.#active = marked.map(({ decoder }) => decoder).reverse();
    for (const decoder of this.#active) decoder.begin();
  }

  push(bytes: Uint8Array, last: boolean): void {
    this.#active[0]?.push(bytes, last);
    this.hasOutput = true;
  }

  /** The next piece of the message; null: see `fault`, `isDone`, or push more. */
  pull(): Uint8Array | null {
    const piece = this.#pullFrom(this.#active.length - 1);
    if (piece === null || this.isDone) this.hasOutput = false;
    return piece;
  }

  /** The message is over. */
  end(): void {
    this.#active = [];
  }

  /** Nothing will come any more. */
  release(): void {
    this.hasOutput = false;
    this.#active = [];
    for (const { decoder } of this.#codecs) decoder.release();
  }

  /** Pulls from one of them, and from the one before it when it has used up what it was given. */
  #pullFrom(index: number): Uint8Array | null {
    const decoder = this.#active[index];
    if (decoder === undefined) return null;
    for (;;) {
      const piece = decoder.pull();
      if (piece !== null || decoder.isDone || decoder.fault !== null) return piece;
      const before = this.#active[index - 1];
      if (before === undefined || before.isDone) return null;
      const input = this.#pullFrom(index - 1);
      if (input === null && !before.isDone) return null;
      decoder.push(input ?? new Uint8Array(0), before.isDone);
    }
  }
}

const NO_CODECS = /* @__PURE__ */ new MessageCodecs([]);
