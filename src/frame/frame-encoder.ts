/**
 * A stream of frames (RFC 6455 §5): the mirror of `FrameDecoder`.
 */

import type { RandomSource } from '../bytes/random.js';
import { requireFunction, requireRole } from '../vocabulary/argument.js';
import { type FrameInit, requireFrame, requirePlace, writeInto } from './encode-frame.js';
import { FrameBlock } from './frame-block.js';
import { freshFrame } from './fresh-frame.js';
import { type SimdMask, simdOption } from './mask-simd.js';
import { type MaskingKeys, maskingKeysFrom } from './masking-keys.js';
import { maxFrameBytes } from './write-frame.js';

/** Small, because a frame that is kept keeps all of it. */
const SLAB_BYTES = 8192;

/** Longer frames have memory of their own: a slab would hold few of them, and each would pin it. */
const MAX_SHARED_BYTES = 2048;

/** The same for what a text may take at most, three times what it takes as a rule. */
const MAX_SHARED_TEXT_BYTES = 4096;

const NO_BYTES = /* @__PURE__ */ new Uint8Array(0);

export interface FrameEncoderOptions {
  /** Who is encoding: a client masks its frames, a server does not (RFC 6455 §5.1). */
  readonly role: 'client' | 'server';
  /**
   * Fills an array with random bytes, for a client's masking keys; WebCrypto's `getRandomValues` when left out.
   * Called for many keys at a time.
   */
  readonly random?: RandomSource;
  /**
   * Mask long payloads with WebAssembly SIMD. Left out: where the runtime has it; false: never; true: a TypeError
   * where it is missing.
   */
  readonly simd?: boolean;
}

/** What a `FrameEncoder` writes; the masking key is its own affair. */
export type UnmaskedFrameInit = Omit<FrameInit, 'maskingKey'>;

/**
 * Encodes frames one by one, each with the shortest form of its length, and a fresh masking key if it is a client's.
 *
 * Results belong to the caller and are never written to again. They share no memory with the input or with
 * another encoder, but short ones may be views of one ArrayBuffer of 8 KiB: `new Uint8Array(result)`
 * detaches one that is to be kept for long.
 *
 * @example
 * const encoder = new FrameEncoder({ role: 'client' });
 * socket.write(encoder.encode({ opcode: Opcode.Text, payload: 'Hello' }));
 * @see RFC 6455 §5.2, §5.3
 */
export class FrameEncoder {
  readonly #keys: MaskingKeys | null;
  readonly #simd: SimdMask | null;
  #slab: FrameBlock | null = null;

  /**
   * @throws TypeError if an option is not what it must be, or for a client without a random source where the
   *   runtime has no WebCrypto
   */
  constructor(options: FrameEncoderOptions) {
    const role = requireRole(options);
    const { random } = options;
    if (random !== undefined) requireFunction(random, 'random');
    this.#keys = role === 'client' ? maskingKeysFrom(random) : null;
    this.#simd = simdOption(options.simd);
  }

  /**
   * Encodes a frame.
   *
   * @param frame what to write; its bytes are copied, neither changed nor kept
   * @returns header and payload; see above for whose memory it is
   * @throws TypeError or RangeError as `encodeFrame` does; TypeError for a masking key
   * @see RFC 6455 §5.2
   */
  encode(frame: UnmaskedFrameInit): Uint8Array {
    const { payload = NO_BYTES } = frame;
    requireNoKey(frame);
    const byte0 = requireFrame(frame, payload);
    const key = this.#drawKey(payload);

    const most = maxFrameBytes(payload);
    if (most > (typeof payload === 'string' ? MAX_SHARED_TEXT_BYTES : MAX_SHARED_BYTES)) {
      return freshFrame(byte0, payload, key, this.#simd);
    }
    let slab = this.#slab;
    if (slab === null || slab.room < most) this.#slab = slab = new FrameBlock(SLAB_BYTES);
    slab.write(byte0, payload, key, this.#simd);
    return slab.takeView();
  }

  /**
   * Encodes a frame into memory that is there.
   *
   * @param frame what to write; its bytes are not kept
   * @param target the bytes to write into; nothing in front of `offset` or behind the frame is touched
   * @param offset where the frame begins in the target, in bytes
   * @returns the offset behind the frame
   * @throws TypeError or RangeError as `encodeFrameInto` does; TypeError for a masking key
   * @see RFC 6455 §5.2
   */
  encodeInto(frame: UnmaskedFrameInit, target: Uint8Array, offset: number = 0): number {
    const { payload = NO_BYTES } = frame;
    requireNoKey(frame);
    const byte0 = requireFrame(frame, payload);
    const key = this.#drawKey(payload);
    requirePlace(target, offset);
    return writeInto(target, offset, byte0, payload, key, this.#simd);
  }

  /** Before anything is written: the random source is the caller's, and may encode as well. */
  #drawKey(payload: Uint8Array | string): number | null {
    return this.#keys === null ? null : this.#keys.nextFor(payload);
  }
}

/** A key of the caller's would go out without anyone noticing that it does not, or the other way round. */
function requireNoKey(frame: FrameInit): void {
  const { maskingKey = null } = frame;
  if (maskingKey !== null) {
    throw new TypeError('a FrameEncoder chooses the masking keys; encodeFrame takes one');
  }
}
