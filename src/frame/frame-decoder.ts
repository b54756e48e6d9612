/**
 * Frames out of a stream of chunks (RFC 6455 §5).
 */

import { pieceOf } from '../bytes/piece.js';
import { flagOption, requireFunction, requireHonestBytes } from '../vocabulary/argument.js';
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
import { frameHeader } from './decode-frame-header.js';
import type { Frame, FrameHeader, FrameRules } from './frame.js';
import { FrameReader } from './frame-reader.js';
import { simdOption } from './mask-simd.js';
import { takePlainHeader } from './plain-frame.js';
import { ReadMode } from './read-mode.js';
import type { UnmaskInPlace } from './unmask-in-place.js';
import { type FrameVisitor, visitFrames } from './visit-frames.js';

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
  /** Whether a visitor of `drain` is running. */
  #isVisiting = false;

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
    requireHonestBytes(chunk, 'chunk');
    this.#reader.push(chunk);
  }

  /**
   * The next whole frame; `bytesRead` counts its bytes on the wire.
   *
   * @throws TypeError in the middle of a frame that is being read with `nextPart`
   */
  next(): DecodeResult<Frame> {
    const reader = this.#reader;
    if (this.#header !== null || this.#isVisiting) this.#refuse('next');
    const { input } = reader;
    const { at, bytes } = input;
    const start = takePlainHeader(input, reader.rules, reader.last);
    if (start >= 0) {
      const end = input.at;
      if (end === input.end) input.clear();
      return frameResult(bytes[at] as number, pieceOf(bytes, start, end), end - at);
    }
    if (!reader.read(ReadMode.Whole)) return this.#nothing();
    return frameResult(reader.firstByte, reader.takePayload(), reader.bytesRead);
  }

  /**
   * The next piece of a frame, as soon as a byte of its payload is there. A frame whose payload has
   * arrived comes in one part. `next` and `nextPart` may alternate at frame boundaries.
   */
  nextPart(): DecodeResult<FramePart> {
    const reader = this.#reader;
    if (this.#isVisiting) this.#refuse('nextPart');
    if (!reader.read(ReadMode.Parts)) return this.#nothing();
    const header = this.#header ?? this.#readHeader();
    const { offset, last, bytesRead } = reader;
    const payload = reader.takePayload();
    this.#header = last ? null : header;
    return { status: 'complete', value: { header, offset, payload, last }, bytesRead };
  }

  /**
   * Gives all whole frames that are there to a visitor, without an object or a view for each: the fastest way to
   * read many small frames. It may push; it must not pull from this decoder.
   *
   * When the visitor throws, its frame has been taken and the next call goes on behind it.
   *
   * @param visit called with opcode, flags, the bytes and the range in them that is the payload. The bytes are lent
   *   until it returns: copy what is to be kept
   * @returns `complete` when the visitor has returned false, with the number of frames that it was given by this call
   *   and `bytesRead`, their bytes on the wire; otherwise what `next` would have returned behind the last frame
   * @throws TypeError if `visit` is not a function, inside a visitor of this decoder, or in the middle of a frame
   *   that is being read with `nextPart`
   * @example
   * decoder.drain((opcode, flags, bytes, start, end) => {
   *   if (opcode === Opcode.Binary) checksum.update(bytes.subarray(start, end));
   * });
   * @see RFC 6455 §5.2
   */
  drain(visit: FrameVisitor): DecodeResult<number> {
    requireFunction(visit, 'visit');
    if (this.#header !== null || this.#isVisiting) this.#refuse('drain');
    this.#isVisiting = true;
    try {
      return visitFrames(this.#reader, visit);
    } finally {
      this.#isVisiting = false;
    }
  }

  #refuse(name: string): never {
    throw new TypeError(
      this.#isVisiting
        ? `${name}() called inside a visitor of the same decoder`
        : `${name}() called in the middle of a frame in parts`,
    );
  }

  #readHeader(): FrameHeader {
    const { firstByte, payloadLength } = this.#reader;
    return frameHeader(firstByte, this.#reader.maskingKey(), payloadLength);
  }

  #nothing(): DecodeResult<never> {
    const { error, bytesNeeded } = this.#reader;
    return error === null ? { status: 'incomplete', bytesNeeded } : { status: 'invalid', error };
  }
}

function frameResult(
  firstByte: number,
  payload: Uint8Array,
  bytesRead: number,
): DecodeResult<Frame> {
  return {
    status: 'complete',
    value: {
      fin: (firstByte & FIN_BIT) !== 0,
      rsv1: (firstByte & RSV1_BIT) !== 0,
      rsv2: (firstByte & RSV2_BIT) !== 0,
      rsv3: (firstByte & RSV3_BIT) !== 0,
      opcode: (firstByte & OPCODE_BITS) as Opcode,
      payload,
    },
    bytesRead,
  };
}
