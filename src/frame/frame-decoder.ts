/**
 * Frames out of a stream of chunks (RFC 6455 §5).
 */

import { flagOption, requireBytes, requireFunction } from '../vocabulary/argument.js';
import { defaultLimits } from '../vocabulary/limits.js';
import type { Opcode } from '../vocabulary/opcode.js';
import type { DecodeResult } from '../vocabulary/result.js';
import {
  FIN_BIT,
  OPCODE_BITS,
  RSV1_BIT,
  RSV2_BIT,
  RSV3_BIT,
  resolveRules,
} from './check-frame-header.js';
import type { Frame, FrameHeader, FrameRules } from './frame.js';
import { FrameReader, ReadMode, type UnmaskInPlace } from './frame-reader.js';
import { simdOption } from './mask-simd.js';

export interface FrameDecoderOptions extends FrameRules {
  /**
   * Chunks are handed over: they may be unmasked where they lie, payloads may be views of them, and the
   * caller must not touch them again. False by default: chunks are copied and never changed.
   */
  readonly takeOwnership?: boolean;
  /**
   * Unmasks a payload in place, instead of the package's own loop; called for every masked payload that is
   * not empty, with the key in the phase of its first byte. `bufferutil`'s `unmask` fits.
   */
  readonly unmaskInPlace?: UnmaskInPlace;
  /**
   * Unmask long payloads with WebAssembly SIMD. Left out: where the runtime has it; false: never; true: a
   * TypeError where it is missing.
   */
  readonly simd?: boolean;
}

/** A piece of a frame's payload. */
export interface FramePart {
  /** The header of the whole frame, the same in each of its parts. */
  readonly header: FrameHeader;
  /** Where the piece begins in the frame's payload, in bytes. */
  readonly offset: number;
  /** The piece, unmasked; empty only when the frame's payload is. */
  readonly payload: Uint8Array;
  /** Whether the frame ends with this piece. */
  readonly last: boolean;
}

/**
 * Decodes a stream of chunks into frames, pulled one by one.
 *
 * Push a chunk, then pull until `incomplete`. A chunk that was pushed is not referred to any more then
 * (without `takeOwnership`: at once). After an `invalid` result every further pull gives the same one and
 * further chunks are dropped.
 *
 * Payloads belong to the caller. They never share memory with a chunk (unless it was handed over) or with
 * another decoder, but payloads of one chunk may be views of one ArrayBuffer: `new Uint8Array(payload)`
 * detaches a small one that is to be kept for long, and an ArrayBuffer must not be transferred while
 * frames are unread.
 *
 * @example
 * decoder.push(chunk);
 * for (let result = decoder.next(); result.status !== 'incomplete'; result = decoder.next()) {
 *   if (result.status === 'invalid') return fail(result.error.closeCode);
 *   handle(result.value);
 * }
 * @see RFC 6455 §5.2
 */
export class FrameDecoder {
  readonly #reader: FrameReader;
  /** The header of a frame that is being read in parts. */
  #header: FrameHeader | null = null;

  /**
   * @param options the rules, `maxPayloadBytes` 16 777 216 unless given, and who owns the chunks
   * @throws TypeError or RangeError if an option is not what it must be
   */
  constructor(options: FrameDecoderOptions = {}) {
    const { unmaskInPlace = null } = options;
    const takeOwnership = flagOption(options.takeOwnership, 'takeOwnership', false);
    if (unmaskInPlace !== null) requireFunction(unmaskInPlace, 'unmaskInPlace');
    const rules = resolveRules(options, defaultLimits.maxPayloadBytes);
    this.#reader = new FrameReader(rules, takeOwnership, unmaskInPlace, simdOption(options.simd));
  }

  /**
   * Takes a chunk of any size.
   *
   * @throws TypeError if the chunk is not a Uint8Array
   */
  push(chunk: Uint8Array): void {
    requireBytes(chunk, 'chunk');
    this.#reader.push(chunk);
  }

  /**
   * The next whole frame; `bytesRead` counts its bytes on the wire.
   *
   * @throws TypeError in the middle of a frame that is being read with `nextPart`
   */
  next(): DecodeResult<Frame> {
    if (this.#header !== null)
      throw new TypeError('next() called in the middle of a frame in parts');
    const reader = this.#reader;
    if (!reader.read(ReadMode.Whole)) return this.#nothing();
    const { firstByte } = reader;
    return {
      status: 'complete',
      value: {
        fin: (firstByte & FIN_BIT) !== 0,
        rsv1: (firstByte & RSV1_BIT) !== 0,
        rsv2: (firstByte & RSV2_BIT) !== 0,
        rsv3: (firstByte & RSV3_BIT) !== 0,
        opcode: (firstByte & OPCODE_BITS) as Opcode,
        payload: reader.takePayload(),
      },
      bytesRead: reader.bytesRead,
    };
  }

  /**
   * The next piece of a frame, as soon as a byte of its payload is there. A frame whose payload has
   * arrived comes in one part. `next` and `nextPart` may alternate at frame boundaries.
   */
  nextPart(): DecodeResult<FramePart> {
    const reader = this.#reader;
    if (!reader.read(ReadMode.Parts)) return this.#nothing();
    const header = this.#header ?? this.#readHeader();
    const { offset, last, bytesRead } = reader;
    const payload = reader.takePayload();
    this.#header = last ? null : header;
    return { status: 'complete', value: { header, offset, payload, last }, bytesRead };
  }

  #readHeader(): FrameHeader {
    const { firstByte, payloadLength } = this.#reader;
    return {
      fin: (firstByte & FIN_BIT) !== 0,
      rsv1: (firstByte & RSV1_BIT) !== 0,
      rsv2: (firstByte & RSV2_BIT) !== 0,
      rsv3: (firstByte & RSV3_BIT) !== 0,
      opcode: (firstByte & OPCODE_BITS) as Opcode,
      maskingKey: this.#reader.maskingKey(),
      payloadLength,
    };
  }

  #nothing(): DecodeResult<never> {
    const { error, bytesNeeded } = this.#reader;
    return error === null ? { status: 'incomplete', bytesNeeded } : { status: 'invalid', error };
  }
}
